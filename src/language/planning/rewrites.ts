/**
 * Remembers which new value was made from which old one, so that a body can be written by changing only the bytes
 * that differ. Values that were not rewritten are shared by reference.
 */
import { isObject, type Json } from './chat-members.ts';

/** The result of a transform. */
export interface Changed {
  readonly body: Json;
  /** Absent: it found nothing to change. */
  readonly change?: string;
}

export class Rewrites {
  /** Most requests have none. */
  #origins: WeakMap<object, object> | undefined;

  /** Records that `next` replaces `before`; returns `next`. */
  made<T extends object>(next: T, before: object): T {
    this.#origins ??= new WeakMap();
    this.#origins.set(next, before);
    return next;
  }

  /** The original of a value in the received body; the value itself where it was not rewritten, or is new. */
  originOf(value: object): object {
    let origin = value;
    for (let before = this.#origins?.get(origin); before !== undefined; before = this.#origins?.get(origin)) {
      origin = before;
    }
    return origin;
  }
}

/** The body with other messages, which keep their place in it. */
export function withMessages(body: Json, messages: readonly unknown[], rewrites: Rewrites): Json {
  const before = body['messages'];
  const list = Array.isArray(before) ? rewrites.made([...messages], before) : messages;
  return rewrites.made({ ...body, messages: list }, body);
}

/** `value` undefined removes the member. */
export function withMember(
  body: Json,
  name: string,
  within: string | undefined,
  value: unknown,
  rewrites: Rewrites,
): Json {
  if (within === undefined) return rewrites.made({ ...body, [name]: value }, body);
  const inner = body[within];
  if (!isObject(inner)) return body;
  const changed = rewrites.made({ ...inner, [name]: value }, inner);
  return rewrites.made({ ...body, [within]: changed }, body);
}

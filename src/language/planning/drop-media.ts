/**
 * Removes images or audio from a request, in every spelling and at every depth of a message's content, so that a
 * model without support for them can answer the rest. A message that contained nothing else gets a placeholder,
 * because providers refuse empty messages.
 */
import { foldName } from '../vocabulary/fold-name.ts';
import { messagesOf } from './chat-body.ts';
import { AUDIO_MEMBERS, IMAGE_MEMBERS, isFilled, isObject, type Json } from './chat-members.ts';
import { type MediaKind, partKind } from './chat-parts.ts';
import { type Changed, type Rewrites, withMessages } from './rewrites.ts';

const KIND = { images: 'image', audio: 'audio' } as const satisfies Record<string, MediaKind>;
/** Nested content: a tool result with pictures in it. No provider reads deeper ones. */
const LEVELS = 4;

export function dropMedia(body: Json, what: 'images' | 'audio', rewrites: Rewrites): Changed {
  const members = what === 'images' ? IMAGE_MEMBERS : AUDIO_MEMBERS;
  const dropping = new Dropping(what, members, rewrites);
  let without = dropping.membersOf(body);
  const before = messagesOf(body);
  const messages = before.map((message) => dropping.message(message));
  if (messages.some((message, index) => message !== before[index])) {
    without = withMessages(without, messages, rewrites);
  }
  const { gone } = dropping;
  return gone === 0 ? { body: without } : { body: without, change: `${gone} ${what} left out` };
}

/**
 * The placeholder where nothing else is left. It names no kind, so that a model does not talk about missing media.
 */
const LEFT_OUT = '(left out)';

class Dropping {
  /** Parts, and images next to the text. */
  gone = 0;
  readonly #what: 'images' | 'audio';
  readonly #members: ReadonlySet<string>;
  readonly #rewrites: Rewrites;

  constructor(what: 'images' | 'audio', members: ReadonlySet<string>, rewrites: Rewrites) {
    this.#what = what;
    this.#members = members;
    this.#rewrites = rewrites;
  }

  /** Without the members that concern these media as a whole. */
  membersOf(object: Json): Json {
    const names = Object.keys(object).filter((name) => this.#members.has(foldName(name)));
    if (names.length === 0) return object;
    const kept: Record<string, unknown> = { ...object };
    for (const name of names) {
      if (this.#what === 'images' && Array.isArray(kept[name])) this.gone += kept[name].length;
      delete kept[name];
    }
    return this.#rewrites.made(kept, object);
  }

  message(message: Json): Json {
    const kept = this.membersOf(message);
    const content = this.#content(kept['content'], LEVELS);
    if (content !== kept['content']) return this.#rewrites.made({ ...kept, content }, kept);
    const bare =
      kept !== message && !Object.values(kept).some((value) => isFilled(value)) && !kept['content'];
    return bare ? this.#rewrites.made({ ...kept, content: LEFT_OUT }, kept) : kept;
  }

  #content(content: unknown, levels: number): unknown {
    if (isObject(content)) return this.#part(content, levels);
    if (!Array.isArray(content)) return content;
    const kept = content.flatMap((part: unknown) => {
      if (!isObject(part)) return [part];
      if (partKind(part) === KIND[this.#what]) {
        this.gone += 1;
        return [];
      }
      return [this.#part(part, levels)];
    });
    if (kept.length === content.length && kept.every((part, index) => part === content[index]))
      return content;
    return this.#rewrites.made(kept.length > 0 ? kept : [{ type: 'text', text: LEFT_OUT }], content);
  }

  #part(part: Json, levels: number): Json {
    if (levels <= 1 || part['content'] === undefined) return part;
    const content = this.#content(part['content'], levels - 1);
    return content === part['content'] ? part : this.#rewrites.made({ ...part, content }, part);
  }
}

/**
 * Which parts of a streamed answer have begun and are not complete: arguments of tool calls, and the text where JSON
 * was requested. Used where a stream ends without a finish. Knows no events.
 */
import { isRecord } from '../is-record.ts';
import { OpenJson } from './open-json.ts';

type Json = Readonly<Record<string, unknown>>;

export class OpenParts {
  /** The text is to be JSON, and is followed. */
  readonly wantsJson: boolean;
  /** By choice and call. */
  readonly #calls = new Map<string, OpenJson>();
  /** By choice. */
  readonly #texts = new Map<number, OpenJson>();

  /** @param format the request's `response_format` */
  constructor(format: unknown) {
    this.wantsJson =
      isRecord(format) && (format['type'] === 'json_object' || format['type'] === 'json_schema');
  }

  /** As a message; undefined where nothing is open. */
  get open(): string | undefined {
    for (const call of this.#calls.values()) {
      if (call.open || !call.begun) return 'the arguments of a tool call are not complete';
    }
    for (const text of this.#texts.values()) if (text.open) return 'the requested JSON is not complete';
    return undefined;
  }

  /** The same, without arguments that have not begun: after a finish they belong to a tool without parameters. */
  get halfway(): boolean {
    return [...this.#calls.values(), ...this.#texts.values()].some(({ open }) => open);
  }

  /** The delta of one choice. */
  add(part: Json, choice: number): void {
    const { tool_calls: calls, function_call: call, content } = part;
    if (Array.isArray(calls)) {
      for (const [at, entry] of calls.entries()) {
        if (isRecord(entry)) this.#addCall(entry['function'], `${choice}/${String(entry['index'] ?? at)}`);
      }
    }
    if (isRecord(call)) this.#addCall(call, `${choice}/`);
    if (this.wantsJson && typeof content === 'string' && content !== '') {
      followed(this.#texts, choice).add(content);
    }
  }

  #addCall(call: unknown, key: string): void {
    if (!isRecord(call)) return;
    const written = followed(this.#calls, key);
    const args = call['arguments'];
    if (typeof args === 'string') written.add(args);
    // Some servers write the arguments as an object, at once.
    else if (isRecord(args)) written.add('{}');
  }
}

function followed<Key>(all: Map<Key, OpenJson>, key: Key): OpenJson {
  let one = all.get(key);
  if (one === undefined) {
    one = new OpenJson();
    all.set(key, one);
  }
  return one;
}

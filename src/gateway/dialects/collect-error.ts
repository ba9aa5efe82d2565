/**
 * Collects the codes and messages of an error body, whatever its shape: `error` as an object, a string or a list;
 * `detail` of FastAPI; `errors`, `message`, `error_msg`; a list around it all; JSON inside a string, as gateways wrap
 * a provider's error; a web page. Knows no classes and no HTTP.
 */
import { isRecord } from './is-record.ts';

export interface CollectedError {
  /** Codes, types and statuses in reading order, outer ones first. */
  readonly codes: readonly string[];
  /** The first value that is called `code` and is not an HTTP status. */
  readonly code?: string;
  /** Messages in reading order, without what a server quotes from the request under `input` or `ctx`. */
  readonly messages: readonly string[];
  /** The member of the request that is at fault. */
  readonly param?: string;
  /** Milliseconds (Google's `RetryInfo`, `retry_after`, Hugging Face's `estimated_time`). */
  readonly waitMs?: number;
}

/** Nothing below this depth or beyond this many values is read. */
const DEEPEST = 8;
const MOST = 300;
const LONGEST = 4_000;

const CODE_NAMES = new Set([
  'code',
  'type',
  'status',
  'error_code',
  'errorCode',
  'error_type',
  '__type',
  'reason',
  'status_code',
  'statusCode',
]);
const TEXT_NAMES = new Set([
  'message',
  'Message',
  'msg',
  'error',
  'errors',
  'error_message',
  'error_msg',
  'errorMessage',
  'error_description',
  'status_msg',
  'detail',
  'details',
  'title',
  'description',
  'base_resp',
  'innererror',
  'inner_error',
  'metadata',
  'raw',
  'response',
  'body',
]);

export function collectError(body: unknown): CollectedError {
  const collector = new Collector();
  collector.read(body, 0);
  const { codes, code, messages, param, waitMs } = collector;
  return {
    codes,
    messages,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
    ...(waitMs === undefined ? {} : { waitMs }),
  };
}

class Collector {
  readonly codes: string[] = [];
  readonly messages: string[] = [];
  code: string | undefined;
  param: string | undefined;
  waitMs: number | undefined;
  #left = MOST;

  read(value: unknown, depth: number): void {
    if (depth > DEEPEST || this.#left-- <= 0) return;
    if (typeof value === 'string') this.#readText(value, depth);
    else if (Array.isArray(value)) for (const each of value) this.read(each, depth + 1);
    else if (isRecord(value)) this.#readRecord(value, depth);
  }

  #readRecord(record: Readonly<Record<string, unknown>>, depth: number): void {
    for (const name in record) {
      const value = record[name];
      if (CODE_NAMES.has(name) && (typeof value === 'string' || typeof value === 'number')) {
        this.codes.push(String(value));
        if (/code$/i.test(name) && !/^[1-5]\d\d$/.test(String(value))) this.code ??= String(value);
      } else if (name === 'param' && typeof value === 'string') this.param ??= value;
      else if (name === 'loc' && Array.isArray(value)) this.param ??= memberAt(value);
      else this.#readWait(name, value);
    }
    // Messages after codes: a code at this level is more specific than one further in.
    for (const name in record) {
      if (TEXT_NAMES.has(name)) this.read(record[name], depth + 1);
    }
  }

  #readWait(name: string, value: unknown): void {
    if (name === 'retryDelay' && typeof value === 'string') {
      const seconds = /^(\d+(?:\.\d+)?)s$/.exec(value)?.[1];
      if (seconds !== undefined) this.waitMs ??= Number(seconds) * 1_000;
    } else if (name === 'retry_after' || name === 'retry_after_seconds' || name === 'estimated_time') {
      const seconds = Number(value);
      if (Number.isFinite(seconds) && seconds >= 0) this.waitMs ??= seconds * 1_000;
    }
  }

  #readText(text: string, depth: number): void {
    const said = text.slice(0, LONGEST).trim();
    if (said === '') return;
    const inner = jsonIn(text);
    if (inner === undefined) {
      this.messages.push(said);
      return;
    }
    const before = text.slice(0, inner.at).trim();
    if (before !== '') this.messages.push(before.slice(0, LONGEST));
    this.read(inner.json, depth + 1);
  }
}

/** `["body", "stream_options"]` is a member; `["body", "messages", 3, "content"]` is within one. */
function memberAt(location: readonly unknown[]): string | undefined {
  const path = location.filter((each) => each !== 'body');
  const [first] = path;
  if (typeof first !== 'string') return undefined;
  return path
    .map((each, index) => (typeof each === 'number' ? `[${each}]` : index === 0 ? each : `.${each}`))
    .join('');
}

/** JSON in a string: all of it, or the rest from the first brace (`BedrockException - {"message":…}`, `b'{…}'`). */
function jsonIn(text: string): { readonly json: unknown; readonly at: number } | undefined {
  const at = text.search(/[[{]\s*["{]/);
  if (at < 0) return undefined;
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  const quoted = text.slice(at, end + 1);
  for (const candidate of [quoted, quoted.replaceAll('\\"', '"').replaceAll("\\'", "'")]) {
    try {
      return { json: JSON.parse(candidate), at };
    } catch {
      // Not JSON, or JSON followed by something else.
    }
  }
  return undefined;
}

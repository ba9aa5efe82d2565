/**
 * Finds the events in a byte stream of server-sent events without changing the bytes, so that unaltered events are
 * passed on as received. Lines end in LF, CRLF or CR (WHATWG HTML, 9.2.6). Knows no dialect.
 */
import { ByteCollector } from '../bounds/byte-collector.ts';

const LF = 10;
const CR = 13;
/** Of `data`. */
const LOWER_D = 0x64;

/** Bytes, or a function that makes them when they are due, where they depend on how the answer ends. */
export type Piece = Buffer | (() => Buffer);

/** What to do with one event. */
export type Verdict = 'pass' | 'drop' | Piece;

export class SseSplitter {
  readonly #judge: (event: Buffer) => Verdict;
  readonly #pass: (piece: Piece) => void;
  readonly #held = new ByteCollector();
  /** Whether the bytes so far end right after a line end, and whether that was a CR whose LF may follow. */
  #lineStart = true;
  #afterCr = false;
  /** No line with anything in it since the last event. */
  #blank = true;
  #holdsData = false;

  /** `judge` is called for each complete event, and `pass` with the bytes to pass on, in order. */
  constructor(judge: (event: Buffer) => Verdict, pass: (piece: Piece) => void) {
    this.#judge = judge;
    this.#pass = pass;
  }

  /** Bytes held back. */
  get held(): number {
    return this.#held.length;
  }

  /** Whether the bytes held back begin an event with data, not a comment or a blank line. */
  get holdsData(): boolean {
    return this.#held.length > 0 && this.#holdsData;
  }

  /** Passes the events that `chunk` completes in as few pieces as possible. Bytes of an incomplete event are held back. */
  push(chunk: Buffer): void {
    let end = this.#nextEnd(chunk, 0);
    if (end < 0) {
      this.#hold(chunk);
      return;
    }
    let bytes = chunk;
    const before = this.#held.length;
    if (before > 0) {
      this.#held.add(chunk);
      bytes = this.#held.take();
    }
    let begin = 0;
    let clean = 0;
    while (end >= 0) {
      const to = before + end;
      const verdict = this.#judge(begin === 0 && to === bytes.length ? bytes : bytes.subarray(begin, to));
      if (verdict !== 'pass') {
        if (clean < begin) this.#pass(bytes.subarray(clean, begin));
        if (verdict !== 'drop') this.#pass(verdict);
        clean = to;
      }
      begin = to;
      end = this.#nextEnd(chunk, end);
    }
    if (clean === 0 && begin === bytes.length) this.#pass(bytes);
    else if (clean < begin) this.#pass(bytes.subarray(clean, begin));
    if (begin < bytes.length) this.#hold(bytes.subarray(begin));
  }

  /** Where the next event in `chunk` ends; negative where none does. Each byte is looked at once. */
  #nextEnd(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (byte !== LF && byte !== CR) {
        this.#lineStart = false;
        this.#afterCr = false;
        this.#blank = false;
        continue;
      }
      // The LF of a CRLF.
      const second = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (second) continue;
      const ends = this.#lineStart && !this.#blank;
      this.#lineStart = true;
      if (!ends) continue;
      this.#blank = true;
      if (byte === LF || chunk[at + 1] !== LF) return at + 1;
      // The LF that belongs to a CR goes with its event.
      this.#afterCr = false;
      return at + 2;
    }
    return -1;
  }

  #hold(bytes: Buffer): void {
    if (this.#held.length === 0) this.#holdsData = bytes[0] === LOWER_D;
    this.#held.add(bytes);
  }
}

/** The fields of one event, as bytes from the splitter; `data` is undefined for comments and blank lines. */
export interface SseFields {
  readonly data: string | undefined;
  /** Empty unless the event has a name. */
  readonly name: string;
  /** JSON outside the fields that readers of server-sent events know; llama.cpp wrote errors in a field `error`. */
  readonly stray?: string;
  /** There are lines other than `data:`: comments, ids, names, or lines that are not fields. */
  readonly mixed?: true;
  /** There are lines other than `data:` and a name. */
  readonly foreign?: true;
}

/** An event that is only its data, and its name where it has one. */
export function dataEvent(data: string, name = ''): Buffer {
  const lines = `data: ${data.replaceAll('\n', '\ndata: ')}\n\n`;
  return Buffer.from(name === '' ? lines : `event: ${name}\n${lines}`);
}

const DATA = Buffer.from('data:');
const SPACE = 32;

export function readSseFields(event: Buffer): SseFields {
  // Nearly every event is one `data:` line.
  if (
    event.length > 7 &&
    event.indexOf(LF) === event.length - 2 &&
    event[0] === 0x64 &&
    DATA.compare(event, 0, 5) === 0 &&
    event.indexOf(CR) === -1
  ) {
    return { data: event.toString('utf8', event[5] === SPACE ? 6 : 5, event.length - 2), name: '' };
  }
  let data: string | undefined;
  let name = '';
  let stray: string | undefined;
  let mixed = false;
  let foreign = false;
  for (const line of event
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (!line.startsWith('data:') && line !== 'data') {
      mixed = true;
      foreign ||= !line.startsWith('event:');
    }
    if (line.startsWith(':')) continue;
    if (line.startsWith('{')) stray ??= line;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (field === 'event') name = value;
    else if (field === 'error') stray ??= `{"error":${value}}`;
  }
  return {
    data,
    name,
    ...(stray === undefined ? {} : { stray }),
    ...(mixed ? { mixed } : {}),
    ...(foreign ? { foreign } : {}),
  };
}

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

export interface SseSplitter {
  /**
   * Calls `judge` for each event that `chunk` completes, and `pass` with the bytes to pass on, in order and in as few
   * pieces as possible. Bytes of an incomplete event are held back.
   */
  push(chunk: Buffer, judge: (event: Buffer) => Verdict, pass: (piece: Piece) => void): void;
  /** Bytes held back. */
  readonly held: number;
  /** Whether the bytes held back begin an event with data, not a comment or a blank line. */
  readonly holdsData: boolean;
}

export function createSseSplitter(): SseSplitter {
  const held = new ByteCollector();
  /** Whether the bytes so far end right after a line end, and whether that was a CR whose LF may follow. */
  let lineStart = true;
  let afterCr = false;
  /** An event ended with a CR: an LF that follows belongs to it. */
  let blank = true;
  let holdsData = false;

  return {
    get held() {
      return held.length;
    },
    get holdsData() {
      return held.length > 0 && holdsData;
    },
    push(chunk, judge, pass) {
      const from = held.length;
      let boundary = -1;
      // First pass over the new bytes only: where do events end?
      const ends: number[] = [];
      for (let i = 0; i < chunk.length; i += 1) {
        const byte = chunk[i];
        if (byte !== LF && byte !== CR) {
          lineStart = false;
          afterCr = false;
          blank = false;
          continue;
        }
        if (byte === LF && afterCr) {
          afterCr = false;
          // The LF of a CRLF; if the CR ended an event, the LF goes with it.
          if (blank && boundary === from + i) {
            boundary += 1;
            ends[ends.length - 1] = boundary;
          }
          continue;
        }
        afterCr = byte === CR;
        if (lineStart && !blank) {
          blank = true;
          boundary = from + i + 1;
          ends.push(boundary);
        }
        lineStart = true;
      }
      if (boundary < 0) {
        if (from === 0) holdsData = chunk[0] === LOWER_D;
        held.add(chunk);
        return;
      }
      let bytes = chunk;
      if (from > 0) {
        held.add(chunk);
        bytes = held.take();
      }
      let begin = 0;
      let clean = 0;
      for (const end of ends) {
        const verdict = judge(bytes.subarray(begin, end));
        if (verdict !== 'pass') {
          if (clean < begin) pass(bytes.subarray(clean, begin));
          if (verdict !== 'drop') pass(verdict);
          clean = end;
        }
        begin = end;
      }
      if (clean === 0 && begin === bytes.length) pass(bytes);
      else if (clean < begin) pass(bytes.subarray(clean, begin));
      if (begin < bytes.length) {
        holdsData = bytes[begin] === LOWER_D;
        held.add(bytes.subarray(begin));
      }
    },
  };
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
}

/** An event that is only its data. */
export function dataEvent(data: string): Buffer {
  return Buffer.from(`data: ${data.replaceAll('\n', '\ndata: ')}\n\n`);
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
  for (const line of event
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)) {
    if (line === '') continue;
    if (!line.startsWith('data:') && line !== 'data') mixed = true;
    if (line.startsWith(':')) continue;
    if (line.startsWith('{')) stray ??= line;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (field === 'event') name = value;
    else if (field === 'error') stray ??= `{"error":${value}}`;
  }
  return { data, name, ...(stray === undefined ? {} : { stray }), ...(mixed ? { mixed } : {}) };
}

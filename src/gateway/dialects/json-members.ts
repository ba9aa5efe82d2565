/**
 * Where the members of a JSON object and the elements of an array are in its bytes, one level deep, so that one can
 * be replaced without rewriting the rest. For bytes that JSON.parse has accepted; returns undefined for anything
 * else. No recursion, one pass. Knows no dialect.
 */

export interface Member {
  readonly key: string;
  /** Offset of the key's opening quote. */
  readonly from: number;
  /** Offsets of the value. */
  readonly valueFrom: number;
  readonly to: number;
}

/** Offsets of an element of an array. */
export interface Element {
  readonly from: number;
  readonly to: number;
}

export interface ObjectMembers {
  readonly members: readonly Member[];
  /** Offsets of the braces. */
  readonly open: number;
  readonly close: number;
}

export interface ArrayElements {
  readonly elements: readonly Element[];
  /** Offsets of the brackets. */
  readonly open: number;
  readonly close: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const STEPS = 1_024;

/** Undefined when the bytes are not one JSON object. */
export function objectMembers(bytes: Buffer): ObjectMembers | undefined {
  // A byte order mark is not JSON, but JSON.parse of a decoded text may never have seen it.
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const found = membersAt(bytes, skipSpace(bytes, marked ? 3 : 0));
  return found !== undefined && skipSpace(bytes, found.close + 1) === bytes.length ? found : undefined;
}

/** Where a member's value is, and `end`, where the last member's value ends. */
export interface MemberPlace extends Element {
  readonly end: number;
}

/**
 * The value of the member with this plain name, in an object of `count` members with different names; undefined where
 * it cannot be found like that. Allocates nothing for the others.
 */
export function memberValue(bytes: Buffer, name: string, count: number): MemberPlace | undefined {
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== 0x7b) return undefined;
  let [from, to, end, left] = [-1, -1, -1, count];
  do {
    at = skipSpace(bytes, at + 1);
    if (bytes[at] !== QUOTE) return undefined;
    const keyEnd = stringEnd(bytes, at);
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== COLON) return undefined;
    const valueFrom = skipSpace(bytes, colon + 1);
    end = valueEnd(bytes, valueFrom);
    if (end <= valueFrom) return undefined;
    if (keyEnd - at === name.length + 2 && isAt(bytes, at + 1, name)) [from, to] = [valueFrom, end];
    left -= 1;
    at = skipSpace(bytes, end);
  } while (bytes[at] === COMMA);
  if (bytes[at] !== 0x7d || left !== 0 || from < 0) return undefined;
  return skipSpace(bytes, at + 1) === bytes.length ? { from, to, end } : undefined;
}

/** `name`: ASCII. */
function isAt(bytes: Buffer, from: number, name: string): boolean {
  for (let at = 0; at < name.length; at += 1) if (bytes[from + at] !== name.charCodeAt(at)) return false;
  return true;
}

/** The members of the object whose brace is at `open`; undefined when there is none. */
export function membersAt(bytes: Buffer, open: number): ObjectMembers | undefined {
  if (bytes[open] !== 0x7b) return undefined;
  const members: Member[] = [];
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === 0x7d) return { members, open, close: at };
  for (;;) {
    if (bytes[at] !== QUOTE) return undefined;
    const keyEnd = stringEnd(bytes, at);
    const key = readKey(bytes, at, keyEnd);
    if (key === undefined) return undefined;
    const colon = skipSpace(bytes, keyEnd);
    if (bytes[colon] !== COLON) return undefined;
    const valueFrom = skipSpace(bytes, colon + 1);
    const to = valueEnd(bytes, valueFrom);
    if (to <= valueFrom) return undefined;
    members.push({ key, from: at, valueFrom, to });
    const next = skipSpace(bytes, to);
    if (bytes[next] === 0x7d) return { members, open, close: next };
    if (bytes[next] !== COMMA) return undefined;
    at = skipSpace(bytes, next + 1);
  }
}

/** The elements of the array whose bracket is at `open`; undefined when there is none. */
export function elementsAt(bytes: Buffer, open: number): ArrayElements | undefined {
  if (bytes[open] !== 0x5b) return undefined;
  const elements: Element[] = [];
  let from = skipSpace(bytes, open + 1);
  if (bytes[from] === 0x5d) return { elements, open, close: from };
  for (;;) {
    const to = valueEnd(bytes, from);
    if (to <= from) return undefined;
    elements.push({ from, to });
    const next = skipSpace(bytes, to);
    if (bytes[next] === 0x5d) return { elements, open, close: next };
    if (bytes[next] !== COMMA) return undefined;
    from = skipSpace(bytes, next + 1);
  }
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  for (;;) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at += 1;
  }
}

/** Offset after the closing quote; the length of the bytes when there is none. */
export function stringEnd(bytes: Uint8Array, open: number): number {
  let from = open + 1;
  for (;;) {
    const quote = bytes.indexOf(QUOTE, from);
    if (quote < 0) return bytes.length;
    let slashes = 0;
    while (bytes[quote - 1 - slashes] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    // Where quotes are dense, a search for each costs more than stepping byte by byte.
    const stop = Math.min(quote + STEPS, bytes.length);
    for (from = quote + 1; from < stop; from += 1) {
      if (bytes[from] === BACKSLASH) from += 1;
      else if (bytes[from] === QUOTE) return from + 1;
    }
  }
}

function readKey(bytes: Buffer, from: number, to: number): string | undefined {
  const inner = bytes.toString('utf8', from + 1, to - 1);
  if (!inner.includes('\\')) return inner;
  try {
    return String(JSON.parse(bytes.toString('utf8', from, to)));
  } catch {
    return undefined;
  }
}

function valueEnd(bytes: Buffer, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return stringEnd(bytes, from);
  if (first !== 0x7b && first !== 0x5b) return scalarEnd(bytes, from);
  let depth = 0;
  for (let at = from; at < bytes.length; at += 1) {
    switch (bytes[at]) {
      case QUOTE:
        at = stringEnd(bytes, at) - 1;
        break;
      case 0x7b:
      case 0x5b:
        depth += 1;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
    }
  }
  return from;
}

/** Numbers, `true`, `false`, `null`. */
function scalarEnd(bytes: Buffer, from: number): number {
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === COMMA || byte === 0x7d || byte === 0x5d || byte === 0x20) break;
    if (byte === 0x0a || byte === 0x0d || byte === 0x09) break;
  }
  return at;
}

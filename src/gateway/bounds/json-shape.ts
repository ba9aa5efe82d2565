/**
 * The shape of a JSON text before it is parsed: nesting, number of values, names of members, long strings. One pass
 * over the bytes, which can pause and continue so that a large text does not block the event loop. The parser decides
 * whether the text is JSON; on other texts the counts are only bounds. Knows no HTTP.
 */

/** No client sends JSON nested this deep; a caller must not control the depth of the parser's recursion. */
export const MOST_DEPTH = 128;
/** Values of all kinds together: 2,000 messages with 200 tools have about 50,000. Parsing them takes some 20 ms. */
export const MOST_VALUES = 100_000;
/** Different names of members; each one costs the engine a hidden class. */
export const MOST_NAMES = 10_000;
export const LONGEST_NAME = 65_536;
/** Strings of at least this many bytes are listed, to be decoded one by one. */
export const LONG_STRING = 4_096;

/** Of a string value: offsets of its opening quote and after its closing one. */
export interface LongString {
  readonly from: number;
  readonly to: number;
}

export type ShapeFault =
  | { readonly kind: 'depth'; readonly most: number }
  | { readonly kind: 'values'; readonly most: number }
  | { readonly kind: 'names'; readonly most: number }
  | { readonly kind: 'name-length'; readonly most: number };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OBJECT = 1;
/** Steps that one search for a quote counts as. */
const SEARCH_STEPS = 32;

export class JsonShape {
  /** In order of position. */
  readonly longStrings: LongString[] = [];
  /** Set once the text exceeds a bound; the pass then ends. */
  fault: ShapeFault | undefined;
  /** The greatest nesting so far. */
  deepest = 0;
  readonly #bytes: Uint8Array;
  readonly #mostValues: number;
  readonly #kinds = new Uint8Array(MOST_DEPTH + 1);
  readonly #names = new Set<number>();
  #at = 0;
  #depth = 0;
  #values = 1;
  /** Offset of the opening quote while a string is open; -1 otherwise. */
  #open = -1;
  /** In an object, before a colon: a string is a name. */
  #beforeColon = false;

  /**
   * @param mostValues a model's answer may have any number: the log probabilities of a long answer are millions of
   * values.
   */
  constructor(bytes: Uint8Array, mostValues = MOST_VALUES) {
    this.#bytes = bytes;
    this.#mostValues = mostValues;
  }

  /** Continues for about `steps` bytes that must be inspected one by one; true when the pass is over. */
  run(steps: number): boolean {
    let left = steps;
    const bytes = this.#bytes;
    while (this.#at < bytes.length && this.fault === undefined) {
      if (left <= 0) return false;
      if (this.#open >= 0) left -= this.#searchStringEnd(left);
      else {
        left -= 1;
        this.#step(bytes[this.#at] as number);
        this.#at += 1;
      }
    }
    return true;
  }

  #step(byte: number): void {
    switch (byte) {
      case QUOTE:
        this.#open = this.#at;
        break;
      case 0x7b:
      case 0x5b:
        this.#enter(byte === 0x7b ? OBJECT : 0);
        break;
      case 0x7d:
      case 0x5d:
        if (this.#depth > 0) this.#depth -= 1;
        this.#beforeColon = false;
        break;
      case 0x2c:
        this.#beforeColon = this.#kinds[this.#depth] === OBJECT;
        this.#count();
        break;
      case 0x3a:
        this.#beforeColon = false;
        break;
    }
  }

  #enter(kind: number): void {
    this.#depth += 1;
    if (this.#depth > this.deepest) this.deepest = this.#depth;
    if (this.#depth > MOST_DEPTH) {
      this.fault = { kind: 'depth', most: MOST_DEPTH };
      return;
    }
    this.#kinds[this.#depth] = kind;
    this.#beforeColon = kind === OBJECT;
    this.#count();
  }

  #count(): void {
    this.#values += 1;
    if (this.#values > this.#mostValues) this.fault = { kind: 'values', most: this.#mostValues };
  }

  /** Moves to the end of the open string, or as far as `left` steps allow. Returns the steps used. */
  #searchStringEnd(left: number): number {
    const bytes = this.#bytes;
    let at = this.#at === this.#open ? this.#at + 1 : this.#at;
    let taken = 0;
    while (taken < left) {
      taken += SEARCH_STEPS;
      const quote = bytes.indexOf(QUOTE, at);
      if (quote < 0) {
        this.#at = bytes.length;
        return taken;
      }
      const first = quote;
      let slash = quote;
      while (bytes[slash - 1] === BACKSLASH) slash -= 1;
      taken += (first - slash) >> 2;
      at = quote + 1;
      if ((first - slash) % 2 === 0) {
        this.#endString(at);
        return taken;
      }
    }
    this.#at = at;
    return taken;
  }

  #endString(end: number): void {
    const from = this.#open;
    this.#open = -1;
    this.#at = end;
    if (this.#beforeColon) {
      if (end - from > LONGEST_NAME) this.fault = { kind: 'name-length', most: LONGEST_NAME };
      else this.#name(from, end);
    } else if (end - from >= LONG_STRING) this.longStrings.push({ from, to: end });
  }

  /** Names with the same hash count once, which does not make the bound less safe. */
  #name(from: number, end: number): void {
    let hash = 0x811c9dc5 ^ (end - from);
    const to = Math.min(end, from + 256);
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (this.#bytes[at] as number), 0x01000193);
    this.#names.add(hash);
    if (this.#names.size > MOST_NAMES) this.fault = { kind: 'names', most: MOST_NAMES };
  }
}

/** Text for people, to follow "The JSON". */
export function shapeWords(fault: ShapeFault): string {
  switch (fault.kind) {
    case 'depth':
      return `is nested deeper than ${fault.most} levels`;
    case 'values':
      return `has more than ${fault.most} values`;
    case 'names':
      return `has more than ${fault.most} different member names`;
    case 'name-length':
      return `has a member name of more than ${fault.most} bytes`;
  }
}

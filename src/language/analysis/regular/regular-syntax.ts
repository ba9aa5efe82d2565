/**
 * RE2 patterns as trees, as far as they are regular and plain: literals, classes, groups, alternation, repeats, anchors,
 * dot, `(?i)` and `(?s)`. Anything else answers undefined, and the pattern is treated as opaque. Knows no automata.
 * Syntax after https://github.com/google/re2/wiki/Syntax.
 */

import {
  type CharRanges,
  CONTROLS,
  complement,
  LAST_CODE_POINT,
  PERL_CLASSES,
  unite,
} from './char-ranges.ts';

export type Regular =
  | { readonly kind: 'chars'; readonly ranges: CharRanges }
  | { readonly kind: 'sequence'; readonly parts: readonly Regular[] }
  | { readonly kind: 'either'; readonly parts: readonly Regular[] }
  | { readonly kind: 'repeat'; readonly part: Regular; readonly least: number; readonly most: number }
  | { readonly kind: 'begin' }
  | { readonly kind: 'end' }
  /** `\b`, or `\B` when negated: between an ASCII word character and none. */
  | { readonly kind: 'boundary'; readonly negated: boolean };

/** RE2 refuses larger counts. */
const MOST_REPEATS = 1000;

/** Thrown inside this file only. */
class NotPlain extends Error {}

interface Flags {
  readonly fold: boolean;
  readonly dotAll: boolean;
}

export function parseRegular(source: string): Regular | undefined {
  try {
    const reader = new Reader(source);
    const tree = reader.either({ fold: false, dotAll: false });
    return reader.done ? tree : undefined;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class Reader {
  private readonly chars: readonly string[];
  private at = 0;

  constructor(source: string) {
    this.chars = [...source];
  }

  get done(): boolean {
    return this.at >= this.chars.length;
  }

  private peek(ahead = 0): string | undefined {
    return this.chars[this.at + ahead];
  }

  private take(): string {
    const char = this.chars[this.at];
    if (char === undefined) throw new NotPlain();
    this.at += 1;
    return char;
  }

  private takeIf(char: string): boolean {
    if (this.peek() !== char) return false;
    this.at += 1;
    return true;
  }

  either(outer: Flags): Regular {
    let flags = outer;
    const parts: Regular[] = [];
    let sequence: Regular[] = [];
    for (;;) {
      const char = this.peek();
      if (char === undefined || char === ')') break;
      if (this.takeIf('|')) {
        parts.push({ kind: 'sequence', parts: sequence });
        sequence = [];
        continue;
      }
      const changed = this.flagsAlone(flags);
      if (changed !== undefined) {
        flags = changed;
        continue;
      }
      sequence.push(this.repeated(this.single(flags)));
    }
    parts.push({ kind: 'sequence', parts: sequence });
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : { kind: 'either', parts };
  }

  /** `(?i)`: holds until the end of the group. */
  private flagsAlone(flags: Flags): Flags | undefined {
    if (this.peek() !== '(' || this.peek(1) !== '?') return undefined;
    const start = this.at;
    this.at += 2;
    const read = this.readFlags(flags);
    if (this.takeIf(')')) return read;
    this.at = start;
    return undefined;
  }

  private readFlags(flags: Flags): Flags {
    let { fold, dotAll } = flags;
    let value = true;
    for (;;) {
      const char = this.peek();
      if (char === 'i') fold = value;
      else if (char === 's') dotAll = value;
      else if (char === '-') value = false;
      else return { fold, dotAll };
      this.at += 1;
    }
  }

  private single(flags: Flags): Regular {
    const char = this.take();
    switch (char) {
      case '(':
        return this.group(flags);
      case '[':
        return { kind: 'chars', ranges: this.charClass(flags) };
      case '.':
        return {
          kind: 'chars',
          ranges: flags.dotAll ? [[0, LAST_CODE_POINT]] : complement([[10, 10]]),
        };
      case '^':
        return { kind: 'begin' };
      case '$':
        return { kind: 'end' };
      case '\\':
        return this.escape(flags);
      case '*':
      case '+':
      case '?':
        throw new NotPlain();
      default:
        return { kind: 'chars', ranges: literal(char, flags) };
    }
  }

  private group(outer: Flags): Regular {
    let flags = outer;
    if (this.takeIf('?')) {
      const named = this.peek() === 'P' && this.peek(1) === '<' ? 2 : this.peek() === '<' ? 1 : 0;
      if (named > 0) {
        this.at += named;
        while (this.take() !== '>');
      } else {
        flags = this.readFlags(outer);
        if (!this.takeIf(':')) throw new NotPlain();
      }
    }
    const inner = this.either(flags);
    if (!this.takeIf(')')) throw new NotPlain();
    return inner;
  }

  private repeated(part: Regular): Regular {
    let result = part;
    for (;;) {
      const bounds = this.repeatBounds();
      if (bounds === undefined) return result;
      // A lazy repeat fits the same texts.
      this.takeIf('?');
      if (result !== part) throw new NotPlain();
      result = { kind: 'repeat', part, least: bounds[0], most: bounds[1] };
    }
  }

  private repeatBounds(): readonly [number, number] | undefined {
    if (this.takeIf('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.takeIf('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.takeIf('?')) return [0, 1];
    if (this.peek() !== '{') return undefined;
    const text = this.chars.slice(this.at, this.at + 12).join('');
    const found = /^\{(\d+)(,(\d*))?\}/.exec(text);
    // RE2 reads a brace that does not begin a count literally.
    if (found === null) throw new NotPlain();
    const least = Number(found[1]);
    const most =
      found[2] === undefined ? least : found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    if (least > MOST_REPEATS || (Number.isFinite(most) && (most > MOST_REPEATS || most < least)))
      throw new NotPlain();
    this.at += found[0].length;
    return [least, most];
  }

  private escape(flags: Flags): Regular {
    if (this.peek() === 'A' || this.peek() === 'z') {
      return { kind: this.take() === 'A' ? 'begin' : 'end' };
    }
    if (this.peek() === 'b' || this.peek() === 'B') return { kind: 'boundary', negated: this.take() === 'B' };
    if (this.takeIf('Q')) {
      const parts: Regular[] = [];
      while (!this.done && !(this.peek() === '\\' && this.peek(1) === 'E')) {
        parts.push({ kind: 'chars', ranges: literal(this.take(), flags) });
      }
      this.at = Math.min(this.at + 2, this.chars.length);
      return { kind: 'sequence', parts };
    }
    return { kind: 'chars', ranges: this.escapedChars(flags) };
  }

  private escapedChars(flags: Flags): CharRanges {
    const char = this.take();
    const named = PERL_CLASSES.get(char);
    if (named !== undefined) return named;
    const control = CONTROLS.get(char);
    if (control !== undefined) return [[control, control]];
    if (char === 'x') return literal(String.fromCodePoint(this.hex()), flags);
    // Letters and digits that are not listed mean something else, or nothing at all.
    if (/[0-9A-Za-z]/.test(char) || (char.codePointAt(0) ?? 0) > 127) throw new NotPlain();
    return literal(char, flags);
  }

  private hex(): number {
    const braced = this.takeIf('{');
    let digits = '';
    while (/^[0-9a-fA-F]$/.test(this.peek() ?? '') && (braced || digits.length < 2)) digits += this.take();
    if (braced ? !this.takeIf('}') || digits === '' : digits.length !== 2) throw new NotPlain();
    const code = Number.parseInt(digits, 16);
    if (code > LAST_CODE_POINT) throw new NotPlain();
    return code;
  }

  private charClass(flags: Flags): CharRanges {
    const negated = this.takeIf('^');
    const ranges: (readonly [number, number])[] = [];
    let first = true;
    while (first || this.peek() !== ']') {
      first = false;
      if (this.peek() === '[' && this.peek(1) === ':') throw new NotPlain();
      const low = this.classChar(flags);
      if (low.length !== 1 || this.peek() !== '-' || this.peek(1) === ']') {
        ranges.push(...low.flatMap((one) => folded(one, flags)));
        continue;
      }
      this.at += 1;
      const high = this.classChar(flags);
      const [from, to] = [low[0], high[0]];
      if (
        from === undefined ||
        to === undefined ||
        high.length !== 1 ||
        from[0] !== from[1] ||
        to[0] < from[0]
      )
        throw new NotPlain();
      ranges.push(...folded([from[0], to[1]], flags));
    }
    this.at += 1;
    const all = unite(ranges);
    return negated ? complement(all) : all;
  }

  /** One character or a class of them, not folded yet. */
  private classChar(flags: Flags): CharRanges {
    const char = this.take();
    if (char === '\\') return this.escapedChars({ ...flags, fold: false });
    const code = char.codePointAt(0) ?? 0;
    return [[code, code]];
  }
}

function literal(char: string, flags: Flags): CharRanges {
  const code = char.codePointAt(0) ?? 0;
  return unite(folded([code, code], flags));
}

/**
 * The same letters in the other case. Only ASCII is folded here, with the two letters outside of it that fold onto
 * ASCII; a pattern that folds other letters is opaque.
 */
function folded(range: readonly [number, number], { fold }: Flags): CharRanges {
  if (!fold) return [range];
  const [low, high] = range;
  if (high > 127) throw new NotPlain();
  const result: (readonly [number, number])[] = [range];
  for (let code = low; code <= high; code += 1) {
    const char = String.fromCharCode(code);
    if (!/[A-Za-z]/.test(char)) continue;
    const other = code ^ 32;
    result.push([other, other]);
    // KELVIN SIGN and LATIN SMALL LETTER LONG S.
    if (char === 'k' || char === 'K') result.push([0x212a, 0x212a]);
    if (char === 's' || char === 'S') result.push([0x17f, 0x17f]);
  }
  return result;
}

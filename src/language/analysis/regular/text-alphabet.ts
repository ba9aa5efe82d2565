/**
 * The letters that a few text patterns distinguish, one for each class of characters they all treat alike. The
 * nicest of a class stands for it, so that texts made of them can be read. Knows no automata.
 */
import type { TextPattern } from '../../vocabulary/value-set.ts';
import { type CharRanges, LAST_CODE_POINT, WORD } from './char-ranges.ts';
import type { Regular } from './regular-syntax.ts';

export interface Letter {
  readonly code: number;
  readonly text: string;
  /** UTF-16 units, which globs and literals compare. */
  readonly units: readonly number[];
  /** Units of its lower case, which `contains` compares. */
  readonly lowered: readonly number[];
}

export interface ReadPattern {
  readonly pattern: TextPattern;
  /** Of a regular pattern. */
  readonly tree?: Regular;
}

/** Nicest first. */
export function lettersOf(patterns: readonly ReadPattern[]): readonly Letter[] {
  // Lone surrogates are set apart from pairs, which are one character to a regular pattern and two to a glob.
  const bounds = new Set([0, 0xd800, 0xe000, 0x10000]);
  const single = (code: number): void => {
    bounds.add(code);
    bounds.add(code + 1);
  };
  for (const { pattern, tree } of patterns) {
    switch (pattern.kind) {
      case 'equals':
        for (const char of pattern.text) single(char.codePointAt(0) ?? 0);
        break;
      case 'glob':
        for (const char of pattern.glob) single(char.codePointAt(0) ?? 0);
        break;
      case 'contains':
        for (const unit of unitsOf(pattern.text.toLowerCase()))
          for (const code of lowersTo(unit)) single(code);
        break;
      case 'regular':
        if (tree !== undefined)
          for (const [low, high] of rangesIn(tree)) {
            bounds.add(low);
            bounds.add(high + 1);
          }
    }
  }
  const sorted = [...bounds].filter((code) => code <= LAST_CODE_POINT).sort((a, b) => a - b);
  return sorted
    .map((low, index) => nicest(low, (sorted[index + 1] ?? LAST_CODE_POINT + 1) - 1))
    .sort((a, b) => ugliness(a) - ugliness(b) || a - b)
    .map(letterOf);
}

function letterOf(code: number): Letter {
  const text = String.fromCodePoint(code);
  return { code, text, units: unitsOf(text), lowered: unitsOf(text.toLowerCase()) };
}

export function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}

function rangesIn(tree: Regular): CharRanges {
  switch (tree.kind) {
    case 'chars':
      return tree.ranges;
    case 'sequence':
    case 'either':
      return tree.parts.flatMap(rangesIn);
    case 'repeat':
      return rangesIn(tree.part);
    case 'boundary':
      return WORD;
    default:
      return [];
  }
}

const NICE = [...'aeiouxbcdfghjklmnpqrstvwyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_. '].map((char) =>
  char.charCodeAt(0),
);

function nicest(low: number, high: number): number {
  const nice = NICE.find((code) => code >= low && code <= high);
  if (nice !== undefined) return nice;
  // Above the controls, where the class reaches so far.
  return low < 33 && high >= 33 ? 33 : low < 0xa1 && high >= 0xa1 ? 0xa1 : low;
}

function ugliness(code: number): number {
  const place = NICE.indexOf(code);
  if (place >= 0) return place;
  if (code > 32 && code < 127) return 200;
  return code > 160 && (code < 0xd800 || code >= 0xe000) ? 300 : 400;
}

/** Characters whose lower case holds another unit than themselves, by unit. Made at the first use, for good. */
let loweredUnits: ReadonlyMap<number, readonly number[]> | undefined;

function lowersTo(unit: number): readonly number[] {
  if (loweredUnits === undefined) {
    const map = new Map<number, number[]>();
    for (let code = 0; code < 0x10000; code += 1) {
      const text = String.fromCharCode(code);
      const lowered = text.toLowerCase();
      if (lowered === text) continue;
      for (const to of unitsOf(lowered)) {
        const known = map.get(to);
        if (known === undefined) map.set(to, [code]);
        else known.push(code);
      }
    }
    loweredUnits = map;
  }
  return [unit, ...(loweredUnits.get(unit) ?? [])];
}

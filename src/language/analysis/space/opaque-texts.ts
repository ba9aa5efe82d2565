/**
 * Opaque patterns, whose flags a search sets freely, held against texts: either a text that is all that a region says, or
 * what of it no text can be. Asked when a search has found a region, of the few patterns that decide it, so that any
 * number of patterns stay related. Texts that fail say which pattern to look at next. Knows texts, no policy.
 */
import { patternKey } from '../../graph/set-algebra.ts';
import { patternFits } from '../../vocabulary/text-patterns.ts';
import type { TextPattern } from '../../vocabulary/value-set.ts';
import { type Between, joinedText, textFitting } from '../regular/text-search.ts';
import { coverOf, setBit } from './cover.ts';
import type { Dimension } from './dimension.ts';
import { type Budget, type Cover, type Region, spend, stepsLeft } from './search.ts';
import { atomsIn, type Space } from './space.ts';

export type TextIn =
  | { readonly kind: 'text'; readonly text: string }
  /** No text is in this box. */
  | { readonly kind: 'never'; readonly box: Cover }
  /** A constant, or unknown: settled elsewhere. */
  | { readonly kind: 'settled' }
  | { readonly kind: 'open' };

/** So many texts are tried before a region is left open. */
const MOST_TEXTS = 16;
/** Patterns that are put into one automaton at once. */
const MOST_TOGETHER = 6;

/** What no text can be of all that a region says; undefined where nothing speaks against it. */
export function contradictionIn(space: Space, region: Region, budget: Budget): Cover | undefined {
  for (const [dim, { opaque }] of space.dimensions.entries()) {
    if (opaque.length === 0) continue;
    const found = textIn(space, region, dim, { budget, anyWill: true });
    if (found.kind === 'never') return found.box;
  }
  return undefined;
}

/** `anyWill`: the text need not be the shortest. Left open where the steps of `budget` are used up. */
export function textIn(
  space: Space,
  region: Region,
  dim: number,
  { budget, anyWill = false }: { readonly budget: Budget; readonly anyWill?: boolean },
): TextIn {
  const dimension = space.dimensions[dim];
  const { texts } = dimension ?? {};
  if (dimension === undefined || texts === undefined) return { kind: 'settled' };
  const atoms = atomsIn(space, region, dim);
  if (atoms.some((atom) => texts.atoms[atom]?.only ?? true)) return { kind: 'settled' };
  const atom = dimension.order.find((each) => atoms.includes(each)) ?? 0;
  const { wanted, unwanted } = flagsIn(space, region, dim, dimension);
  const own = texts.atoms[atom]?.fits ?? new Set<number>();
  const fitting = [...own].flatMap((place) => texts.patterns[place] ?? []);
  const all = [...wanted, ...fitting];
  // With more patterns only the first are combined; what these determine still holds.
  const asked = all.slice(0, MOST_TOGETHER);
  const inside = new Set(atoms);
  const against = (text: string): readonly TextPattern[] => {
    const there = texts.atomOf(text);
    const beyond = inside.has(there)
      ? []
      : [...(texts.atoms[there]?.fits ?? [])].filter((place) => !own.has(place));
    return [
      ...unwanted.filter((pattern) => patternFits(pattern, text)),
      ...beyond.flatMap((place) => texts.patterns[place] ?? []),
    ];
  };
  const complaints: (readonly TextPattern[])[] = [];
  while (complaints.length < MOST_TEXTS && stepsLeft(budget) >= 0) {
    const kept = hitting(complaints);
    if (kept.length + asked.length > MOST_TOGETHER + 2) return { kind: 'open' };
    const text = (anyWill ? joinedText(asked, kept) : undefined) ?? textBetween(asked, kept, budget);
    if (text.kind === 'open') return text;
    if (text.kind === 'none') return { kind: 'never', box: boxOf(space, dim, dimension, asked, kept) };
    const wrong = against(text.text);
    const missed = all.some((pattern) => !patternFits(pattern, text.text));
    if (wrong.length === 0) return !missed && inside.has(texts.atomOf(text.text)) ? text : { kind: 'open' };
    complaints.push(wrong);
  }
  return { kind: 'open' };
}

function flagsIn(
  space: Space,
  region: Region,
  dim: number,
  { opaque }: Dimension,
): { readonly wanted: readonly TextPattern[]; readonly unwanted: readonly TextPattern[] } {
  const wanted: TextPattern[] = [];
  const unwanted: TextPattern[] = [];
  const flags = space.flagsOf(dim);
  for (const [index, pattern] of opaque.entries()) {
    const word = (region[space.starts[flags[index] as number] as number] as number) & 3;
    if (word === 2) wanted.push(pattern);
    if (word === 1) unwanted.push(pattern);
  }
  return { wanted, unwanted };
}

/** A pattern or two that every text so far fits wrongly. */
function hitting(complaints: readonly (readonly TextPattern[])[]): readonly TextPattern[] {
  const chosen: TextPattern[] = [];
  for (const wrong of complaints.toReversed()) {
    if (wrong.some((pattern) => chosen.includes(pattern))) continue;
    const common = wrong.find((pattern) => complaints.every((other) => other.includes(pattern)));
    if (common !== undefined) return [common];
    const [first] = wrong;
    if (first !== undefined) chosen.push(first);
  }
  return chosen;
}

/** By their keys: a text that fits all of the first and none of the second. */
const known = new Map<string, { readonly found: Between; readonly steps: number }>();
const MOST_KNOWN = 200_000;

function textBetween(fits: readonly TextPattern[], misses: readonly TextPattern[], budget: Budget): Between {
  const key = JSON.stringify([fits.map(patternKey).sort(), misses.map(patternKey).sort()]);
  let text = known.get(key);
  if (text === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    let steps = 0;
    const found = textFitting(fits, misses, (more) => {
      steps += more;
    });
    text = { found, steps };
    known.set(key, text);
  }
  // Known or not: what is decided within a budget must not depend on what was asked before.
  spend(budget, text.steps);
  return text.found;
}

function boxOf(
  space: Space,
  dim: number,
  { texts, atoms }: Dimension,
  fits: readonly TextPattern[],
  misses: readonly TextPattern[],
): Cover {
  const sides = new Map<number, Int32Array>();
  const own = new Set<number>(texts?.atoms.keys() ?? []);
  const keep = (pattern: TextPattern, fitting: boolean): void => {
    const flag = space.flagOf(dim, pattern);
    if (flag !== undefined) {
      sides.set(flag, Int32Array.of(fitting ? 2 : 1));
      return;
    }
    const place = texts?.patterns.findIndex((each) => patternKey(each) === patternKey(pattern)) ?? -1;
    const holding = new Set(texts?.fitting[place] ?? []);
    for (const atom of [...own]) if (holding.has(atom) !== fitting) own.delete(atom);
  };
  for (const pattern of fits) keep(pattern, true);
  for (const pattern of misses) keep(pattern, false);
  const words = new Int32Array((atoms + 31) >> 5);
  for (const atom of own) setBit(words, 0, atom);
  const box = coverOf(sides.set(dim, words));
  if (box === undefined) throw new Error('a region lacks a value of a text that it must have');
  return box;
}

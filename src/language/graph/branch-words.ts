/**
 * The set of a fact's values that take the same branch as a value, in the policy's words: `up to 100k`, `pro or
 * enterprise`, `not like "triage-*"`, `unknown`. Derived from the conditions that were still open when the fact was
 * read.
 */
import { factValueWords } from '../vocabulary/fact-json.ts';
import { patternWords, rangeWords } from '../vocabulary/set-words.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import type { Cut } from './decision-graph.ts';
import { matcherOf } from './match-text.ts';
import { patternKey } from './set-algebra.ts';

/** Longer lists are shortened, or described by what they exclude. */
const MOST_NAMED = 4;

/** `fits`: which patterns a text fits, where the text itself is not at hand. */
export type FitsPattern = (pattern: TextPattern) => boolean;

export function branchWords(
  spec: FactSpec,
  value: FactValue,
  sets: readonly ValueSet[],
  fits?: FitsPattern,
): string {
  if (value === null) return 'unknown';
  const { domain } = spec;
  switch (domain.kind) {
    case 'flag':
      return factValueWords(spec, value);
    case 'choice':
      return choiceWords(domain.values, String(value), sets);
    case 'text':
      return textWords(fits ?? fitsOf(String(value)), sets);
    case 'number':
      return betweenWords(spec, ...neighbours(Number(value), sets));
  }
}

/** The nearest cuts around a value. */
function neighbours(value: number, sets: readonly ValueSet[]): [Cut | undefined, Cut | undefined] {
  let low: Cut | undefined;
  let high: Cut | undefined;
  const meet = (at: number, before: boolean): void => {
    if (before ? value >= at : value > at) {
      if (low === undefined || at > low.at || (at === low.at && !before)) low = { at, before };
    } else if (high === undefined || at < high.at || (at === high.at && before)) high = { at, before };
  };
  for (const set of sets)
    if (set.kind === 'numbers')
      for (const range of set.ranges) {
        meet(range.low, !range.lowOpen);
        meet(range.high, range.highOpen);
      }
  return [low, high];
}

/** Numbers between two neighbouring cuts; an open end is undefined. */
export function betweenWords(spec: FactSpec, low: Cut | undefined, high: Cut | undefined): string {
  const { domain } = spec;
  if (domain.kind !== 'number' || (low === undefined && high === undefined)) return 'known';
  return rangeWords(domain, {
    low: low?.at ?? domain.low,
    lowOpen: low !== undefined && !low.before,
    high: high?.at ?? domain.high,
    highOpen: high?.before ?? domain.highOpen ?? false,
  });
}

function choiceWords(values: readonly string[], value: string, sets: readonly ValueSet[]): string {
  let alike = values.includes(value) ? values : [value];
  for (const set of sets) {
    if (alike.length === 1) break;
    if (set.kind !== 'choices') continue;
    const held = set.values.includes(value);
    alike = alike.filter((other) => set.values.includes(other) === held);
  }
  return membersWords(values, alike);
}

export function membersWords(
  values: readonly string[],
  members: readonly string[],
  most: number = MOST_NAMED,
): string {
  const others = values.filter((value) => !members.includes(value));
  const few = members.length <= MOST_NAMED || others.length === 0 || others.length >= members.length;
  return few ? orWords(members, most) : `not ${orWords(others, most)}`;
}

function fitsOf(value: string): FitsPattern {
  return (pattern) => (pattern.kind === 'equals' ? pattern.text === value : matcherOf(pattern)(value));
}

function textWords(fitsPattern: FitsPattern, sets: readonly ValueSet[]): string {
  const fitting = new Map<string, TextPattern>();
  const others = new Map<string, TextPattern>();
  for (const set of sets)
    if (set.kind === 'texts')
      for (const pattern of set.any) {
        const fits = fitsPattern(pattern);
        if (fits && pattern.kind === 'equals') return patternWords(pattern);
        if (fits) fitting.set(patternKey(pattern), pattern);
        else if (others.size <= MOST_NAMED) others.set(patternKey(pattern), pattern);
      }
  return patternsWords([...fitting.values()], [...others.values()]);
}

/** Words for a text that fits the first patterns and not the others. */
export function patternsWords(
  fitting: readonly TextPattern[],
  others: readonly TextPattern[],
  most: number = MOST_NAMED,
): string {
  const exact = fitting.find((pattern) => pattern.kind === 'equals');
  if (exact !== undefined) return patternWords(exact);
  if (fitting.length > 0) return fitting.map(patternWords).join(' and ');
  return others.length === 0 ? 'known' : `not ${orWords(others.map(patternWords), most)}`;
}

function orWords(values: readonly string[], most: number): string {
  return values.slice(0, most).join(' or ') + (values.length > most ? ' or others' : '');
}

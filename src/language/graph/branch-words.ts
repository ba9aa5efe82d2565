/**
 * The part of a fact's values that a value shares its way with, in the policy's words: `up to 100k`, `pro or
 * enterprise`, `not like "triage-*"`, `unknown`. Told from the conditions that were still open when it was asked.
 */
import { factValueWords } from '../vocabulary/fact-json.ts';
import { patternWords, rangeWords } from '../vocabulary/set-words.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { cutsOf, threshold } from './atoms.ts';
import type { Cut } from './decision-graph.ts';
import { compileTextPattern, type TextMatcher } from './match-text.ts';
import { patternKey } from './set-algebra.ts';

/** Lists longer than this are cut short, or told by what they are not. */
const MOST_NAMED = 4;

export function branchWords(spec: FactSpec, value: FactValue, sets: readonly ValueSet[]): string {
  if (value === null) return 'unknown';
  const { domain } = spec;
  switch (domain.kind) {
    case 'flag':
      return factValueWords(spec, value);
    case 'choice':
      return choiceWords(domain.values, String(value), sets);
    case 'text':
      return textWords(String(value), sets);
    case 'number': {
      const cuts = cutsOf(spec, sets);
      const at = cuts.findLastIndex((cut) => threshold(cut) <= Number(value));
      return betweenWords(spec, at < 0 ? undefined : cuts[at], cuts[at + 1]);
    }
  }
}

/** Numbers between two neighbouring cuts; an open end is undefined. */
export function betweenWords(spec: FactSpec, low: Cut | undefined, high: Cut | undefined): string {
  const { domain } = spec;
  if (domain.kind !== 'number' || (low === undefined && high === undefined)) return 'known';
  return rangeWords(domain, {
    low: low?.at ?? domain.low,
    lowOpen: low !== undefined && !low.before,
    high: high?.at ?? domain.high,
    highOpen: high?.before ?? false,
  });
}

function choiceWords(values: readonly string[], value: string, sets: readonly ValueSet[]): string {
  const lists = sets.flatMap((set) => (set.kind === 'choices' ? [new Set(set.values)] : []));
  const alike = values.filter((other) => lists.every((list) => list.has(other) === list.has(value)));
  return membersWords(values, alike.length === 0 ? [value] : alike);
}

export function membersWords(values: readonly string[], members: readonly string[]): string {
  const others = values.filter((value) => !members.includes(value));
  const few = members.length <= MOST_NAMED || others.length === 0 || others.length >= members.length;
  return few ? orWords(members) : `not ${orWords(others)}`;
}

function textWords(value: string, sets: readonly ValueSet[]): string {
  const patterns = new Map<string, TextPattern>();
  for (const set of sets)
    if (set.kind === 'texts') for (const pattern of set.any) patterns.set(patternKey(pattern), pattern);
  const fitting: TextPattern[] = [];
  const others: TextPattern[] = [];
  for (const pattern of patterns.values()) (matcherOf(pattern)(value) ? fitting : others).push(pattern);
  return patternsWords(fitting, others);
}

/** A text that fits the first patterns and not the others. */
export function patternsWords(fitting: readonly TextPattern[], others: readonly TextPattern[]): string {
  const exact = fitting.find((pattern) => pattern.kind === 'equals');
  if (exact !== undefined) return patternWords(exact);
  if (fitting.length > 0) return fitting.map(patternWords).join(' and ');
  return others.length === 0 ? 'known' : `not ${orWords(others.map(patternWords))}`;
}

function orWords(values: readonly string[]): string {
  const rest = values.length - MOST_NAMED;
  return values.slice(0, MOST_NAMED).join(' or ') + (rest > 0 ? ` or ${rest} more` : '');
}

/** Compiling a regular pattern costs more than using it, and paths are told again and again. */
const matchers = new WeakMap<TextPattern, TextMatcher>();
function matcherOf(pattern: TextPattern): TextMatcher {
  const known = matchers.get(pattern);
  if (known !== undefined) return known;
  const made = compileTextPattern(pattern);
  matchers.set(pattern, made);
  return made;
}

/**
 * One fact's conditions as bit sets over all boxes: for a value, the boxes it does not contradict. All a decision does
 * is to intersect such sets. Knows no rules and no order.
 */
import type { FactValue, ValueSet } from '../vocabulary/value-set.ts';
import { atomOf, atomsOfRange, thresholdsOf } from './atoms.ts';
import type { GraphFact } from './decision-graph.ts';
import { compileTextPattern, type TextMatcher } from './match-text.ts';
import { patternKey } from './set-algebra.ts';

/** What one box asks of the fact; all `sets` must hold. */
export interface BoxSides {
  readonly box: number;
  readonly sets: readonly ValueSet[];
}
/** Bit `box & 31` of word `box >> 5` is set where the value leaves the box possible. */
export type LiveSet = Int32Array<ArrayBuffer>;
/** The live boxes for a value. The array belongs to the table: read only. */
export type FactTable = (value: FactValue) => LiveSet;

/** Words of number tables kept for one fact at most; above that they are made as they are needed. */
const MOST_WORDS = 1 << 19;
const MOST_TEXTS = 512;
const LONGEST_KEPT_TEXT = 200;

export function createFactTable(fact: GraphFact, words: number, sides: readonly BoxSides[]): FactTable {
  // A value of a wrong type, or outside a closed list, satisfies no condition on the fact.
  const nothing: LiveSet = new Int32Array(words).fill(-1);
  for (const { box } of sides) clear(nothing, box);
  const unknown = nothing.slice();
  for (const { box, sets } of sides) if (sets.every((set) => set.kind === 'unknown')) mark(unknown, box);

  const known = knownTable(fact, nothing, sides);
  return (value) => (value === null ? unknown : known(value));
}

type KnownTable = (value: string | number | boolean) => LiveSet;

function knownTable(fact: GraphFact, nothing: LiveSet, sides: readonly BoxSides[]): KnownTable {
  switch (fact.domain.kind) {
    case 'number': {
      const numbers = numberTable(fact, nothing, sides);
      return (value) => (typeof value === 'number' && !Number.isNaN(value) ? numbers(value) : nothing);
    }
    case 'choice': {
      const choices = choiceTable(nothing, sides);
      return (value) => choices.get(value) ?? nothing;
    }
    case 'flag': {
      const yes = flagSet(true, nothing, sides);
      const no = flagSet(false, nothing, sides);
      return (value) => (value === true ? yes : value === false ? no : nothing);
    }
    case 'text': {
      const texts = textTable(fact, nothing, sides);
      return (value) => (typeof value === 'string' ? texts(value) : nothing);
    }
  }
}

function numberTable(fact: GraphFact, nothing: LiveSet, sides: readonly BoxSides[]) {
  const thresholds = thresholdsOf(fact);
  const spans = sides.flatMap(({ box, sets }) =>
    sets.flatMap((set) =>
      set.kind === 'numbers'
        ? set.ranges.map((range) => ({ box, span: atomsOfRange(thresholds, range) }))
        : [],
    ),
  );
  const made: (LiveSet | undefined)[] = new Array(thresholds.length + 1).fill(undefined);
  const keep = Math.floor(MOST_WORDS / nothing.length);
  if (made.length <= keep) {
    for (let atom = 0; atom < made.length; atom += 1) made[atom] = nothing.slice();
    for (const { box, span } of spans)
      for (let atom = span[0]; atom <= span[1]; atom += 1) mark(made[atom] as LiveSet, box);
    return (value: number): LiveSet => made[atomOf(thresholds, value)] ?? nothing;
  }
  let count = 0;
  return (value: number): LiveSet => {
    const atom = atomOf(thresholds, value);
    const found = made[atom];
    if (found !== undefined) return found;
    if (count >= keep) {
      made.fill(undefined);
      count = 0;
    }
    const live = nothing.slice();
    for (const { box, span } of spans) if (span[0] <= atom && atom <= span[1]) mark(live, box);
    made[atom] = live;
    count += 1;
    return live;
  };
}

function choiceTable(nothing: LiveSet, sides: readonly BoxSides[]): Map<FactValue, LiveSet> {
  const table = new Map<FactValue, LiveSet>();
  for (const { box, sets } of sides)
    for (const set of sets)
      if (set.kind === 'choices')
        for (const value of set.values) {
          const live = table.get(value) ?? nothing.slice();
          mark(live, box);
          table.set(value, live);
        }
  return table;
}

function flagSet(value: boolean, nothing: LiveSet, sides: readonly BoxSides[]): LiveSet {
  const live = nothing.slice();
  for (const { box, sets } of sides)
    if (sets.every((set) => set.kind === 'flag' && set.value === value)) mark(live, box);
  return live;
}

/** Texts that are named are looked up; only the other patterns are tried one by one, and their answer is kept. */
function textTable(fact: GraphFact, nothing: LiveSet, sides: readonly BoxSides[]) {
  const index = new Map(fact.patterns.map((pattern, number) => [patternKey(pattern), number]));
  const named = new Map<string, number>();
  const tried: { readonly number: number; readonly fits: TextMatcher }[] = [];
  for (const [number, pattern] of fact.patterns.entries())
    if (pattern.kind === 'equals') named.set(pattern.text, number);
    else tried.push({ number, fits: compileTextPattern(pattern) });

  const positive: number[][] = fact.patterns.map(() => []);
  const negative: number[][] = fact.patterns.map(() => []);
  const knotty: {
    readonly box: number;
    readonly all: readonly (readonly number[])[];
    readonly not: readonly boolean[];
  }[] = [];
  const unnamed = nothing.slice();
  for (const { box, sets } of sides) {
    const texts = sets.filter((set) => set.kind === 'texts');
    const numbers = texts.map((set) => set.any.map((pattern) => index.get(patternKey(pattern)) ?? -1));
    const [first, ...others] = texts;
    if (first === undefined || texts.length !== sets.length) continue;
    if (others.length > 0) {
      knotty.push({ box, all: numbers, not: texts.map((set) => set.negated) });
      continue;
    }
    if (first.negated) mark(unnamed, box);
    for (const number of numbers[0] ?? []) (first.negated ? negative : positive)[number]?.push(box);
  }

  const liveFor = (fits: readonly number[]): LiveSet => {
    const live = unnamed.slice();
    for (const number of fits) {
      for (const box of positive[number] ?? []) mark(live, box);
      for (const box of negative[number] ?? []) clear(live, box);
    }
    for (const { box, all, not } of knotty)
      if (all.every((any, at) => any.some((number) => fits.includes(number)) !== not[at])) mark(live, box);
    return live;
  };
  const none = liveFor([]);
  const kept = new Map<string, LiveSet>();
  return (value: string): LiveSet => {
    const name = named.get(value);
    if (tried.length === 0 && name === undefined) return none;
    const before = kept.get(value);
    if (before !== undefined) return before;
    const fits = tried.filter((pattern) => pattern.fits(value)).map((pattern) => pattern.number);
    if (name !== undefined) fits.push(name);
    const live = fits.length === 0 ? none : liveFor(fits);
    if (value.length <= LONGEST_KEPT_TEXT) {
      if (kept.size >= MOST_TEXTS) kept.clear();
      kept.set(value, live);
    }
    return live;
  };
}

function mark(live: LiveSet, box: number): void {
  live[box >> 5] = (live[box >> 5] ?? 0) | (1 << (box & 31));
}
function clear(live: LiveSet, box: number): void {
  live[box >> 5] = (live[box >> 5] ?? 0) & ~(1 << (box & 31));
}

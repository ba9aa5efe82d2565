/**
 * One fact's conditions as bit sets over all boxes: for a value, the boxes it does not contradict. A decision only
 * intersects such sets. Knows no rules and no order.
 */
import { LONG_TEXT } from '../vocabulary/text-patterns.ts';
import type { FactValue, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { atomOf, atomsOfRange, thresholdsOf } from './atoms.ts';
import type { GraphFact } from './decision-graph.ts';
import { compileTextPattern, type TextMatcher } from './match-text.ts';
import { patternKey } from './set-algebra.ts';

/** The condition of one box on the fact; all `sets` must hold. */
export interface BoxSides {
  readonly box: number;
  readonly sets: readonly ValueSet[];
}

/** Rows of bits: bit `box & 31` of word `box >> 5` is set where a value leaves the box possible. */
export interface FactTable {
  /** Rows are contiguous, so that a decision touches little memory. Do not modify outside this file. */
  readonly rows: Int32Array;
  /** Where the row of a value begins in `rows`; valid until the next call. */
  rowOf(value: FactValue): number;
}

/** The row of a value of a wrong type, or outside a closed list: no condition on the fact holds. Begins at 0. */
const NOTHING = 0;
const UNKNOWN = 1;
const FIRST_OWN = 2;
/** A text that fits nothing has a row, and so has one that is not kept. */
const FEWEST_OWN = 2;
/** Words of one fact's table at most, and of those of all facts; what does not fit is made again when it is needed. */
const MOST_WORDS = 1 << 19;
const MOST_WORDS_IN_ALL = 1 << 23;
const MOST_TEXTS = 512;
const LONGEST_KEPT_TEXT = 200;

/** `facts`: how many have a table. */
export function createFactTable(
  fact: GraphFact,
  words: number,
  sides: readonly BoxSides[],
  facts: number,
): FactTable {
  const { kind } = fact.domain;
  const wanted = FIRST_OWN + ownRows(fact);
  const most = Math.floor(Math.min(MOST_WORDS, MOST_WORDS_IN_ALL / facts) / words);
  // Values of a closed list are as few as somebody has written: each has its row.
  const isListed = kind === 'choice' || kind === 'flag';
  const count = isListed ? wanted : Math.min(wanted, Math.max(FIRST_OWN + FEWEST_OWN, most));
  const rows = createRows(words, count, sides);
  rows.reset(UNKNOWN);
  for (const { box, sets } of sides) if (sets.every((set) => set.kind === 'unknown')) rows.mark(UNKNOWN, box);
  return { rows: rows.bits, rowOf: rowsOf(fact, rows, count === wanted, sides) };
}

function ownRows(fact: GraphFact): number {
  switch (fact.domain.kind) {
    case 'number':
      return fact.cuts.length + 1;
    case 'choice':
      return fact.domain.values.length;
    case 'flag':
      return 2;
    case 'text':
      return MOST_TEXTS;
  }
}

interface Rows {
  readonly bits: Int32Array;
  readonly words: number;
  readonly count: number;
  /** Creates the row where no condition holds. */
  reset(row: number): void;
  mark(row: number, box: number): void;
  clear(row: number, box: number): void;
}

function createRows(words: number, count: number, sides: readonly BoxSides[]): Rows {
  const bits = new Int32Array(words * count);
  const mark = (row: number, box: number): void => {
    const at = row * words + (box >> 5);
    bits[at] = (bits[at] as number) | (1 << (box & 31));
  };
  const clear = (row: number, box: number): void => {
    const at = row * words + (box >> 5);
    bits[at] = (bits[at] as number) & ~(1 << (box & 31));
  };
  bits.fill(-1, 0, words);
  for (const { box } of sides) clear(NOTHING, box);
  const reset = (row: number): void => {
    bits.copyWithin(row * words, 0, words);
  };
  return { bits, words, count, reset, mark, clear };
}

type RowOf = FactTable['rowOf'];

/** Called for every fact of every request: one function per fact, no layers. */
function rowsOf(fact: GraphFact, rows: Rows, fits: boolean, sides: readonly BoxSides[]): RowOf {
  const { words } = rows;
  switch (fact.domain.kind) {
    case 'number':
      return fits ? numberRows(fact, rows, sides) : numberRowsAsNeeded(fact, rows, sides);
    case 'choice':
      return choiceRows(fact.domain.values, rows, sides);
    case 'flag':
      return choiceRows([true, false], rows, sides);
    case 'text': {
      const texts = textRows(fact, rows, sides);
      return (value) =>
        value === null ? UNKNOWN * words : typeof value === 'string' ? texts(value) : NOTHING;
    }
  }
}

function spansOf(thresholds: Float64Array, sides: readonly BoxSides[]) {
  return sides.flatMap(({ box, sets }) =>
    sets.flatMap((set) =>
      set.kind === 'numbers'
        ? set.ranges.map((range) => ({ box, span: atomsOfRange(thresholds, range) }))
        : [],
    ),
  );
}

function numberRows(fact: GraphFact, rows: Rows, sides: readonly BoxSides[]) {
  const thresholds = thresholdsOf(fact);
  for (let row = FIRST_OWN; row < rows.count; row += 1) rows.reset(row);
  for (const { box, span } of spansOf(thresholds, sides))
    for (let atom = span[0]; atom <= span[1]; atom += 1) rows.mark(FIRST_OWN + atom, box);
  const { words } = rows;
  return (value: FactValue): number =>
    typeof value === 'number' && !Number.isNaN(value)
      ? (FIRST_OWN + atomOf(thresholds, value)) * words
      : value === null
        ? UNKNOWN * words
        : NOTHING;
}

/** Thousands of boxes with as many constants: rows are made when a value falls into them. */
function numberRowsAsNeeded(fact: GraphFact, rows: Rows, sides: readonly BoxSides[]) {
  const thresholds = thresholdsOf(fact);
  const spans = spansOf(thresholds, sides);
  const places = createPlaces<number>(rows.count - FIRST_OWN);
  const fill = (place: number, atom: number): void => {
    rows.reset(FIRST_OWN + place);
    for (const { box, span } of spans)
      if (span[0] <= atom && atom <= span[1]) rows.mark(FIRST_OWN + place, box);
  };
  return (value: FactValue): number => {
    if (value === null) return UNKNOWN * rows.words;
    if (typeof value !== 'number' || Number.isNaN(value)) return NOTHING;
    const atom = atomOf(thresholds, value);
    return (FIRST_OWN + places.of(atom, fill)) * rows.words;
  };
}

/** A cache of rows by key; when it is full, it starts over. */
function createPlaces<Key>(room: number) {
  const places = new Map<Key, number>();
  return {
    of(key: Key, fill: (place: number, key: Key) => void): number {
      const known = places.get(key);
      if (known !== undefined) return known;
      if (places.size >= room) places.clear();
      const place = places.size;
      places.set(key, place);
      fill(place, key);
      return place;
    },
  };
}

function choiceRows(values: readonly (string | boolean)[], rows: Rows, sides: readonly BoxSides[]): RowOf {
  for (let row = FIRST_OWN; row < rows.count; row += 1) rows.reset(row);
  const numbers = new Map<FactValue, number>(values.map((value, index) => [value, FIRST_OWN + index]));
  for (const { box, sets } of sides)
    for (const set of sets) {
      const held = set.kind === 'choices' ? set.values : set.kind === 'flag' ? [set.value] : [];
      for (const value of held) {
        const row = numbers.get(value);
        if (row !== undefined) rows.mark(row, box);
      }
    }
  const places = new Map<FactValue, number>([[null, UNKNOWN * rows.words]]);
  for (const [value, row] of numbers) places.set(value, row * rows.words);
  return (value) => places.get(value) ?? NOTHING;
}

/** Exact texts are looked up; only the other patterns are tried one by one. Results are cached. */
function textRows(fact: GraphFact, rows: Rows, sides: readonly BoxSides[]) {
  const index = new Map(fact.patterns.map((pattern, number) => [patternKey(pattern), number]));
  const positive: number[][] = fact.patterns.map(() => []);
  const negative: number[][] = fact.patterns.map(() => []);
  const unnamed: number[] = [];
  const knotty: Knotty[] = [];
  for (const { box, sets } of sides) {
    const texts = sets.filter((set) => set.kind === 'texts');
    const numbers = texts.map((set) => set.any.map((pattern) => index.get(patternKey(pattern)) ?? -1));
    const [first, ...others] = texts;
    if (first === undefined || texts.length !== sets.length) continue;
    if (others.length > 0) knotty.push({ box, all: numbers, not: texts.map((set) => set.negated) });
    else {
      if (first.negated) unnamed.push(box);
      for (const number of numbers[0] ?? []) (first.negated ? negative : positive)[number]?.push(box);
    }
  }

  const fill = (row: number, fits: readonly number[]): void => {
    rows.reset(row);
    for (const box of unnamed) rows.mark(row, box);
    for (const number of fits) {
      for (const box of positive[number] ?? []) rows.mark(row, box);
      for (const box of negative[number] ?? []) rows.clear(row, box);
    }
    for (const { box, all, not } of knotty)
      if (all.every((any, at) => any.some((number) => fits.includes(number)) !== not[at]))
        rows.mark(row, box);
  };

  const none = FIRST_OWN;
  const passing = rows.count - 1;
  /** The text of that row: with each further fact the evaluation begins again, and reads the same text. */
  let passed: string | undefined;
  fill(none, []);
  const places = createPlaces<string>(Math.max(0, passing - none - 1));
  const { mayFit, fitsOf } = createMatching(fact.patterns);
  const fillPlace = (place: number, value: string): void => fill(none + 1 + place, fitsOf(value));
  return (value: string): number => {
    if (!mayFit(value)) return none * rows.words;
    if (value.length > LONGEST_KEPT_TEXT || passing <= none + 1) {
      if (value !== passed) {
        fill(passing, fitsOf(value));
        passed = value.length < LONG_TEXT ? value : undefined;
      }
      return passing * rows.words;
    }
    return (none + 1 + places.of(value, fillPlace)) * rows.words;
  };
}

function createMatching(patterns: readonly TextPattern[]) {
  const named = new Map<string, number>();
  const tried: { readonly number: number; readonly matches: TextMatcher }[] = [];
  for (const [number, pattern] of patterns.entries())
    if (pattern.kind === 'equals') named.set(pattern.text, number);
    else tried.push({ number, matches: compileTextPattern(pattern) });
  return {
    /** Whether a pattern may fit. */
    mayFit: (value: string): boolean => tried.length > 0 || named.has(value),
    /** Numbers of the patterns that fit. */
    fitsOf(value: string): number[] {
      const fits: number[] = [];
      for (const { number, matches } of tried) if (matches(value)) fits.push(number);
      const name = named.get(value);
      if (name !== undefined) fits.push(name);
      return fits;
    },
  };
}

/**
 * A box with several text conditions that no single one can express; `all` holds pattern numbers, one list per
 * condition.
 */
interface Knotty {
  readonly box: number;
  readonly all: readonly (readonly number[])[];
  readonly not: readonly boolean[];
}

/**
 * Intersection, union and comparison of the value sets of one fact, as far as lowering needs them to convert
 * conditions to boxes. Exact where it returns a result; where one set cannot express it, the parts are kept separate.
 * Knows no rules.
 */
import type { FactSpec, NumberRange, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { holdsNothing, intersectRanges, uniteRanges } from '../vocabulary/value-sets.ts';
import { compileTextPattern } from './match-text.ts';

type Texts = Extract<ValueSet, { kind: 'texts' }>;

/** The fewest sets that express the intersection; undefined when it is empty. */
export function meet(spec: FactSpec, sets: readonly ValueSet[]): readonly ValueSet[] | undefined {
  let kept: ValueSet[] = [];
  for (const set of sets) {
    let next: ValueSet | undefined = set;
    const apart: ValueSet[] = [];
    for (const other of kept) {
      const both = meetTwo(other, next);
      if (both === 'apart') apart.push(other);
      else next = both;
    }
    kept = [...apart, next];
  }
  return kept.some((set) => isEmpty(spec, set)) ? undefined : kept;
}

const NOTHING: ValueSet = { kind: 'choices', values: [] };

function meetTwo(a: ValueSet, b: ValueSet): ValueSet | 'apart' {
  if (a.kind === 'numbers' && b.kind === 'numbers')
    return { kind: 'numbers', ranges: intersectRanges(a.ranges, b.ranges) };
  if (a.kind === 'choices' && b.kind === 'choices')
    return { kind: 'choices', values: a.values.filter((value) => b.values.includes(value)) };
  if (a.kind === 'flag' && b.kind === 'flag') return a.value === b.value ? a : NOTHING;
  if (a.kind === 'texts' && b.kind === 'texts') return meetTexts(a, b);
  return a.kind === 'unknown' && b.kind === 'unknown' ? a : NOTHING;
}

function meetTexts(a: Texts, b: Texts): ValueSet | 'apart' {
  if (a.negated && b.negated)
    return { kind: 'texts', any: joinPatterns([...a.any, ...b.any]), negated: true };
  const [listed, other] = !a.negated && onlyTexts(a) ? [a, b] : [b, a];
  // Listed texts can be tested against the other set directly.
  if (listed.negated || !onlyTexts(listed)) return samePatterns(a, b) ? a : 'apart';
  const matchers = other.any.map(compileTextPattern);
  const any = listed.any.filter(
    (pattern) =>
      pattern.kind === 'equals' && matchers.some((matches) => matches(pattern.text)) !== other.negated,
  );
  return { kind: 'texts', any, negated: false };
}

function onlyTexts(set: Texts): boolean {
  return set.any.every((pattern) => pattern.kind === 'equals');
}

/** Patterns are plain data that does not change, as sets are: see `keys`. */
const keysOfPatterns = new WeakMap<TextPattern, string>();

export function patternKey(pattern: TextPattern): string {
  const known = keysOfPatterns.get(pattern);
  if (known !== undefined) return known;
  const key = makePatternKey(pattern);
  keysOfPatterns.set(pattern, key);
  return key;
}

function makePatternKey(pattern: TextPattern): string {
  switch (pattern.kind) {
    case 'equals':
    case 'contains':
      return `${pattern.kind} ${pattern.text}`;
    case 'glob':
      return `glob ${pattern.glob}`;
    case 'regular':
      return `regular ${pattern.source}`;
  }
}

function joinPatterns(patterns: readonly TextPattern[]): TextPattern[] {
  const joined = new Map<string, TextPattern>();
  for (const pattern of patterns) joined.set(patternKey(pattern), pattern);
  return [...joined.values()];
}

function samePatterns(a: Texts, b: Texts): boolean {
  return a.negated === b.negated && keyOf(a) === keyOf(b);
}

/** Sets are plain data that many boxes share, so the key of each is computed once. */
const keys = new WeakMap<ValueSet, string>();

/** Equal keys: equal sets. */
export function keyOf(set: ValueSet): string {
  const known = keys.get(set);
  if (known !== undefined) return known;
  const key = makeKey(set);
  keys.set(set, key);
  return key;
}

function makeKey(set: ValueSet): string {
  switch (set.kind) {
    case 'numbers':
      return `n${set.ranges.map((r) => `${r.lowOpen ? '(' : '['}${r.low},${r.high}${r.highOpen ? ')' : ']'}`).join('')}`;
    case 'choices':
      return `c${JSON.stringify([...set.values].sort())}`;
    case 'texts':
      return `t${set.negated ? '!' : ''}${JSON.stringify(set.any.map(patternKey).sort())}`;
    case 'flag':
      return `f${set.value}`;
    case 'unknown':
      return 'u';
  }
}

/** One set that holds what any of them does, or undefined where no one set can say that. */
export function join(first: ValueSet, ...more: readonly ValueSet[]): ValueSet | undefined {
  const sets = [first, ...more];
  if (sets.every((set) => set.kind === 'numbers'))
    return { kind: 'numbers', ranges: uniteRanges(sets.flatMap(({ ranges }) => ranges)) };
  if (sets.every((set) => set.kind === 'choices'))
    return { kind: 'choices', values: [...new Set(sets.flatMap(({ values }) => values))] };
  if (sets.every((set): set is Texts => set.kind === 'texts' && !set.negated))
    return { kind: 'texts', any: joinPatterns(sets.flatMap(({ any }) => any)), negated: false };
  return more.every((set) => keyOf(set) === keyOf(first)) ? first : undefined;
}

/** Whether every value of `inner` is certainly in `outer`; false where that is not easily decided. */
export function surelyWithin(inner: ValueSet, outer: ValueSet): boolean {
  if (inner === outer) return true;
  if (inner.kind !== outer.kind) return false;
  if (inner.kind === 'texts' && outer.kind === 'texts') {
    if (inner.negated || outer.negated) return keyOf(inner) === keyOf(outer);
    return inner.any.length <= outer.any.length && isSubset(inner.any, outer.any);
  }
  if (inner.kind === 'numbers' && outer.kind === 'numbers')
    return inner.ranges.every((range) => outer.ranges.some((other) => isRangeWithin(range, other)));
  if (inner.kind === 'choices' && outer.kind === 'choices')
    return inner.values.every((value) => outer.values.includes(value));
  return keyOf(inner) === keyOf(outer);
}

function isRangeWithin(inner: NumberRange, outer: NumberRange): boolean {
  const above = inner.low > outer.low || (inner.low === outer.low && (inner.lowOpen || !outer.lowOpen));
  const below = inner.high < outer.high || (inner.high === outer.high && (inner.highOpen || !outer.highOpen));
  return above && below;
}

function isSubset(some: readonly TextPattern[], all: readonly TextPattern[]): boolean {
  const [one] = some;
  const [other] = all;
  if (some.length === 1 && all.length === 1 && one?.kind === 'equals' && other?.kind === 'equals')
    return one.text === other.text;
  const keysOfAll = new Set(all.map(patternKey));
  return some.every((pattern) => keysOfAll.has(patternKey(pattern)));
}

/** No possible value of the fact is in the set. */
function isEmpty(spec: FactSpec, set: ValueSet): boolean {
  return set.kind === 'unknown' ? !spec.canBeUnknown : holdsNothing(set, spec.domain);
}

/** Every possible value of the fact is in the set, so it need not be read. */
export function isFull(spec: FactSpec, set: ValueSet): boolean {
  const { domain } = spec;
  if (spec.canBeUnknown) return false;
  if (set.kind === 'numbers' && domain.kind === 'number')
    return set.ranges.some(
      (r) =>
        (r.low < domain.low || (r.low === domain.low && !r.lowOpen)) &&
        (r.high > domain.high || (r.high === domain.high && (!r.highOpen || domain.highOpen === true))),
    );
  if (set.kind === 'choices' && domain.kind === 'choice')
    return domain.values.every((value) => set.values.includes(value));
  return set.kind === 'texts' && set.any.length === 0 && set.negated;
}

/**
 * The arithmetic of value sets: membership, and intersection, union and complement where a domain makes them exact.
 * Membership is on the path of every request. Knows facts only by their domain.
 */
import { patternFits } from './text-patterns.ts';
import type { Domain, FactValue, NumberRange, ValueSet } from './value-set.ts';

/** Whether a set holds a value; only `{kind: 'unknown'}` holds unknown (`null`). */
export function holds(set: ValueSet, value: FactValue): boolean {
  if (value === null) return set.kind === 'unknown';
  switch (set.kind) {
    case 'numbers':
      return typeof value === 'number' && rangesHold(set.ranges, value);
    case 'choices':
      return typeof value === 'string' && set.values.includes(value);
    case 'texts': {
      if (typeof value !== 'string') return false;
      for (const pattern of set.any) if (patternFits(pattern, value)) return !set.negated;
      return set.negated;
    }
    case 'flag':
      return value === set.value;
    case 'unknown':
      return false;
  }
}

export function rangesHold(ranges: readonly NumberRange[], value: number): boolean {
  for (const range of ranges) if (rangeHolds(range, value)) return true;
  return false;
}

function rangeHolds(range: NumberRange, value: number): boolean {
  return (
    (range.lowOpen ? value > range.low : value >= range.low) &&
    (range.highOpen ? value < range.high : value <= range.high)
  );
}

/** Both ends inclusive by default. */
export function rangeOf(low: number, high: number, lowOpen = false, highOpen = false): NumberRange {
  return { low, lowOpen, high, highOpen };
}

/** All values of a number fact. */
export function domainRange(domain: Extract<Domain, { kind: 'number' }>): NumberRange {
  return rangeOf(domain.low, domain.high, false, domain.highOpen ?? false);
}

/** Whether no number (no whole number, where `integer`) lies in a range. */
export function rangeIsEmpty(range: NumberRange, integer = false): boolean {
  if (range.low > range.high) return true;
  if (range.low === range.high) return range.lowOpen || range.highOpen;
  if (!integer || !Number.isFinite(range.low) || !Number.isFinite(range.high)) return false;
  const least = range.lowOpen ? Math.floor(range.low) + 1 : Math.ceil(range.low);
  const most = range.highOpen ? Math.ceil(range.high) - 1 : Math.floor(range.high);
  return least > most;
}

export function intersectRanges(a: readonly NumberRange[], b: readonly NumberRange[]): NumberRange[] {
  const result: NumberRange[] = [];
  for (const one of a) {
    for (const other of b) {
      const both = intersectTwo(one, other);
      if (!rangeIsEmpty(both)) result.push(both);
    }
  }
  return uniteRanges(result);
}

function intersectTwo(a: NumberRange, b: NumberRange): NumberRange {
  const low = Math.max(a.low, b.low);
  const high = Math.min(a.high, b.high);
  return {
    low,
    lowOpen: (a.low === low && a.lowOpen) || (b.low === low && b.lowOpen),
    high,
    highOpen: (a.high === high && a.highOpen) || (b.high === high && b.highOpen),
  };
}

/** Sorted, disjoint and not touching, as `ValueSet` promises. */
export function uniteRanges(ranges: readonly NumberRange[]): NumberRange[] {
  const sorted = ranges
    .filter((range) => !rangeIsEmpty(range))
    .sort((a, b) => a.low - b.low || Number(a.lowOpen) - Number(b.lowOpen));
  const result: NumberRange[] = [];
  for (const range of sorted) {
    const last = result.at(-1);
    if (
      last === undefined ||
      last.high < range.low ||
      (last.high === range.low && last.highOpen && range.lowOpen)
    ) {
      result.push(range);
    } else if (range.high > last.high || (range.high === last.high && !range.highOpen)) {
      result[result.length - 1] = { ...last, high: range.high, highOpen: range.highOpen };
    }
  }
  return result;
}

/** The parts of `[low, high]` outside the ranges, which are sorted and disjoint. */
export function complementRanges(ranges: readonly NumberRange[], low: number, high: number): NumberRange[] {
  const result: NumberRange[] = [];
  let from = { at: low, open: false };
  for (const range of ranges) {
    result.push({ low: from.at, lowOpen: from.open, high: range.low, highOpen: !range.lowOpen });
    from = { at: range.high, open: !range.highOpen };
  }
  result.push({ low: from.at, lowOpen: from.open, high, highOpen: false });
  return result.filter((range) => !rangeIsEmpty(range));
}

/** Every known value of a domain; a flag has no set that holds both of its values. */
export function everyValue(domain: Domain): ValueSet | undefined {
  switch (domain.kind) {
    case 'number':
      return { kind: 'numbers', ranges: [domainRange(domain)] };
    case 'choice':
      return { kind: 'choices', values: domain.values };
    case 'text':
      return { kind: 'texts', any: [], negated: true };
    case 'flag':
      return undefined;
  }
}

/** Whether a set holds no known value of a domain. Text patterns are not searched: only an empty list is empty. */
export function holdsNothing(set: ValueSet, domain: Domain): boolean {
  switch (set.kind) {
    case 'numbers': {
      if (domain.kind !== 'number') return true;
      const inside = intersectRanges(set.ranges, [domainRange(domain)]);
      return inside.every((range) => rangeIsEmpty(range, domain.integer));
    }
    case 'choices':
      return !set.values.some((value) => domain.kind === 'choice' && domain.values.includes(value));
    case 'texts':
      return set.any.length === 0 && !set.negated;
    case 'flag':
    case 'unknown':
      return false;
  }
}

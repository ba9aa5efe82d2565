/**
 * The atoms of one number fact: the pieces between all constants that are mentioned, single points among them. Of
 * whole-number facts only whole numbers count, so no atom is empty. Knows no policy.
 */
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import type { Domain, NumberRange, ValueSet } from '../../vocabulary/value-set.ts';

export type NumberDomain = Extract<Domain, { kind: 'number' }>;

/** Just below `at` when `before`, else just above it; whole-number facts have `before` cuts only. */
interface Cut {
  readonly at: number;
  readonly before: boolean;
}

export interface NumberAtoms {
  /** Ascending, without gaps: together they are the domain. */
  readonly atoms: readonly NumberRange[];
  atomOf(value: number): number;
  /** First and last atom of a range, or undefined when it holds no value. Its ends must be among the constants. */
  span(range: NumberRange): readonly [number, number] | undefined;
}

export function numberAtoms(domain: NumberDomain, sets: Iterable<ValueSet>): NumberAtoms {
  const cuts = new Map<string, Cut>();
  for (const set of sets) {
    if (set.kind !== 'numbers') continue;
    for (const range of set.ranges)
      for (const cut of [lowCut(domain, range), highCut(domain, range)])
        if (splits(domain, cut)) cuts.set(`${cut.at} ${cut.before}`, cut);
  }
  const sorted = [...cuts.values()].sort((a, b) => a.at - b.at || Number(b.before) - Number(a.before));
  const places = new Map(sorted.map((cut, index) => [`${cut.at} ${cut.before}`, index + 1]));
  const atoms = Array.from({ length: sorted.length + 1 }, (_, index) =>
    between(domain, sorted[index - 1], sorted[index]),
  );
  const atomOf = (value: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const cut = sorted[middle] as Cut;
      if (cut.before ? value >= cut.at : value > cut.at) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const placeOf = (cut: Cut): number => {
    const place = places.get(`${cut.at} ${cut.before}`);
    if (place !== undefined) return place;
    if (cut.at < domain.low || (cut.at === domain.low && cut.before)) return 0;
    if (cut.at > domain.high || (cut.at === domain.high && (!cut.before || domain.highOpen === true)))
      return sorted.length + 1;
    throw new Error(`${cut.at} is not a constant of this space`);
  };
  return {
    atoms,
    atomOf,
    span(range) {
      const first = placeOf(lowCut(domain, range));
      const end = placeOf(highCut(domain, range));
      return first < end ? [first, end - 1] : undefined;
    },
  };
}

function lowCut({ integer }: NumberDomain, { low, lowOpen }: NumberRange): Cut {
  if (!Number.isFinite(low)) return { at: low, before: true };
  if (!integer) return { at: low, before: !lowOpen };
  return { at: lowOpen ? Math.floor(low) + 1 : Math.ceil(low), before: true };
}

function highCut({ integer }: NumberDomain, { high, highOpen }: NumberRange): Cut {
  if (!Number.isFinite(high)) return { at: high, before: false };
  if (!integer) return { at: high, before: highOpen };
  return { at: highOpen ? Math.ceil(high) : Math.floor(high) + 1, before: true };
}

function splits(domain: NumberDomain, { at, before }: Cut): boolean {
  if (!Number.isFinite(at)) return false;
  if (!before) return at >= domain.low && at < domain.high;
  return at > domain.low && (at < domain.high || (at === domain.high && domain.highOpen !== true));
}

function between(domain: NumberDomain, low: Cut | undefined, high: Cut | undefined): NumberRange {
  if (domain.integer) {
    const top = high === undefined ? domain.high : high.at - 1;
    return { low: low?.at ?? domain.low, lowOpen: false, high: top, highOpen: false };
  }
  return {
    low: low?.at ?? domain.low,
    lowOpen: low !== undefined && !low.before,
    high: high?.at ?? domain.high,
    highOpen: high?.before ?? domain.highOpen ?? false,
  };
}

/** The number a person would name: few digits, near the lower end, and one that is written shortly. */
export function roundNumber(domain: NumberDomain, range: NumberRange): number {
  const { low, high } = range;
  if (low === high) return low;
  if (domain.unit === 'clock') return roundIn(range, [60, 30, 15, 5, 1]);
  if (domain.unit === 'date') return low;
  if (!range.lowOpen && low === domain.low) return low;
  for (let digits = 1; digits <= 15; digits += 1) {
    const size = 10 ** (Math.floor(Math.log10(Math.max(low, 1e-9))) - digits + 1);
    const value = tidy(
      (Math.floor(low / size + 1e-9) + (isRound(low, size) && !range.lowOpen ? 0 : 1)) * size,
    );
    if (holds(range, value) && (!domain.integer || Number.isInteger(value)) && survives(domain, value))
      return value;
  }
  if (!range.lowOpen) return low;
  const middle = Number.isFinite(high) ? (low + high) / 2 : low * 2;
  return holds(range, middle) ? middle : high;
}

function isRound(value: number, size: number): boolean {
  return tidy(Math.round(value / size) * size) === value;
}

function roundIn(range: NumberRange, sizes: readonly number[]): number {
  for (const size of sizes) {
    const value = Math.ceil(range.low / size) * size;
    if (holds(range, value)) return value;
  }
  return range.low;
}

function holds(range: NumberRange, value: number): boolean {
  return (
    (range.lowOpen ? value > range.low : value >= range.low) &&
    (range.highOpen ? value < range.high : value <= range.high)
  );
}

/** Written and read back it is the same number. */
function survives(domain: NumberDomain, value: number): boolean {
  return !formatQuantity(domain.unit, value).includes('e');
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

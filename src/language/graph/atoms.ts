/**
 * Atoms: the pieces into which the constants of a policy cut the values of one fact, such that no condition
 * distinguishes two values of one atom. Unknown is one more atom. Texts have no list of atoms: the set of matching
 * patterns is the atom.
 */
import type { FactSpec, NumberRange, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import type { Cut, GraphFact } from './decision-graph.ts';
import { patternKey } from './set-algebra.ts';

/** Where the ranges of `sets` cut the possible numbers of a fact, ascending. */
export function cutsOf(spec: FactSpec, sets: readonly ValueSet[]): Cut[] {
  const { domain } = spec;
  if (domain.kind !== 'number') return [];
  const cuts = new Map<string, Cut>();
  for (const set of sets)
    if (set.kind === 'numbers')
      for (const range of set.ranges)
        for (const cut of [lowCut(range), highCut(range)]) {
          const splits = cut.before
            ? cut.at > domain.low && (cut.at < domain.high || (cut.at === domain.high && !domain.highOpen))
            : cut.at >= domain.low && cut.at < domain.high;
          if (splits && Number.isFinite(cut.at)) cuts.set(`${cut.at}${cut.before}`, cut);
        }
  return [...cuts.values()].sort(byPlace);
}

export function lowCut(range: NumberRange): Cut {
  return { at: range.low, before: !range.lowOpen };
}
export function highCut(range: NumberRange): Cut {
  return { at: range.high, before: range.highOpen };
}
export function byPlace(a: Cut, b: Cut): number {
  return a.at - b.at || Number(b.before) - Number(a.before);
}

/** The patterns of `sets`, each once, in order of first mention. */
export function patternsOf(sets: readonly ValueSet[]): TextPattern[] {
  const patterns = new Map<string, TextPattern>();
  for (const set of sets)
    if (set.kind === 'texts')
      for (const pattern of set.any) {
        const key = patternKey(pattern);
        if (!patterns.has(key)) patterns.set(key, pattern);
      }
  return [...patterns.values()];
}

/** The least number above a cut, so that atoms are found by `>=` alone. */
export function threshold(cut: Cut): number {
  return cut.before ? cut.at : nextAbove(cut.at);
}

const bits = new DataView(new ArrayBuffer(8));
function nextAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  if (!Number.isFinite(value)) return value;
  bits.setFloat64(0, value);
  bits.setBigInt64(0, bits.getBigInt64(0) + (value > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}

/** The number of thresholds at or below the value, which is the number of its atom. */
export function atomOf(thresholds: Float64Array, value: number): number {
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((thresholds[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function thresholdsOf(fact: Pick<GraphFact, 'cuts'>): Float64Array {
  return Float64Array.from(fact.cuts, threshold);
}

/** First and last atom of a range. Ends outside the domain cut nothing and fall on the outermost atoms. */
export function atomsOfRange(thresholds: Float64Array, range: NumberRange): readonly [number, number] {
  const first = range.low === -Infinity ? 0 : atomOf(thresholds, threshold(lowCut(range)));
  if (range.high === Infinity) return [first, thresholds.length];
  const end = threshold(highCut(range));
  const beyond = atomOf(thresholds, end);
  // Where an atom begins at the end itself, the range stops before that atom.
  return [first, thresholds[beyond - 1] === end ? beyond - 1 : beyond];
}

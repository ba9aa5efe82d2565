// What a policy would have been worth on requests that another one has decided at random: off-policy estimates from
// outcomes, each weighted by the inverse of the probability with which its model was chosen. Must not know: policies,
// logs, models.

import { meanInterval, weightedSums } from '../quality/mean-interval.ts';
import type { Interval } from './accuracy-at-cost.ts';

export interface LoggedChoice {
  /** 0..1. */
  readonly reward: number;
  /** The probability with which the logged model was chosen; over 0. */
  readonly propensity: number;
  /** The probability with which the policy that is estimated chooses the same model. */
  readonly agrees: number;
  /** The number of decisions that it represents; absent: 1. */
  readonly weight?: number;
}

export interface OffPolicyEstimate {
  /** Self-normalised (Swaminathan & Joachims 2015): divided by the sum of weights, so it stays within 0 to 1. */
  readonly snips: Interval;
  /** Divided by the number of rows: unbiased, and wider. */
  readonly ips: Interval;
  readonly rows: number;
  /** Rows with the same choice. */
  readonly matched: number;
  /** As many equally weighted rows would be as certain. */
  readonly effectiveRows: number;
  /** 1, give or take chance; less where the policy chooses what could not have been logged. */
  readonly meanWeight: number;
}

/** An estimate on fewer matching rows would only look like one. */
export const FEWEST_MATCHES = 10;
/** The normal distribution's, for 95 %. */
const Z = 1.96;

/** Undefined with too few matching rows. */
export function estimateOffPolicy(rows: readonly LoggedChoice[]): OffPolicyEstimate | undefined {
  // A sample's rows count by what they represent, relative to their mean: formulas for plain rows hold.
  const mean = sum(rows, ({ weight = 1 }) => weight) / rows.length;
  const weighted = rows.map(({ reward, propensity, agrees, weight = 1 }) => ({
    reward,
    weight: ((agrees / propensity) * weight) / mean,
  }));
  const matched = weighted.filter(({ weight }) => weight > 0).length;
  if (matched < FEWEST_MATCHES) return undefined;
  const weights = sum(weighted, ({ weight }) => weight);
  // Wilson's interval at the effective size contains 1 where every reward is 1, which the delta method alone would
  // call certain. Rewards count as right or wrong: graded ones would be surer than few explored rows show.
  const { rows: effectiveRows, mean: value } = weightedSums(
    weighted.map(({ reward, weight }) => ({ value: reward, weight })),
  );
  const variance = value * (1 - value);
  return {
    snips: { value, ...meanInterval({ rows: effectiveRows, mean: value, variance }, Z) },
    ips: inverseWeighted(weighted),
    rows: rows.length,
    matched,
    effectiveRows,
    meanWeight: weights / rows.length,
  };
}

function inverseWeighted(
  weighted: readonly { readonly reward: number; readonly weight: number }[],
): Interval {
  const n = weighted.length;
  const value = sum(weighted, ({ reward, weight }) => reward * weight) / n;
  const variance = sum(weighted, ({ reward, weight }) => (reward * weight - value) ** 2) / Math.max(1, n - 1);
  const half = Z * Math.sqrt(variance / n);
  return { value, low: Math.max(0, value - half), high: value + half };
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

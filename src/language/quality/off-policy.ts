// What a policy would have been worth on requests that another one has decided at random: off-policy estimates from
// outcomes, each weighted by the inverse of the probability with which its model was chosen. Must not know: policies,
// logs, models.

import type { Interval } from './accuracy-at-cost.ts';
import { meanInterval } from './mean-interval.ts';

export interface LoggedChoice {
  /** 0..1. */
  readonly reward: number;
  /** The probability with which the logged model was chosen; over 0. */
  readonly propensity: number;
  /** The probability with which the policy that is estimated chooses the same model. */
  readonly agrees: number;
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
  const weighted = rows.map(({ reward, propensity, agrees }) => ({ reward, weight: agrees / propensity }));
  const matched = weighted.filter(({ weight }) => weight > 0).length;
  if (matched < FEWEST_MATCHES) return undefined;
  const weights = sum(weighted, ({ weight }) => weight);
  const squares = sum(weighted, ({ weight }) => weight ** 2);
  const value = sum(weighted, ({ reward, weight }) => reward * weight) / weights;
  const spread = sum(weighted, ({ reward, weight }) => (weight * (reward - value)) ** 2) / weights ** 2;
  const effectiveRows = effective(value, weights ** 2 / squares, spread);
  const sure = { rows: effectiveRows, mean: value, variance: value * (1 - value) };
  return {
    snips: { value, ...meanInterval(sure, Z) },
    ips: inverseWeighted(weighted),
    rows: rows.length,
    matched,
    effectiveRows,
    meanWeight: weights / rows.length,
  };
}

/**
 * The smaller of Kish's effective sample size and of the one that the delta method's variance amounts to. Wilson's
 * interval at this size contains 1 where every reward is 1, which the delta method alone would call certain.
 */
function effective(value: number, kish: number, variance: number): number {
  const possible = value * (1 - value);
  return variance <= 0 || possible <= 0 ? kish : Math.min(kish, possible / variance);
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

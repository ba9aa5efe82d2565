// How sure a mean of scores from 0 to 1 is: Wilson's interval (Wilson 1927), which holds at few outcomes and contains 1
// where every outcome is 1. Scores between the extremes vary less than right and wrong answers do, and count for more
// outcomes. Must not know: models, tables.

export interface MeanInterval {
  readonly low: number;
  readonly high: number;
}

/** What is known of some scores; sums of two parts are the whole's. */
export interface ScoreSums {
  readonly rows: number;
  readonly mean: number;
  /** Mean squared distance from the mean. */
  readonly variance: number;
}

export interface WeightedScore {
  /** 0..1. */
  readonly value: number;
  /** Over 0. */
  readonly weight: number;
}

/**
 * Self-normalised. `rows`: as many equally weighted scores would be as certain. That is the smaller of Kish's effective
 * sample size and of the one that the delta method's variance of the weighted mean amounts to, which is smaller where
 * heavy weights go with unusual scores.
 */
export function weightedSums(scores: readonly WeightedScore[]): ScoreSums {
  let [weights, squares, total] = [0, 0, 0];
  for (const { value, weight } of scores) {
    weights += weight;
    squares += weight * weight;
    total += weight * value;
  }
  if (weights === 0) return { rows: 0, mean: 0, variance: 0 };
  const mean = total / weights;
  let [variance, spread] = [0, 0];
  for (const { value, weight } of scores) {
    variance += (weight / weights) * (value - mean) ** 2;
    spread += ((weight / weights) * (value - mean)) ** 2;
  }
  const kish = (weights * weights) / squares;
  return { rows: spread > 0 ? Math.min(kish, variance / spread) : kish, mean, variance };
}

/**
 * The variance is estimated as if so many more outcomes had been right or wrong only: among a few equal scores a rare
 * failure has not been seen yet. Simulated: scores of 0.95 to 1 with rare zeros are claimed too good in under 5 % of
 * draws from 30 on; from 10 it was 8 %.
 */
const ALL_OR_NOTHING_ROWS = 30;

/** `z`: standard deviations of the normal distribution, 1.96 for 95 %. */
export function meanInterval({ rows, mean, variance }: ScoreSums, z: number): MeanInterval {
  if (rows <= 0) return { low: 0, high: 1 };
  const most = mean * (1 - mean);
  const ratio =
    most <= 0
      ? 1
      : Math.min(1, (rows * variance + ALL_OR_NOTHING_ROWS * most) / ((rows + ALL_OR_NOTHING_ROWS) * most));
  const n = rows / ratio;
  const center = (mean + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt(most / n + (z * z) / (4 * n * n));
  return {
    low: Math.max(0, Math.min(mean, center - half)),
    high: Math.min(1, Math.max(mean, center + half)),
  };
}

/**
 * For 95 % if one or two models are compared, and a higher level for more (Bonferroni): a router takes the cheapest
 * model that looks good enough, so with every model it gets another chance to be wrong.
 */
export function deviationsFor(models: number): number {
  return normalQuantile(1 - 0.05 / Math.max(2, models));
}

/** Inverse of the normal distribution function, to 4.5e-4 (Abramowitz & Stegun 26.2.23); for p above one half. */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return (
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  );
}

// Estimates the effect of more examples from the effect of the present ones: the share of held-out examples whose
// best intent is their own, trained on half of the others and on three quarters, extrapolated along an inverse power
// of their number: loss(n) = a + b/√n. Inverse powers are what learning curves follow (Cortes et al. 1994, "Learning
// curves: asymptotic values and rate of convergence"; Figueroa et al. 2012, "Predicting sample size required for
// classification performance"). Two points cannot determine the power as well: a half is usual where classes overlap.
// Must not know: texts, policies, how the logits came about.

import type { LearningCurve } from './head.ts';
import { CURVE_PARTS } from './held-out.ts';
import type { ReadRow } from './read-row.ts';

const MORE = 10;
/** Below this a difference cannot be seen. */
const FEWEST = 8;
/** Two-sided 90 %. */
const Z = 1.645;

/** Both hold the same rows in the same order. Undefined where there are too few, or only one class. */
export function learningCurve(
  half: readonly ReadRow[],
  most: readonly ReadRow[],
  intents: number,
): LearningCurve | undefined {
  const [rightWithHalf, rightWithMost] = [rightIn(half), rightIn(most)];
  const count = rightWithMost.length;
  if (intents < 2 || count < FEWEST) return undefined;
  const examples = count / intents;
  // Names and meanings are always trained on, like examples.
  const labels = most.filter(({ row }) => row.kind === 'label').length / intents;
  const lossAt = (number: number) => (labels + number) ** -0.5;
  const atMost = lossAt(examples * (1 - 1 / CURVE_PARTS));
  const seen = lossAt(examples / 2) - atMost;
  const toNow = (atMost - lossAt(examples)) / seen;
  const toTenMore = (atMost - lossAt(examples + MORE)) / seen;

  const differences = rightWithMost.map((right, at) => Number(right) - Number(rightWithHalf[at]));
  const mean = differences.reduce((sum, one) => sum + one, 0) / count;
  // Adds one gained and one lost example: a handful of equal results is not a certainty.
  const variance = differences.reduce((sum, one) => sum + (one - mean) ** 2, 2) / (count + 2);
  const error = Z * Math.sqrt(variance / count);
  const withMost = share(rightWithMost);
  const gain = (difference: number, missing: number) =>
    Math.min(missing, Math.max(0, (toTenMore - toNow) * difference));
  return {
    examples,
    withHalf: share(rightWithHalf),
    withMost,
    tenMore: {
      gain: gain(mean, 1 - withMost),
      low: gain(mean - error, 1 - withMost),
      high: gain(mean + error, mostMissing(count * (1 - withMost), count)),
    },
  };
}

/** The upper bound of an observed share (Agresti & Coull 1998): zero of eight does not mean zero. */
function mostMissing(missing: number, count: number): number {
  const share = (missing + 2) / (count + 4);
  return Math.min(1, share + Z * Math.sqrt((share * (1 - share)) / (count + 4)));
}

function rightIn(read: readonly ReadRow[]): boolean[] {
  return read.filter(({ row }) => row.kind === 'example').map((one) => one.best === one.row.intent);
}

function share(of: readonly boolean[]): number {
  return of.filter(Boolean).length / of.length;
}

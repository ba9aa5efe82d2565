// Estimates the effect of more examples from the effect of the present ones: the share of held-out examples that are
// read as their own intent and over its threshold, trained on half of the others, on three quarters and on all. Each
// point has thresholds of its own, because fewer examples also give stricter ones. Extrapolated along an inverse power
// of the number: loss(n) = c/n^α. Inverse powers are what learning curves follow (Cortes et al. 1994, "Learning curves:
// asymptotic values and rate of convergence"; Figueroa et al. 2012, "Predicting sample size required for classification
// performance"). A few dozen examples do not determine the power: it is estimated together with what is usual.
// (Measured on 57 draws of CLINC150 with 2 to 20 intents and 3 to 9 examples: the real growth of the share by ten more
// differed by 5 points on average and was in the interval in 84 % of the draws; of those with six intents or more in
// 94 %.) Examples unlike the present ones, such as
// prompts of the traffic, bring more than this can foresee. Must not know: texts, policies, how the logits came about.

import { confidenceOf, type Scale } from './calibrate.ts';
import type { LearningCurve } from './head.ts';
import { CURVE_PARTS, FEWEST_FOR_CURVE } from './held-out.ts';
import type { ReadRow } from './read-row.ts';

const MORE = 10;
/** Two-sided 90 %. */
const Z = 1.645;
/** Mean and standard deviation of α where nothing is measured: on CLINC150's subsets it was 0.2 to 0.5. */
const USUAL = { power: 0.35, deviation: 0.25 };
/** Added to a count before its logarithm is taken (Jeffreys's prior). */
const HALF = 0.5;

/** The same rows in the same order, read by heads trained on so many of the others. */
export interface CurvePoints {
  readonly half: readonly ReadRow[];
  readonly most: readonly ReadRow[];
  readonly all: readonly ReadRow[];
}

/** How logits become confidences, and from where on each intent is accepted. */
export interface Acceptance {
  readonly scale: Scale;
  readonly thresholds: readonly number[];
}

/**
 * @param folds how many parts the examples were held out in for `all`
 * @param acceptanceOf scale and thresholds for readings, chosen as for a finished head
 */
export function learningCurve(
  { half, most, all }: CurvePoints,
  intents: number,
  folds: number,
  acceptanceOf: (read: readonly ReadRow[]) => Acceptance,
): LearningCurve | undefined {
  const [withHalf, withMost, withAll] = [half, most, all].map((read) => shareRight(read, acceptanceOf(read)));
  const count = all.filter(({ row }) => row.kind === 'example').length;
  if (count < FEWEST_FOR_CURVE || withHalf === undefined || withMost === undefined || withAll === undefined)
    return undefined;
  const examples = count / intents;
  // Names and meanings are always trained on, like examples.
  const labels = all.filter(({ row }) => row.kind === 'label').length / intents;
  const kept = 1 - 1 / Math.min(folds, Math.max(2, examples));
  const points = [
    { number: labels + examples / 2, share: withHalf },
    { number: labels + examples * (1 - 1 / CURVE_PARTS), share: withMost },
    { number: labels + examples * kept, share: withAll },
  ];
  return { examples, withHalf, withMost, withAll, tenMore: tenMore(points, count, labels + examples) };
}

/** An example counts as found where it is read as its intent, and accepted. */
function shareRight(read: readonly ReadRow[], { scale, thresholds }: Acceptance): number {
  const examples = read.filter(({ row }) => row.kind === 'example');
  const right = examples.filter(
    ({ row, best, logits }) =>
      best === row.intent && confidenceOf(logits[best] ?? 0, scale) >= (thresholds[best] ?? 1),
  );
  return right.length / Math.max(1, examples.length);
}

interface Point {
  readonly number: number;
  readonly share: number;
}

/** A line through the logarithms of losses and numbers, each point as certain as its count of losses. */
function tenMore(points: readonly Point[], count: number, now: number): LearningCurve['tenMore'] {
  const losses = points.map(({ number, share }) => {
    const lost = (1 - share) * count + HALF;
    // The variance of a logarithm of a count; half of it, because the points share their examples.
    return { x: Math.log(number), y: Math.log(lost / (count + 2 * HALF)), weight: lost / HALF };
  });
  const weights = losses.reduce((sum, { weight }) => sum + weight, 0);
  const mean = (of: 'x' | 'y') => losses.reduce((sum, one) => sum + one.weight * one[of], 0) / weights;
  const [x, y] = [mean('x'), mean('y')];
  const sum = (of: (dx: number, dy: number) => number) =>
    losses.reduce((total, one) => total + one.weight * of(one.x - x, one.y - y), 0);
  const prior = USUAL.deviation ** -2;
  const precision = sum((dx) => dx * dx) + prior;
  const power = (prior * USUAL.power - sum((dx, dy) => dx * dy)) / precision;
  const deviation = precision ** -0.5;
  const last = losses.at(-1) ?? { x, y, weight: 0 };
  // What is lost with all of them is an observed share, too.
  const spread = Z / Math.sqrt(last.weight * HALF);
  const gain = (alpha: number, factor: number) => {
    const lossNow = Math.min(1, factor * Math.exp(last.y - alpha * (Math.log(now) - last.x)));
    return lossNow * (1 - (now / (now + MORE)) ** Math.max(0, alpha));
  };
  return {
    gain: gain(power, 1),
    low: gain(power - Z * deviation, Math.exp(-spread)),
    high: gain(power + Z * deviation, Math.exp(spread)),
  };
}

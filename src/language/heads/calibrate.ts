// Turns held-out logits into confidences and thresholds. Confidence: Platt scaling (Platt 1999), a logistic curve
// over the logit of an intent, with examples and background weighed against each other, because the share of
// unrelated requests is not known beforehand. Threshold: with few intents between the highest few held-out
// background sentences and the lower end of the intents' own held-out examples, with many where an acceptable share
// of those would be lost. Accepting the most likely class instead would lose far more of them. Must not know: texts,
// encoders, how the logits came about.

/** How logits of one head become confidences: σ((logit − midpoint) / temperature). */
export interface Scale {
  readonly midpoint: number;
  readonly temperature: number;
}

/** A held-out logit and whether accepting it would have been right. */
export interface Outcome {
  readonly logit: number;
  readonly right: boolean;
}

export function confidenceOf(logit: number, scale: Scale): number {
  return 1 / (1 + Math.exp((scale.midpoint - logit) / scale.temperature));
}

/**
 * Newton's method on two parameters, with Platt's soft targets. Right and wrong outcomes are weighted by their
 * numbers, but right ones never less than half and never more than four fifths: two intents cover a small part of the
 * traffic and hundreds a large one, but the number of examples does not show how much.
 */
export function fitScale(outcomes: readonly Outcome[]): Scale {
  const right = outcomes.filter((one) => one.right).length;
  const wrong = outcomes.length - right;
  if (right === 0 || wrong === 0) return { midpoint: 0, temperature: 1 };
  const share = shareOfRight(right, wrong);
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < 100; round++) {
    let gs = RIDGE * (slope - 1);
    let go = 0;
    let hss = RIDGE;
    let hso = 0;
    let hoo = 1e-9;
    for (const { logit, right: isRight } of outcomes) {
      const weight = isRight ? share / right : (1 - share) / wrong;
      const target = isRight ? (right + 1) / (right + 2) : 1 / (wrong + 2);
      const p = 1 / (1 + Math.exp(-(slope * logit + offset)));
      const error = weight * (p - target);
      const curve = weight * Math.max(p * (1 - p), 1e-6);
      gs += error * logit;
      go += error;
      hss += curve * logit * logit;
      hso += curve * logit;
      hoo += curve;
    }
    const determinant = hss * hoo - hso * hso;
    const ds = (hoo * gs - hso * go) / determinant;
    const step = (hss * go - hso * gs) / determinant;
    slope -= clamp(ds, -1, 1);
    offset -= clamp(step, -2, 2);
    slope = clamp(slope, 0.2, 20);
    if (Math.abs(ds) < 1e-9 && Math.abs(step) < 1e-9) break;
  }
  return { midpoint: -offset / slope, temperature: 1 / slope };
}

/** Holds the slope near one where few examples would allow any. */
const RIDGE = 0.002;

/** The highest of the held-out background that place the threshold, as a share of it. */
const BACKGROUND_TAIL = 0.06;
/** The stated rate: at most this share of the held-out background is accepted where examples are few. */
const MOST_FALSE_ACCEPTS = 0.08;
/** Acceptable share of lost examples where there are few. */
const FEW_LOSE = 0.04;
/**
 * How far towards the background's highest, from the examples' lower end, the threshold is where examples are few. An
 * encoder's vectors leave less between the two, and more of the examples above the stated rate.
 */
const TOWARDS_BACKGROUND = { words: 0.5, vectors: 0.35 };
/** Share of requests about one of the intents that the threshold may reject. */
const REJECT_BUDGET = 0.05;
/** The number of intents at which the budget begins to outweigh the background. */
const MANY = 40;

/** `weight`: relative to the others. */
export interface WeighedLogit {
  readonly logit: number;
  readonly weight: number;
}

/**
 * The logit from which intents are accepted, given the highest held-out logit of each background sentence and
 * example. With few intents most traffic must be rejected: between the background's highest and the examples' lower
 * end, and at least at the stated rate. With many, the quantile at the budget. `kind`: of the dense part.
 */
export function generalThreshold(
  background: readonly WeighedLogit[],
  examples: readonly number[],
  intents: number,
  kind: keyof typeof TOWARDS_BACKGROUND,
): number {
  const fromBackground = meanOfTail(background);
  if (examples.length === 0) return fromBackground;
  const lowest = quantile(examples, FEW_LOSE);
  const between = lowest + TOWARDS_BACKGROUND[kind] * (fromBackground - lowest);
  const few = Math.max(between, weighedQuantile(background, 1 - MOST_FALSE_ACCEPTS));
  const trust = intents ** 2 / (intents ** 2 + MANY ** 2);
  return few + trust * (quantile(examples, REJECT_BUDGET) - few);
}

/** The mean of the highest, as many as make up their share of the weight; at least of one. */
function meanOfTail(background: readonly WeighedLogit[]): number {
  const tail = BACKGROUND_TAIL * background.reduce((sum, { weight }) => sum + weight, 0);
  let weights = 0;
  let sum = 0;
  for (const { logit, weight } of [...background].sort((a, b) => b.logit - a.logit)) {
    if (weights > 0 && weights + weight / 2 > tail) break;
    weights += weight;
    sum += weight * logit;
  }
  return weights === 0 ? 0 : sum / weights;
}

/** The highest logit below or at which this share of the weight lies. */
function weighedQuantile(values: readonly WeighedLogit[], share: number): number {
  const sorted = [...values].sort((a, b) => a.logit - b.logit);
  const enough = share * sorted.reduce((sum, { weight }) => sum + weight, 0);
  let weights = 0;
  for (const { logit, weight } of sorted) {
    weights += weight;
    if (weights >= enough) return logit;
  }
  return Number.NEGATIVE_INFINITY;
}

/** Linear between neighbours (type 7 of Hyndman & Fan 1996). */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  return low + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? low) - low);
}

/**
 * Raises an intent's threshold towards the highest of its counter-examples, but never so far that more than a
 * fifth of its own held-out examples would fall below.
 */
export function raiseForCounters(
  threshold: number,
  counters: readonly number[],
  own: readonly number[],
): number {
  if (counters.length === 0 || own.length === 0) return threshold;
  const sorted = [...own].sort((a, b) => a - b);
  const mayLose = sorted[Math.floor(sorted.length / 5)] ?? threshold;
  return Math.max(threshold, Math.min(Math.max(...counters), mayLose));
}

/** Expected calibration error over ten equal bins; right and wrong outcomes weigh as in the fit. */
export function calibrationError(outcomes: readonly Outcome[], scale: Scale): number {
  const right = outcomes.filter((one) => one.right).length;
  const wrong = outcomes.length - right;
  const share = shareOfRight(right, wrong);
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const one of outcomes) {
    const weight = one.right ? share / right : (1 - share) / wrong;
    const confidence = confidenceOf(one.logit, scale);
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (bin === undefined) continue;
    bin.confidence += weight * confidence;
    if (one.right) bin.right += weight;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
}

function shareOfRight(right: number, wrong: number): number {
  return clamp(right / Math.max(1, right + wrong), 0.5, 0.8);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

// Turns held-out logits into confidences and thresholds.
// Confidence: Platt scaling (Platt 1999), a logistic curve over the logit of an intent, with examples and background
// given equal weight, because nobody knows beforehand how many requests will be about something else.
// Threshold: where the highest few held-out background sentences lie, moved some way towards where a bearable share
// of the intents' own held-out examples would be lost. Taking the likeliest class instead would lose far more of them.
// Must not know: texts, encoders, how the logits came about.

/** How logits of one head become confidences: σ((logit − midpoint) / temperature). */
export interface Scale {
  readonly midpoint: number;
  readonly temperature: number;
}

/** A held-out logit and whether taking it would have been right. */
export interface Outcome {
  readonly logit: number;
  readonly right: boolean;
}

export function confidenceOf(logit: number, scale: Scale): number {
  return 1 / (1 + Math.exp((scale.midpoint - logit) / scale.temperature));
}

/** Newton's method on two parameters; right and wrong outcomes weigh the same in sum, with Platt's soft targets. */
export function fitScale(outcomes: readonly Outcome[]): Scale {
  const right = outcomes.filter((one) => one.right).length;
  const wrong = outcomes.length - right;
  if (right === 0 || wrong === 0) return { midpoint: 0, temperature: 1 };
  let slope = 1;
  let offset = 0;
  for (let round = 0; round < 100; round++) {
    let gs = RIDGE * (slope - 1);
    let go = 0;
    let hss = RIDGE;
    let hso = 0;
    let hoo = 1e-9;
    for (const { logit, right: isRight } of outcomes) {
      const weight = isRight ? 0.5 / right : 0.5 / wrong;
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
const BACKGROUND_TAIL = 0.025;
/** Share of held-out examples whose loss would be borne. */
const REJECT_BUDGET = 0.15;
/**
 * How far the threshold moves from the background's tail to the budget's quantile: a quarter with few examples, whose
 * quantile says little, and up to three quarters with thousands, where half the way is gone at this many.
 */
const HALF_TRUST = 500;

/** The logit from which intents are taken, given the highest logit of each background sentence and example. */
export function generalThreshold(background: readonly number[], examples: readonly number[]): number {
  const tail = Math.max(1, Math.round(background.length * BACKGROUND_TAIL));
  const top = [...background].sort((a, b) => b - a).slice(0, tail);
  const fromBackground = top.reduce((sum, logit) => sum + logit, 0) / Math.max(1, top.length);
  if (examples.length === 0) return fromBackground;
  const sorted = [...examples].sort((a, b) => a - b);
  const budget = sorted[Math.floor(REJECT_BUDGET * (sorted.length - 1))] ?? fromBackground;
  const trust = 0.25 + (0.5 * examples.length) / (examples.length + HALF_TRUST);
  return fromBackground + trust * (budget - fromBackground);
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

/** Expected calibration error over ten equal bins; right and wrong outcomes weigh the same in sum. */
export function calibrationError(outcomes: readonly Outcome[], scale: Scale): number {
  const right = outcomes.filter((one) => one.right).length;
  const wrong = outcomes.length - right;
  const bins = Array.from({ length: 10 }, () => ({ confidence: 0, right: 0 }));
  for (const one of outcomes) {
    const weight = one.right ? 0.5 / right : 0.5 / wrong;
    const confidence = confidenceOf(one.logit, scale);
    const bin = bins[Math.min(9, Math.floor(confidence * 10))];
    if (bin === undefined) continue;
    bin.confidence += weight * confidence;
    if (one.right) bin.right += weight;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}

// How much better the strong model would answer a prompt than the cheap one, from the prompt alone: a ridge on the
// gain itself. Measurements showed that learning the difficulty of a prompt is worth less: a prompt that is hard for
// both gains nothing. The sign of every feature is learned, including length: in some traffic long prompts gain, in
// other traffic they do not. Must not know: which models, files.

import { matrixProduct } from '../heads/matrix-product.ts';
import { SURFACE_FEATURES } from './prompt-features.ts';
import { mean } from './routing-curve.ts';

export interface GainModel {
  readonly overall: number;
  readonly center: Float64Array;
  readonly spread: Float64Array;
  readonly weights: Float64Array;
  /** The factor that scales the ridge's predictions to the observed gains, 0..1: less than 1 if it overestimates. */
  readonly slope: number;
  /** The same factor among prompts of one intent, where the ridge explains less. */
  readonly slopeWithin: number;
  readonly intents: ReadonlyMap<string, IntentGain>;
}

interface IntentGain {
  /** Its gain, shrunk towards the expectation from its texts where it has few rows. */
  readonly gain: number;
  /** Mean prediction of the ridge for its texts. */
  readonly leaning: number;
}

export interface GainExample {
  readonly features: Float64Array;
  readonly intent: string;
  readonly gain: number;
}

/** In units of rows: an intent's own mean counts half at this many. */
const PRIOR_ROWS = 20;
/**
 * Ridge penalties for the surface features and for each dimension of the words. Of the latter, 10,000 to 30,000 differ by
 * 0.01 APGR on GSM8K halves and by 0.02 on held-out groups of MT-Bench.
 */
const SURFACE_PENALTY = 300;
const WORD_PENALTY = 20_000;
const FOLDS = 5;

/**
 * First the effect of the prompt's text over all rows, then the effect of each intent. So a prompt of an intent
 * without rows is predicted from its words instead of the average.
 */
export function fitGain(examples: readonly GainExample[]): GainModel {
  const ridge = fitRidge(examples);
  // Out of fold, because a fitted line always looks right on its own training rows.
  const told = new Float64Array(examples.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const model = fitRidge(examples.filter((_, at) => at % FOLDS !== fold));
    for (let at = fold; at < examples.length; at += FOLDS)
      told[at] = leaning(model, examples[at]?.features ?? NO_FEATURES);
  }
  const gains = examples.map(({ gain }) => gain - ridge.overall);
  const slope = slopeOf(told, gains);
  const intents = new Map<string, IntentGain>();
  const within = { told: new Float64Array(told.length), gains: new Float64Array(told.length) };
  for (const [intent, places] of Map.groupBy(examples.keys(), (at) => examples[at]?.intent ?? '')) {
    const leans = mean(places.map((at) => told[at] ?? 0));
    const own = mean(places.map((at) => gains[at] ?? 0));
    const share = places.length / (places.length + PRIOR_ROWS);
    intents.set(intent, {
      leaning: leans,
      gain: ridge.overall + slope * leans + share * (own - slope * leans),
    });
    for (const at of places) {
      within.told[at] = (told[at] ?? 0) - leans;
      within.gains[at] = (gains[at] ?? 0) - own;
    }
  }
  return { ...ridge, slope, slopeWithin: slopeOf(within.told, within.gains), intents };
}

/**
 * Slope of a line through the origin, by least squares; 0 to 1, because a prediction is never enlarged or inverted.
 */
function slopeOf(told: Float64Array, gains: ArrayLike<number>): number {
  const power = told.reduce((sum, lean) => sum + lean * lean, 0);
  const product = told.reduce((sum, lean, at) => sum + lean * (gains[at] ?? 0), 0);
  return power === 0 ? 0 : Math.max(0, Math.min(1, product / power));
}

const NO_FEATURES = new Float64Array(0);

/** The expected gain, in the unit of the outcomes. */
export function expectedGain(model: GainModel, { features, intent }: Omit<GainExample, 'gain'>): number {
  const leans = leaning(model, features);
  const known = model.intents.get(intent);
  if (known === undefined) return model.overall + model.slope * leans;
  return known.gain + model.slopeWithin * (leans - known.leaning);
}

type Ridge = Pick<GainModel, 'overall' | 'center' | 'spread' | 'weights'>;

/** How far the text predicts more or less than the overall gain. */
function leaning(model: Ridge, features: Float64Array): number {
  let sum = 0;
  features.forEach((value, at) => {
    sum += ((value - (model.center[at] ?? 0)) / (model.spread[at] ?? 1)) * (model.weights[at] ?? 0);
  });
  return sum;
}

function fitRidge(examples: readonly GainExample[]): Ridge {
  const overall = mean(examples.map((one) => one.gain));
  const size = examples[0]?.features.length ?? 0;
  const { center, spread } = scaleOf(examples, size);
  const rows = examples.map((one) =>
    one.features.map((value, at) => (value - (center[at] ?? 0)) / (spread[at] ?? 1)),
  );
  const rest = examples.map((one) => one.gain - overall);
  return { overall, center, spread, weights: solveRidge(rows, rest, size) };
}

/**
 * Surface features are scaled separately; the dimensions of the words keep their relative scale, which reflects how
 * informative each is.
 */
function scaleOf(examples: readonly GainExample[], size: number): Pick<Ridge, 'center' | 'spread'> {
  const center = new Float64Array(size);
  const power = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const values = examples.map((one) => one.features[at] ?? 0);
    const middle = mean(values);
    center[at] = middle;
    power[at] = mean(values.map((value) => (value - middle) ** 2));
  }
  const ofWords = mean([...power.subarray(SURFACE_FEATURES.length)]);
  const spread = power.map((own, at) => Math.sqrt(at < SURFACE_FEATURES.length ? own : ofWords) || 1);
  return { center, spread };
}

function solveRidge(rows: readonly Float64Array[], goal: readonly number[], size: number): Float64Array {
  const right = new Float64Array(size);
  const { left, times } = matrixProduct(size, rows.length, size);
  const all = new Float32Array(rows.length * size);
  rows.forEach((row, at) => {
    for (let i = 0; i < size; i++) {
      const value = row[i] ?? 0;
      right[i] = (right[i] ?? 0) + value * (goal[at] ?? 0);
      left[i * rows.length + at] = value;
      all[at * size + i] = value;
    }
  });
  const normal = new Float64Array(size * size);
  if (rows.length > 0) times(all, normal);
  for (let i = 0; i < size; i++) {
    const penalty = i < SURFACE_FEATURES.length ? SURFACE_PENALTY : WORD_PENALTY;
    normal[i * size + i] = (normal[i * size + i] ?? 0) + penalty;
  }
  return solveByCholesky(normal, right, size);
}

/** Lower triangle in, solution out; the matrix is positive because of the penalty. */
function solveByCholesky(a: Float64Array, right: Float64Array, n: number): Float64Array {
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = a[i * n + j] ?? 0;
      for (let k = 0; k < j; k++) sum -= (a[i * n + k] ?? 0) * (a[j * n + k] ?? 0);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / (a[j * n + j] ?? 1);
    }
  }
  const x = Float64Array.from(right);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i] = (x[i] ?? 0) - (a[i * n + k] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * n + i] ?? 1);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] ?? 0) - (a[k * n + i] ?? 0) * (x[k] ?? 0);
    x[i] = (x[i] ?? 0) / (a[i * n + i] ?? 1);
  }
  return x;
}

// How much better the strong model would answer a prompt than the cheap one, from the prompt alone: a ridge on the
// gain itself. Learning how hard a prompt is instead was measured to be worth less: what is hard for both gains nothing.
// The sign of every feature is learnt, of length too: in some traffic long prompts gain, in other they do not.
// Must not know: which models, files.

import { matrixProduct } from '../heads/matrix-product.ts';
import { SURFACE_FEATURES } from './prompt-features.ts';
import { mean } from './routing-curve.ts';

export interface GainModel {
  /** By intent: the mean gain, drawn towards the mean of all as far as it rests on few rows. */
  readonly byIntent: ReadonlyMap<string, number>;
  readonly overall: number;
  readonly center: Float64Array;
  readonly spread: Float64Array;
  readonly weights: Float64Array;
  /** The factor that makes predictions as large as the gains that were then seen, 0..1: less than 1 if the ridge boasts. */
  readonly slope: number;
}

export interface GainExample {
  readonly features: Float64Array;
  readonly intent: string;
  readonly gain: number;
}

/** In units of rows: an intent's own mean counts half at this many. */
const PRIOR_ROWS = 20;
/** Ridge penalties for the surface features and for each dimension of the words; their ratio was found on GSM8K halves, and 100 to 300 by 1e4 to 1e5 are alike. */
const SURFACE_PENALTY = 300;
const WORD_PENALTY = 30_000;

export function fitGain(examples: readonly GainExample[]): GainModel {
  const plain = fitRidge(examples);
  // Out of fold, because a fitted line always looks calibrated on the rows it was fitted to.
  const predicted = examples.map((_, at) => at % FOLDS);
  const pairs = Array.from({ length: FOLDS }, (_, fold) => {
    const model = fitRidge(examples.filter((_, at) => predicted[at] !== fold));
    return examples
      .filter((_, at) => predicted[at] === fold)
      .map((one) => {
        const base = baseOf(model, one.intent);
        return { told: rawGain(model, one) - base, seen: one.gain - base };
      });
  }).flat();
  const power = pairs.reduce((sum, { told }) => sum + told * told, 0);
  const slope = power === 0 ? 0 : pairs.reduce((sum, { told, seen }) => sum + told * seen, 0) / power;
  return { ...plain, slope: Math.max(0, Math.min(1, slope)) };
}

const FOLDS = 5;

/** The gain to expect, in the unit of the outcomes. */
export function expectedGain(model: GainModel, prompt: Omit<GainExample, 'gain'>): number {
  const base = baseOf(model, prompt.intent);
  return base + model.slope * (rawGain(model, prompt) - base);
}

function rawGain(model: GainModel, { features, intent }: Omit<GainExample, 'gain'>): number {
  let sum = baseOf(model, intent);
  features.forEach((value, at) => {
    sum += ((value - (model.center[at] ?? 0)) / (model.spread[at] ?? 1)) * (model.weights[at] ?? 0);
  });
  return sum;
}

function baseOf(model: GainModel, intent: string): number {
  return model.byIntent.get(intent) ?? model.overall;
}

function fitRidge(examples: readonly GainExample[]): GainModel {
  const overall = mean(examples.map((one) => one.gain));
  const byIntent = new Map<string, number>();
  for (const [intent, gains] of Map.groupBy(examples, (one) => one.intent)) {
    const share = gains.length / (gains.length + PRIOR_ROWS);
    byIntent.set(intent, overall + share * (mean(gains.map((one) => one.gain)) - overall));
  }
  const size = examples[0]?.features.length ?? 0;
  const center = new Float64Array(size);
  const spread = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const values = examples.map((one) => one.features[at] ?? 0);
    center[at] = mean(values);
    spread[at] = Math.sqrt(mean(values.map((value) => (value - (center[at] ?? 0)) ** 2))) || 1;
  }
  const rows = examples.map((one) =>
    one.features.map((value, at) => (value - (center[at] ?? 0)) / (spread[at] ?? 1)),
  );
  const rest = examples.map((one) => one.gain - (byIntent.get(one.intent) ?? overall));
  return { byIntent, overall, center, spread, weights: solveRidge(rows, rest, size), slope: 1 };
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

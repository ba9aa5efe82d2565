// Learns a prompt model from outcomes: for each model a ridge on the quality of its answers, and levels calibrated on
// predictions out of fold. The difference of two models' ridges is the ridge on their difference, so one fit per model
// serves every pair. Must not know: files, routes.

import { deviationsFor } from '../quality/mean-interval.ts';
import { SURFACE_FEATURES } from '../quality/prompt-features.ts';
import {
  byteOfQuality,
  byteOfScore,
  HELD_ABSENT,
  type HeldOutBytes,
  type LearningRun,
  type ModelByPrompt,
} from '../quality/prompt-model.ts';
import { COLUMNS, type NgramScale, scaleOf, sparseRow } from '../quality/prompt-ngrams.ts';
import { qualityLevels } from './quality-levels.ts';
import { fitSparseRidge, joinRows, type Ridge, rowTimes, type SparseRows } from './sparse-ridge.ts';

/** Percent by model; undefined prompts are left out before. */
export interface PromptOutcome {
  readonly prompt: string;
  readonly quality: ReadonlyMap<string, number>;
}

/** What one fit gives: the parts of a prompt model, and what held-out rows were predicted to be worth. */
export interface PromptFit {
  readonly scale: NgramScale;
  readonly models: readonly ModelFit[];
  /** Of each outcome; all of one prompt are in one fold. */
  readonly folds: Int32Array;
}

export interface ModelFit {
  readonly name: string;
  readonly ridge: Ridge;
  /** By position in the outcomes; NaN where the model did not answer. Percent, and relative to the mean of the rows it was trained on. */
  readonly outOfFold: Float64Array;
  readonly level: Float64Array;
}

/** Of fewer prompts nothing is learned that holds on others. */
export const FEWEST_PROMPTS = 100;
export const FOLDS = 5;

export function fitByPrompt(outcomes: readonly PromptOutcome[]): PromptFit {
  const scale = scaleOf(outcomes.map(({ prompt }) => prompt));
  const rows = joinRows(outcomes.map(({ prompt }) => sparseRow(prompt, scale)));
  const folds = foldsOf(outcomes);
  const names = [...new Set(outcomes.flatMap(({ quality }) => [...quality.keys()]))];
  const models = names.map((name) => fitModel(name, outcomes, rows, folds));
  return { scale, models, folds };
}

function foldsOf(outcomes: readonly PromptOutcome[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(outcomes, ({ prompt }) => {
    const fold = known.get(prompt) ?? known.size % FOLDS;
    known.set(prompt, fold);
    return fold;
  });
}

function fitModel(
  name: string,
  outcomes: readonly PromptOutcome[],
  rows: SparseRows,
  folds: Int32Array,
): ModelFit {
  const answered = Int32Array.from(outcomes.keys()).filter((at) => outcomes[at]?.quality.has(name) === true);
  const fitted = (chosen: Int32Array) =>
    fitSparseRidge(
      rows,
      COLUMNS,
      chosen,
      Float64Array.from(chosen, (at) => outcomes[at]?.quality.get(name) ?? 0),
    );
  const outOfFold = new Float64Array(outcomes.length).fill(Number.NaN);
  const level = new Float64Array(outcomes.length).fill(Number.NaN);
  for (let fold = 0; fold < FOLDS; fold++) {
    const held = answered.filter((at) => folds[at] === fold);
    if (held.length === 0 || held.length === answered.length) continue;
    const ridge = fitted(answered.filter((at) => folds[at] !== fold));
    for (const at of held) {
      outOfFold[at] = rowTimes(rows, at, ridge.weights);
      level[at] = ridge.mean;
    }
  }
  return { name, ridge: fitted(answered), outOfFold, level };
}

/** Undefined if no model answered enough prompts. */
export function promptModelOf(
  { scale, models }: PromptFit,
  outcomes: readonly PromptOutcome[],
): LearningRun | undefined {
  const enough = models.filter(
    ({ outOfFold }) =>
      outOfFold.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) >= FEWEST_PROMPTS,
  );
  if (enough.length === 0) return undefined;
  const deviations = deviationsFor(enough.length);
  return {
    rows: outcomes.length,
    deviations,
    scale,
    models: enough.map((model) => modelOf(model, outcomes, deviations)),
  };
}

function modelOf(
  { name, ridge, outOfFold, level }: ModelFit,
  outcomes: readonly PromptOutcome[],
  z: number,
): ModelByPrompt {
  const held = outcomes.flatMap(({ quality }, at) => {
    const score = (level[at] ?? 0) + (outOfFold[at] ?? 0);
    return Number.isNaN(score) ? [] : [{ score, quality: quality.get(name) ?? 0 }];
  });
  const ngrams = ridge.weights.subarray(0, COLUMNS - SURFACE_FEATURES.length);
  const step = ngrams.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127 || 1;
  return {
    name,
    mean: ridge.mean,
    step,
    weights: Int8Array.from(ngrams, (weight) => Math.round(weight / step)),
    surface: [...ridge.weights.subarray(ngrams.length)],
    levels: qualityLevels(held, z),
    held: heldOutBytes({ name, outOfFold, level }, outcomes),
  };
}

/** Prompts in the file for calibrating pools: more would make it large, and intervals hardly narrower. */
const MOST_HELD = 4000;

function heldOutBytes(
  { name, outOfFold, level }: Pick<ModelFit, 'name' | 'outOfFold' | 'level'>,
  outcomes: readonly PromptOutcome[],
): HeldOutBytes {
  const every = Math.max(1, outcomes.length / MOST_HELD);
  const chosen = Array.from({ length: Math.min(outcomes.length, MOST_HELD) }, (_, at) =>
    Math.floor(at * every),
  );
  const scoreAt = (at: number) => (level[at] ?? Number.NaN) + (outOfFold[at] ?? Number.NaN);
  return {
    scores: Uint8Array.from(chosen, (at) => (Number.isNaN(scoreAt(at)) ? 0 : byteOfScore(scoreAt(at)))),
    quality: Uint8Array.from(chosen, (at) => {
      const quality = outcomes[at]?.quality.get(name);
      return quality === undefined || Number.isNaN(scoreAt(at)) ? HELD_ABSENT : byteOfQuality(quality);
    }),
  };
}

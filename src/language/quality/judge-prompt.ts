// Whether a model's answer to one prompt will be good enough, by a prompt model. A prompt is accepted where its expected
// quality reaches the bound and the held-out prompts with at least that expectation are known to reach it too. Must not
// know: pools, prices, how a prompt model is fitted.

import type { LearningRun, ModelByPrompt, PromptModel, QualityLevel } from './prompt-model.ts';
import { type SparseRow, sparseRow } from './prompt-ngrams.ts';

export interface PromptVerdict {
  readonly goodEnough: boolean;
  /** Percent: the mean of held-out prompts with a similar score. */
  readonly expected: number;
  /** Percent; the bound asked for. */
  readonly required: number;
  /** The held-out prompts that would be accepted too; undefined if no level is known to reach the bound. */
  readonly held?: Pick<QualityLevel, 'rows' | 'quality' | 'low'>;
}

export interface PromptJudgement {
  /** `bound` in percent; undefined if the file has no figures for the model. */
  readonly of: (name: string, bound: number) => PromptVerdict | undefined;
}

/**
 * Sets of prompts are tested from this size on: about as many as prove a quality half-way between the bound and
 * perfection. Smaller sets would fail for being small.
 */
function fewestRows(bound: number, deviations: number): number {
  return Math.max(30, (3 * deviations * deviations * bound) / Math.max(1e-9, 100 - bound));
}

/** Reads the prompt when the first model is asked for. */
export function judgePrompt(model: PromptModel, prompt: string): PromptJudgement {
  const scoreFor = scorePrompt(model, prompt);
  return {
    of: (name, bound) => {
      const score = scoreFor(name);
      return score === undefined ? undefined : verdictOf(model, name, score, bound);
    },
  };
}

/** Scores of a prompt by model, percent before calibration; reads the prompt when the first model is asked for. */
export function scorePrompt(model: PromptModel, prompt: string): (name: string) => number | undefined {
  const rows = new Map<LearningRun, SparseRow>();
  return (name) => {
    const found = modelNamed(model, name);
    if (found === undefined) return undefined;
    const { own, run } = found;
    const row = rows.get(run) ?? sparseRow(prompt, run.scale);
    rows.set(run, row);
    return scoreOf(own, row);
  };
}

/** Of a score that was computed before; undefined if the file has no figures for the model. */
export function verdictOf(
  model: PromptModel,
  name: string,
  score: number,
  bound: number,
): PromptVerdict | undefined {
  const found = modelNamed(model, name);
  return found && verdictAt(found.own, score, { bound, deviations: found.run.deviations });
}

/** A score with which that quality is expected, percent: for requests that are only described. */
export function scoreExpecting(model: PromptModel, name: string, expected: number): number | undefined {
  const levels = modelNamed(model, name)?.own.levels;
  return levels && (levels.findLast((level) => level.expected <= expected)?.from ?? Number.NEGATIVE_INFINITY);
}

/** Whether any prompt can be good enough; undefined if the file has no figures for the model. */
export function canBeGoodEnough(model: PromptModel, name: string, bound: number): boolean | undefined {
  const found = modelNamed(model, name);
  if (found === undefined) return undefined;
  return lowestLevel(found.own.levels, { bound, deviations: found.run.deviations }) !== undefined;
}

/** `haiku is good enough for this prompt: expected 93.1% (required 90%); 412 held-out prompts like it had 94.2%, at least 91.6%`. */
export function verdictWords(name: string, { goodEnough, expected, required, held }: PromptVerdict): string {
  if (held === undefined)
    return `${name} is not known to reach ${required}% on any prompt: expected ${one(expected)}%`;
  const told = `${name} is ${goodEnough ? '' : 'not '}good enough for this prompt: expected ${one(expected)}% (required ${required}%)`;
  if (!goodEnough) return told;
  return `${told}; ${held.rows} held-out prompts like it had ${one(held.quality)}%, at least ${one(held.low)}%`;
}

/** Percent, before calibration. */
export function scoreOf(
  { mean, step, weights, surface }: ModelByPrompt,
  { columns, values }: SparseRow,
): number {
  let ofNgrams = 0;
  let ofSurface = 0;
  for (let at = 0; at < columns.length; at++) {
    const column = columns[at] ?? 0;
    const value = values[at] ?? 0;
    if (column < weights.length) ofNgrams += value * (weights[column] ?? 0);
    else ofSurface += value * (surface[column - weights.length] ?? 0);
  }
  return mean + step * ofNgrams + ofSurface;
}

interface Claim {
  /** Percent. */
  readonly bound: number;
  readonly deviations: number;
}

function verdictAt({ levels }: ModelByPrompt, score: number, claim: Claim): PromptVerdict {
  const level = levels.findLast(({ from }) => from <= score) ?? levels[0];
  const held = lowestLevel(levels, claim);
  const expected = level?.expected ?? 0;
  return {
    goodEnough: level !== undefined && held !== undefined && level.from >= held.from,
    expected,
    required: claim.bound,
    ...(held === undefined ? {} : { held: { rows: held.rows, quality: held.quality, low: held.low } }),
  };
}

/**
 * The lowest level from which prompts are accepted. From the highest levels downwards, each set is tested only if the
 * one before passed, so that many sets need no correction for being many (fixed-sequence testing: Angelopoulos et al.,
 * "Learn then test", 2021).
 */
function lowestLevel(
  levels: readonly QualityLevel[],
  { bound, deviations }: Claim,
): QualityLevel | undefined {
  let found: QualityLevel | undefined;
  const first = Math.min(levels[0]?.rows ?? 0, fewestRows(bound, deviations));
  for (const level of levels.toReversed()) {
    if (level.expected < bound) break;
    if (level.rows < first) continue;
    if (level.low < bound) break;
    found = level;
  }
  return found;
}

function modelNamed(
  { runs }: PromptModel,
  name: string,
): { readonly own: ModelByPrompt; readonly run: LearningRun } | undefined {
  for (const run of runs) {
    const own = run.models.find((model) => model.name === name);
    if (own !== undefined) return { own, run };
  }
  return undefined;
}

function one(percent: number): number {
  return Math.round(percent * 10) / 10;
}

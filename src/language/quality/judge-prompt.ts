// Whether a model's answer to one prompt will be good enough, by a prompt model. In a pool, the cheapest member that no
// more expensive one is worth its price against (pool-rule.ts). A model by itself is accepted where its expected quality
// reaches the bound and the held-out prompts with at least that expectation are known to reach it too. Must not
// know: policies, how a prompt model is fitted.

import {
  bestAt,
  FEWEST_ROWS,
  type PoolRule,
  type PricedMember,
  poolRule,
  relativePrices,
} from './pool-rule.ts';
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
  /** In a pool: the member that the prompt is worth, and its expected quality. */
  readonly best?: { readonly name: string; readonly expected: number };
}

export interface ScoredMember extends PricedMember {
  /** Percent, before calibration. */
  readonly score: number;
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
export function judgePrompt(
  model: PromptModel,
  prompt: string,
  pool: readonly PricedMember[] = [],
): PromptJudgement {
  const scoreFor = scorePrompt(model, prompt);
  const members = pool.flatMap((member): ScoredMember[] => {
    const score = scoreFor(member.name);
    return score === undefined ? [] : [{ ...member, score }];
  });
  return {
    of: (name, bound) => {
      const score = scoreFor(name);
      if (score === undefined) return undefined;
      return verdictInPool(model, members, name, bound) ?? verdictOf(model, name, score, bound);
    },
  };
}

/**
 * With these verdicts the cheapest member that is good enough is the one to use. Undefined if the members were not learned
 * together: then each is judged by itself.
 */
export function verdictInPool(
  model: PromptModel,
  pool: readonly ScoredMember[],
  name: string,
  bound: number,
): PromptVerdict | undefined {
  const run = commonRun(model, pool);
  const member = pool.find((one) => one.name === name);
  if (run === undefined || member === undefined) return undefined;
  const expected = expectedOf(run, member);
  const rule = ruleFor(run, pool, bound);
  if (rule === undefined) return { goodEnough: false, expected, required: bound };
  const scores = pool.map(({ score }) => score);
  const best = pool[bestAt(scores, relativePrices(pool), rule.exchange)] ?? member;
  const { rows, quality, low } = rule;
  return {
    goodEnough: member === best || member.score >= best.score,
    expected,
    required: bound,
    held: { rows, quality, low },
    best: { name: best.name, expected: expectedOf(run, best) },
  };
}

/** Whether a pool can keep a bound; undefined if its members were not learned together. */
export function poolReaches(
  model: PromptModel,
  pool: readonly PricedMember[],
  bound: number,
): boolean | undefined {
  const run = commonRun(model, pool);
  return run && ruleFor(run, pool, bound) !== undefined;
}

/** The run that all members were learned in, if there are at least two, and held-out prompts. */
function commonRun(model: PromptModel, pool: readonly PricedMember[]): LearningRun | undefined {
  const runs = pool.map(({ name }) => modelNamed(model, name)?.run);
  const [run] = runs;
  const held = run?.models[0]?.held.scores.length ?? 0;
  return runs.length > 1 && new Set(runs).size === 1 && held >= FEWEST_ROWS ? run : undefined;
}

/** Calibrating takes milliseconds and depends only on the file, the members and their prices. */
const rules = new WeakMap<LearningRun, Map<string, PoolRule | undefined>>();

function ruleFor(run: LearningRun, pool: readonly PricedMember[], bound: number): PoolRule | undefined {
  const known = rules.get(run) ?? new Map<string, PoolRule | undefined>();
  rules.set(run, known);
  const key = JSON.stringify([bound, pool.map(({ name, price }) => [name, price])]);
  if (!known.has(key)) known.set(key, poolRule(run, pool, bound));
  return known.get(key);
}

function expectedOf({ models }: LearningRun, { name, score }: ScoredMember): number {
  const levels = models.find((model) => model.name === name)?.levels ?? [];
  return levelAt(levels, score)?.expected ?? 0;
}

function levelAt(levels: readonly QualityLevel[], score: number): QualityLevel | undefined {
  return levels.findLast(({ from }) => from <= score) ?? levels[0];
}

/** Scores of a prompt by model, percent before calibration; reads the prompt when the first model is asked for. */
export function scorePrompt(model: PromptModel, prompt: string): (name: string) => number | undefined {
  const rows = new Map<LearningRun, SparseRow>();
  const scores = new Map<ModelByPrompt, number>();
  return (name) => {
    const found = modelNamed(model, name);
    if (found === undefined) return undefined;
    const { own, run } = found;
    const known = scores.get(own);
    if (known !== undefined) return known;
    const row = rows.get(run) ?? sparseRow(prompt, run.scale);
    rows.set(run, row);
    const score = scoreOf(own, row);
    scores.set(own, score);
    return score;
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
export function verdictWords(
  name: string,
  { goodEnough, expected, required, held, best }: PromptVerdict,
): string {
  if (held === undefined)
    return `${name} is not known to reach ${required}% on any prompt: expected ${one(expected)}%`;
  if (!goodEnough && best !== undefined)
    return `${name} is not good enough for this prompt: expected ${one(expected)}%, ${best.name} ${one(best.expected)}%`;
  const told = `${name} is ${goodEnough ? '' : 'not '}good enough for this prompt: expected ${one(expected)}% (required ${required}%)`;
  if (!goodEnough) return told;
  return `${told}; ${held.rows} held-out prompts ${best === undefined ? 'like it' : 'routed so'} had ${one(held.quality)}%, at least ${one(held.low)}%`;
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
  const level = levelAt(levels, score);
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

// Outcomes as JSON Lines: all models of a prompt in a line, or a line for each answer. Must not know: files.

import { type GrowingRow, joinAnswer } from './join-answers.ts';
import { isComplexity, isCost, type OutcomeRow, type ReadRows } from './outcome-rows.ts';
import { type SeenScore, scoreOn, shownScore, type WrittenScore, writtenScore } from './score-scale.ts';

interface Written {
  readonly prompt?: unknown;
  readonly intent?: unknown;
  readonly group?: unknown;
  readonly complexity?: unknown;
  readonly contaminated?: unknown;
  readonly quality?: unknown;
  readonly model?: unknown;
  readonly score?: unknown;
  readonly cost?: unknown;
}

type WrittenRow = Omit<OutcomeRow, 'quality' | 'cost'> & {
  readonly scores: ReadonlyMap<string, WrittenScore>;
  readonly cost: ReadonlyMap<string, number>;
  /** Of one answer, to be joined with others of its prompt. */
  readonly long: boolean;
};

export function readJsonOutcomes(text: string, asked: number | undefined): ReadRows {
  const rows: OutcomeRow[] = [];
  const faults: { line: number; why: string }[] = [];
  const scores: SeenScore[] = [];
  const byPrompt = new Map<string, GrowingRow[]>();
  let contaminated = 0;
  const add = (row: WrittenRow, line: number) => {
    const { scores: own, long, cost, ...about } = row;
    const quality = new Map<string, number>();
    for (const [model, score] of own) {
      scores.push({ ...score, model, line });
      quality.set(model, scoreOn(score, asked));
    }
    if (long && about.prompt !== undefined)
      joinAnswer({ ...about, quality, cost: new Map(cost) }, byPrompt, rows);
    else rows.push({ ...about, quality, ...(cost.size === 0 ? {} : { cost }) });
  };
  text
    .replace(/^\ufeff/, '')
    .split('\n')
    .forEach((line, at) => {
      if (line.trim() === '') return;
      const row = rowOf(line);
      if (row === 'contaminated') contaminated++;
      else if (typeof row === 'string') faults.push({ line: at + 1, why: row });
      else add(row, at + 1);
    });
  return { rows, contaminated, faults, scores };
}

/** A string is the reason why it is not a row. */
function rowOf(line: string): WrittenRow | string {
  let value: Written | null;
  try {
    value = JSON.parse(line) as Written | null;
  } catch {
    return 'is not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
  if (value.contaminated === true) return 'contaminated';
  const { prompt, complexity, model } = value;
  if (prompt != null && typeof prompt !== 'string') return 'has a "prompt" that is not text';
  if (complexity != null && !isComplexity(complexity))
    return 'has a "complexity" that is not a number from 0 to 1';
  const long = typeof model === 'string' && value.quality === undefined;
  const scores = scoresOf(long ? { [model]: value.score } : value.quality);
  if (typeof scores === 'string') return scores;
  if (scores.size === 0) return long ? `has no score of "${model}"` : 'names no model';
  const cost =
    value.cost == null ? new Map<string, number>() : costsOf(long ? { [model]: value.cost } : value.cost);
  if (typeof cost === 'string') return cost;
  const intent = [value.intent, value.group].find((name) => typeof name === 'string' && name !== '');
  return {
    ...(prompt == null ? {} : { prompt }),
    intent: typeof intent === 'string' ? intent : '*',
    ...(complexity == null ? {} : { complexity }),
    scores,
    cost,
    long,
  };
}

/** `null` is a model without an answer. */
function scoresOf(value: unknown): ReadonlyMap<string, WrittenScore> | string {
  if (!isRecord(value)) return 'has no "quality": {MODEL: score}, nor a "model" with a "score"';
  const scores = new Map<string, WrittenScore>();
  for (const [model, figure] of Object.entries(value)) {
    const isPlain = ['number', 'boolean', 'string'].includes(typeof figure) || figure == null;
    const score = isPlain ? writtenScore(String(figure ?? '')) : 'is not a score';
    if (typeof score === 'string')
      return `the score ${isPlain ? shownScore(String(figure)) : 'object'} of "${model}" ${score}`;
    if (score !== undefined) scores.set(model, score);
  }
  return scores;
}

function costsOf(value: unknown): ReadonlyMap<string, number> | string {
  if (!isRecord(value)) return 'has no "cost": {MODEL: number}';
  const costs = new Map<string, number>();
  for (const [model, usd] of Object.entries(value)) {
    if (usd === null) continue;
    if (!isCost(usd)) return `the cost of "${model}" is not a number of dollars`;
    costs.set(model, usd);
  }
  return costs;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

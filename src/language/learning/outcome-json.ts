// Outcomes as JSON Lines: all models of a prompt in a line, or a line for each answer. Must not know: files.

import { type GrowingRow, joinAnswer, repeatedDecision } from './join-answers.ts';
import { isComplexity, isCost, isPropensity, type OutcomeRow, type ReadRows } from './outcome-rows.ts';
import { type SeenScore, scoreOn, shownScore, type WrittenScore, writtenScore } from './score-scale.ts';

interface Written {
  readonly decision?: unknown;
  readonly prompt?: unknown;
  readonly intent?: unknown;
  readonly group?: unknown;
  readonly complexity?: unknown;
  readonly contaminated?: unknown;
  readonly quality?: unknown;
  readonly model?: unknown;
  readonly score?: unknown;
  readonly cost?: unknown;
  readonly propensity?: unknown;
}

type WrittenRow = Omit<OutcomeRow, 'quality' | 'cost' | 'propensity'> & {
  readonly scores: ReadonlyMap<string, WrittenScore>;
  readonly cost: ReadonlyMap<string, number>;
  readonly propensity: ReadonlyMap<string, number>;
  readonly decision?: string;
  /** Of one answer, to be joined with others of its prompt. */
  readonly long: boolean;
};

export function readJsonOutcomes(text: string, asked: number | undefined): ReadRows {
  const rows: OutcomeRow[] = [];
  const faults: { line: number; why: string }[] = [];
  const scores: SeenScore[] = [];
  const byPrompt = new Map<string, GrowingRow[]>();
  let contaminated = 0;
  const decisions = new Map<string, number>();
  const add = ({ decision, ...row }: WrittenRow, line: number) => {
    const { scores: own, long, cost, propensity, ...about } = row;
    const repeated = repeatedDecision(decision, own.keys(), line, decisions);
    if (repeated !== undefined) faults.push({ line, why: repeated });
    const quality = new Map<string, number>();
    for (const [model, score] of own) {
      scores.push({ ...score, model, line });
      quality.set(model, scoreOn(score, asked));
    }
    if (long && about.prompt !== undefined)
      joinAnswer({ ...about, quality, cost: new Map(cost), propensity: new Map(propensity) }, byPrompt, rows);
    else
      rows.push({
        ...about,
        quality,
        ...(cost.size === 0 ? {} : { cost }),
        ...(propensity.size === 0 ? {} : { propensity }),
      });
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
    return 'is not JSON: write one object per line, for example with `jq -c . FILE > outcomes.jsonl`';
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
  const byModel = (figures: unknown) => (long && figures != null ? { [model]: figures } : figures);
  const cost = figuresOf(byModel(value.cost), COST);
  if (typeof cost === 'string') return cost;
  const propensity = figuresOf(byModel(value.propensity), PROPENSITY);
  if (typeof propensity === 'string') return propensity;
  const intent = [value.intent, value.group].find((name) => typeof name === 'string' && name !== '');
  return {
    ...(prompt == null ? {} : { prompt }),
    intent: typeof intent === 'string' ? intent : '*',
    ...(complexity == null ? {} : { complexity }),
    scores,
    ...(typeof value.decision === 'string' ? { decision: value.decision } : {}),
    cost,
    propensity,
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

interface Figure {
  readonly name: string;
  readonly isA: string;
  readonly isValid: (figure: unknown) => figure is number;
}

const COST: Figure = { name: 'cost', isA: 'a number of dollars', isValid: isCost };
const PROPENSITY: Figure = {
  name: 'propensity',
  isA: 'a probability: over 0, and at most 1',
  isValid: isPropensity,
};

function figuresOf(value: unknown, { name, isA, isValid }: Figure): ReadonlyMap<string, number> | string {
  const figures = new Map<string, number>();
  if (value == null) return figures;
  if (!isRecord(value)) return `has no "${name}": {MODEL: number}`;
  for (const [model, figure] of Object.entries(value)) {
    if (figure === null) continue;
    if (!isValid(figure)) return `the ${name} of "${model}" is not ${isA}`;
    figures.set(model, figure);
  }
  return figures;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

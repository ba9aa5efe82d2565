/**
 * Decisions of the log joined with their results: one outcome per decision whose answer was checked or received
 * feedback. Prompts are not logged, so rows have none: they show how good a model is at an intent.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { logFiles } from '../observe/log-files.ts';
import type { DecisionLine } from './decision-log.ts';
import { type FeedbackLine, feedbackFiles } from './feedback-log.ts';

export interface LoggedOutcome {
  readonly decision: string;
  readonly intent?: string;
  /** 0..1. */
  readonly complexity?: number;
  /** By model, 0..1: 1 or 0 by checks, or the score that was given. */
  readonly quality: Readonly<Record<string, number>>;
  /**
   * The probability with which a pool that explores chose the model, times that with which the log kept the decision;
   * absent where both are 1.
   */
  readonly propensity?: Readonly<Record<string, number>>;
}

/** In the order of the log. Lines cut by a crash are skipped. */
export async function* outcomesOf(directory: string): AsyncGenerator<LoggedOutcome> {
  const scores = new Map<string, number>();
  for (const { name } of await feedbackFiles(directory))
    for await (const { decision, score } of linesOf<FeedbackLine>(join(directory, name)))
      scores.set(decision, score);
  for (const { name } of await logFiles(directory))
    for await (const line of linesOf<DecisionLine>(join(directory, name))) {
      const outcome = outcomeOf(line, scores.get(line.id ?? ''));
      if (outcome !== undefined) yield outcome;
    }
}

/** Feedback from a person outranks a check. */
function outcomeOf(line: DecisionLine, score: number | undefined): LoggedOutcome | undefined {
  const quality: Record<string, number> = {};
  for (const { model, checks = [] } of line.attempts ?? [])
    if (checks.length > 0) quality[model] = checks.every(({ ok }) => ok) ? 1 : 0;
  if (score !== undefined && line.model !== null) quality[line.model] = score;
  if (line.id === undefined || Object.keys(quality).length === 0) return undefined;
  const { intent, complexity } = { ...('facts' in line ? line.facts : {}), ...line.inputs?.facts };
  return {
    decision: line.id,
    ...(typeof intent === 'string' ? { intent } : {}),
    ...(typeof complexity === 'number' ? { complexity } : {}),
    quality,
    ...propensityOf(line, quality),
  };
}

/** Of a pool's choice only for the model that was chosen: for a fallback the probability is not known. */
function propensityOf(
  line: DecisionLine,
  quality: LoggedOutcome['quality'],
): Pick<LoggedOutcome, 'propensity'> {
  const chosen = line.plan?.[0]?.model;
  const { propensity = 1 } = line;
  const weight = line.version === 3 ? (line.weight ?? 1) : 1;
  const all = Object.keys(quality).map(
    (model) => [model, (model === chosen ? propensity : 1) / weight] as const,
  );
  const known = all.filter(
    ([model, own]) => own !== 1 || (model === chosen && line.propensity !== undefined),
  );
  return known.length === 0 ? {} : { propensity: Object.fromEntries(known) };
}

async function* linesOf<T>(path: string): AsyncGenerator<T> {
  const input = createReadStream(path, 'utf8');
  try {
    for await (const text of createInterface({ input })) {
      const line = parsed<T>(text);
      if (line !== undefined) yield line;
    }
  } finally {
    input.destroy();
  }
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

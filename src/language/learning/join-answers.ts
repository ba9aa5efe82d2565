// Answers of several models that are written one per line, joined to one row per prompt. Must not know: how lines are
// written.

import type { OutcomeRow } from './outcome-rows.ts';

/** A row that is extended while lines are read. */
export interface GrowingRow extends OutcomeRow {
  readonly quality: Map<string, number>;
  readonly cost: Map<string, number>;
  readonly propensity: Map<string, number>;
}

/**
 * The reason why an answer counts twice. An export holds the outcomes of the whole log, so two of them in one file repeat
 * each other. `seen`: lines by decision and model.
 */
export function repeatedDecision(
  decision: string | undefined,
  models: Iterable<string>,
  line: number,
  seen: Map<string, number>,
): string | undefined {
  if (decision === undefined || decision === '') return undefined;
  for (const model of models) {
    const name = JSON.stringify([decision, model]);
    const known = seen.get(name);
    if (known !== undefined)
      return `repeats the outcome of "${model}" for the decision ${decision} in line ${known}: an export contains all outcomes of the log, so the newest alone is enough`;
    seen.set(name, line);
  }
  return undefined;
}

/**
 * Adds to the first row of its prompt and intent without a value for the model: a model with two answers makes two
 * rows.
 */
export function joinAnswer(one: GrowingRow, byPrompt: Map<string, GrowingRow[]>, rows: OutcomeRow[]): void {
  const name = JSON.stringify([one.intent, one.prompt]);
  const known = byPrompt.get(name) ?? [];
  byPrompt.set(name, known);
  const room = known.find(({ quality }) => [...one.quality.keys()].every((model) => !quality.has(model)));
  if (room === undefined) {
    known.push(one);
    rows.push(one);
    return;
  }
  for (const [model, score] of one.quality) room.quality.set(model, score);
  for (const [model, cost] of one.cost) room.cost.set(model, cost);
  for (const [model, probability] of one.propensity) room.propensity.set(model, probability);
}

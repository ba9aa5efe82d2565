// Answers of several models that are written one per line, joined to one row per prompt. Must not know: how lines are
// written.

import type { OutcomeRow } from './outcome-rows.ts';

/** A row that is extended while lines are read. */
export interface GrowingRow extends OutcomeRow {
  readonly quality: Map<string, number>;
  readonly cost: Map<string, number>;
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
}

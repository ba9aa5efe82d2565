// A training row with what some fit says of it, and whether taking that would be right.
// Must not know: which fit, held out or finished.

import type { Outcome } from './calibrate.ts';
import type { TrainingRow } from './training-rows.ts';

/**
 * How much of the background's logit is taken off an intent's. With two intents the share matters little; with ten and
 * more, what is out of scope is told better with half of it than with all or nothing (CLINC150's validation split:
 * AUROC .958 against .950 at ten intents, .972 against .966 at 150).
 */
export const BACKGROUND_SHARE = 0.5;

/** A row with the logit of every intent, less the background's share. */
export interface ReadRow {
  readonly row: TrainingRow;
  readonly logits: Float64Array;
  /** Index of the highest logit. */
  readonly best: number;
}

export function readRow(row: TrainingRow, logits: Float64Array, at: number, intents: number): ReadRow {
  const background = BACKGROUND_SHARE * (logits[at + intents] ?? 0);
  const own = logits.slice(at, at + intents).map((logit) => logit - background);
  let best = 0;
  own.forEach((logit, intent) => {
    if (logit > (own[best] ?? 0)) best = intent;
  });
  return { row, logits: own, best };
}

/** What is right to take: an example's own intent. Taking anything for background is wrong. */
export function outcomeOf(read: ReadRow): Outcome[] {
  const logit = read.logits[read.best] ?? 0;
  if (read.row.kind === 'example') return [{ logit, right: read.best === read.row.intent }];
  if (read.row.kind === 'background') return [{ logit, right: false }];
  return [];
}

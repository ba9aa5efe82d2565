// How models did on prompts: one row per prompt, from an evaluation, from feedback, from a log. Must not know: files,
// how rows are written, models' prices.

import type { SeenScore } from './score-scale.ts';

export interface OutcomeRow {
  /**
   * Undefined where it is not known, as in rows from a decision log: such a row shows how good a model is, but not on
   * which words.
   */
  readonly prompt?: string;
  /** The intent, topic or benchmark it belongs to; `*` where it is not given. */
  readonly intent: string;
  /** 0..1, as it was when the request was answered. */
  readonly complexity?: number;
  /** By model; higher is better; on one scale throughout a file. */
  readonly quality: ReadonlyMap<string, number>;
  /** US dollars by model. */
  readonly cost?: ReadonlyMap<string, number>;
  /** By model: the probability with which it was chosen for this request, over 0 to 1; not known of most. */
  readonly propensity?: ReadonlyMap<string, number>;
}

export interface OutcomeFault {
  readonly line: number;
  readonly why: string;
}

/** A row in either form; `contaminated` marks a row that a model has seen in training. */
export interface ReadRows {
  readonly rows: readonly OutcomeRow[];
  readonly contaminated: number;
  readonly faults: readonly OutcomeFault[];
  /** Every score as it is written. */
  readonly scores: readonly SeenScore[];
}

export interface Outcomes extends Omit<ReadRows, 'scores'> {
  /** The highest value a score can have. */
  readonly scale: number;
}

export function isCost(figure: unknown): figure is number {
  return typeof figure === 'number' && figure >= 0 && Number.isFinite(figure);
}

export function isPropensity(figure: unknown): figure is number {
  return typeof figure === 'number' && figure > 0 && figure <= 1;
}

export function isComplexity(figure: unknown): figure is number {
  return typeof figure === 'number' && figure >= 0 && figure <= 1;
}

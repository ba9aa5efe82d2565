// The reading of each example by a head that was not trained on it: the only valid basis for thresholds. Stratified
// folds: five, or ten as soon as an intent has fewer than ten examples, so that each of its examples is then held out
// alone. Names and meanings are never held out; counter-examples and background are. Must not know: thresholds,
// texts.

import type { GramProduct } from './gram.ts';
import { type Fit, fitLogisticRegression, type Problem } from './logistic-regression.ts';
import type { TrainingRow } from './training-rows.ts';

/** λ of the penalty; between 0.025 and 0.3 the choice moved no measured figure by more than a point. */
const PENALTY = 0.1;
/** Number of examples below which each one is held out alone, and below which more examples are recommended. */
const MOST_FOLDS = 10;

export interface HeldOut {
  readonly folds: number;
  readonly full: Fit;
  /** rows × classes; for names and meanings the full fit's. */
  readonly logits: Float64Array;
  /** The same with fewer examples to learn from, for the learning curve; only where examples are few. */
  readonly curve?: { readonly half: Float64Array; readonly most: Float64Array };
}

/** From here on six more fits take seconds, and with this many examples ten more make little difference. */
const MOST_FOR_CURVE = 500;

/** The fraction of parts held out for the curve's second point. */
export const CURVE_PARTS = 4;

/** `curve`: whether the logits for a learning curve are wanted, too. */
export function fitWithHeldOut(
  rows: readonly TrainingRow[],
  intents: number,
  gram: GramProduct,
  curve: boolean,
): HeldOut {
  const classes = intents + 1;
  const targets = Int32Array.from(rows, (row) => (row.kind === 'counter' ? -1 - row.intent : row.intent));
  const importance = Float64Array.from(rows, (row) => row.importance);
  const problem = { rows: rows.length, classes, gram, targets, importance, penalty: PENALTY };
  const full = fitLogisticRegression(problem, FIT);

  const folds = foldCount(rows, intents);
  const logits = heldOutLogits(problem, rows, full, folds, { ...REFIT, from: full.coefficients });
  // From scratch, as the head itself was fitted: starting from a fit on all rows would favour the larger part.
  const without = (parts: number) => heldOutLogits(problem, rows, full, parts, FIT);
  const few =
    curve && folds === MOST_FOLDS && rows.filter(({ kind }) => kind === 'example').length <= MOST_FOR_CURVE;
  return { folds, full, logits, ...(few ? { curve: { half: without(2), most: without(CURVE_PARTS) } } : {}) };
}

const FIT = { iterations: 40, tolerance: 0.01 };
/** From a fit that is nearly right. */
const REFIT = { iterations: 12, tolerance: 0.02 };

/** Each part's rows as read without them. */
function heldOutLogits(
  problem: Problem,
  rows: readonly TrainingRow[],
  full: Fit,
  parts: number,
  fitting: { readonly from?: Float64Array; readonly iterations: number; readonly tolerance: number },
): Float64Array {
  const { classes, importance } = problem;
  const partOf = assignParts(rows, parts);
  const logits = Float64Array.from(full.logits);
  for (let part = 0; part < parts; part++) {
    const start = Float64Array.from(fitting.from ?? new Float64Array(logits.length));
    const kept = importance.map((value, row) => (partOf[row] === part ? 0 : value));
    rows.forEach((_, row) => {
      if (partOf[row] === part) start.fill(0, row * classes, (row + 1) * classes);
    });
    const fit = fitLogisticRegression({ ...problem, importance: kept }, { ...fitting, start });
    rows.forEach((_, row) => {
      if (partOf[row] !== part) return;
      logits.set(fit.logits.subarray(row * classes, (row + 1) * classes), row * classes);
    });
  }
  return logits;
}

function foldCount(rows: readonly TrainingRow[], intents: number): number {
  const sizes = new Array<number>(intents).fill(0);
  for (const row of rows) if (row.kind === 'example') sizes[row.intent] = (sizes[row.intent] ?? 0) + 1;
  return sizes.some((size) => size < MOST_FOLDS) ? MOST_FOLDS : 5;
}

/** Round robin within an intent and kind; −1 for rows that are never held out. */
function assignParts(rows: readonly TrainingRow[], folds: number): Int32Array {
  const next = new Map<string, number>();
  return Int32Array.from(rows, (row) => {
    if (row.kind === 'label') return -1;
    const stratum = `${row.kind} ${row.intent}`;
    const at = next.get(stratum) ?? 0;
    next.set(stratum, at + 1);
    return at % folds;
  });
}

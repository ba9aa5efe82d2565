// The reading of each example by a head that was not trained on it: the only valid basis for thresholds. Stratified
// folds: five, or ten as soon as an intent has fewer than ten examples, so that each of its examples is then held out
// alone. Names, meanings and borrowed texts are never held out; counter-examples and background are. Must not know: thresholds,
// texts.

import { addRows } from './add-rows.ts';
import type { SparseRow } from './feature-table.ts';
import { combineRows, type GramProduct, type Weights } from './gram.ts';
import { type Fit, fitLogisticRegression, type Problem } from './logistic-regression.ts';
import type { TrainingRow } from './training-row.ts';

/** λ of the penalty; between 0.025 and 0.3 the choice moved no measured figure by more than a point. */
const PENALTY = 0.1;
/** Number of examples below which each one is held out alone, and below which more examples are recommended. */
const MOST_FOLDS = 10;

/** Logits by row: of each row's features, and of its stretches where it has several. */
export interface RowLogits {
  readonly rows: readonly Float64Array[];
  readonly stretches: ReadonlyMap<number, readonly Float64Array[]>;
}

export interface HeldOut {
  readonly folds: number;
  /** By the fit on all rows, which the head is made of. */
  readonly fitted: RowLogits & { readonly weights: Weights };
  /** By a fit without the row; for rows that are never held out the full fit's. */
  readonly heldOut: RowLogits;
  /** The same with fewer examples to learn from, for the learning curve; only where examples are few. */
  readonly curve?: { readonly half: RowLogits; readonly most: RowLogits };
}

/** From here on six more fits take seconds, and with this many examples ten more make little difference. */
const MOST_FOR_CURVE = 500;

/** Below this a difference cannot be seen. */
export const FEWEST_FOR_CURVE = 8;

/** The fraction of parts held out for the curve's second point. */
export const CURVE_PARTS = 4;

export interface FitInput {
  readonly rows: readonly TrainingRow[];
  readonly intents: number;
  /** Classes in all: intents and what is not meant. */
  readonly classes: number;
  /** Width of the rows' sparse part. */
  readonly columns: number;
  readonly gram: GramProduct;
}

/** `curve`: whether the logits for a learning curve are wanted, too. */
export function fitWithHeldOut(input: FitInput, curve: boolean): HeldOut {
  const { rows, intents, classes, gram } = input;
  const problem = problemOf(rows, classes, gram);
  const full = fitLogisticRegression(problem, FIT);
  const folds = foldCount(rows, intents);
  // From scratch, as the head itself was fitted: starting from a fit on all rows would favour the larger part.
  const fitted = readFitted(input, full);
  const without = (parts: number) => readHeldOut(input, problem, fitted, parts, FIT);
  const examples = rows.filter(({ kind }) => kind === 'example').length;
  const few = curve && folds === MOST_FOLDS && examples >= FEWEST_FOR_CURVE && examples <= MOST_FOR_CURVE;
  return {
    folds,
    fitted,
    heldOut: readHeldOut(input, problem, fitted, folds, { ...REFIT, from: full.coefficients }),
    ...(few ? { curve: { half: without(2), most: without(CURVE_PARTS) } } : {}),
  };
}

/** One fit on all rows. `intent` is the class, from 0. */
export function fitOnce(
  rows: readonly Pick<TrainingRow, 'intent' | 'importance'>[],
  classes: number,
  gram: GramProduct,
): Fit {
  return fitLogisticRegression(problemOf(rows, classes, gram), FIT);
}

const FIT = { iterations: 40, tolerance: 0.01 };
/** From a fit that is nearly right. */
const REFIT = { iterations: 12, tolerance: 0.02 };

function problemOf(
  rows: readonly (Pick<TrainingRow, 'intent' | 'importance'> & { readonly kind?: TrainingRow['kind'] })[],
  classes: number,
  gram: GramProduct,
): Problem {
  const targets = Int32Array.from(rows, (row) => (row.kind === 'counter' ? -1 - row.intent : row.intent));
  const importance = Float64Array.from(rows, (row) => row.importance);
  return { rows: rows.length, classes, gram, targets, importance, penalty: PENALTY, free: [] };
}

/**
 * Each part's rows as read without them. Their stretches are read by the full fit, less what the row's own logits
 * gained from being fitted: weights for every part would take longer than the fits.
 */
function readHeldOut(
  { rows, classes }: FitInput,
  problem: Problem,
  fitted: RowLogits,
  parts: number,
  fitting: { readonly from?: Float64Array; readonly iterations: number; readonly tolerance: number },
): RowLogits {
  const { importance } = problem;
  const partOf = assignParts(rows, parts);
  const logits = [...fitted.rows];
  for (let part = 0; part < parts; part++) {
    const start = Float64Array.from(fitting.from ?? new Float64Array(rows.length * classes));
    const kept = importance.map((value, row) => (partOf[row] === part ? 0 : value));
    rows.forEach((_, row) => {
      if (partOf[row] === part) start.fill(0, row * classes, (row + 1) * classes);
    });
    const fit = fitLogisticRegression({ ...problem, importance: kept }, { ...fitting, start });
    rows.forEach((_, row) => {
      if (partOf[row] === part) logits[row] = fit.logits.slice(row * classes, (row + 1) * classes);
    });
    problem.free?.push(start, fit.coefficients, fit.logits);
  }
  const stretches = new Map(
    [...fitted.stretches].map(([row, some]) => {
      const [without, by] = [logits[row], fitted.rows[row]];
      return [row, some.map((one) => one.map((logit, c) => logit + (without?.[c] ?? 0) - (by?.[c] ?? 0)))];
    }),
  );
  return { rows: logits, stretches };
}

function readFitted({ rows, classes, columns }: FitInput, fit: Fit): HeldOut['fitted'] {
  const weights = combineRows(
    rows.map(({ features }) => features),
    columns,
    fit.coefficients,
    classes,
  );
  return {
    rows: rows.map((_, row) => fit.logits.subarray(row * classes, (row + 1) * classes)),
    stretches: new Map(
      rows.flatMap(({ stretches }, row) =>
        stretches.length === 0
          ? []
          : [[row, stretches.map(({ features }) => logitsOfRow(features, weights, classes))] as const],
      ),
    ),
    weights,
  };
}

/** The logit of every class for a row that need not have been fitted. */
export function logitsOfRow(
  { columns, values, dense }: SparseRow,
  weights: Weights,
  classes: number,
): Float64Array {
  const logits = Float64Array.from(weights.bias.subarray(0, classes));
  addRows(logits, weights.sparse, values, columns);
  addRows(logits, weights.dense, dense);
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
    if (row.kind === 'label' || row.kind === 'borrowed') return -1;
    const stratum = `${row.kind} ${row.intent}`;
    const at = next.get(stratum) ?? 0;
    next.set(stratum, at + 1);
    return at % folds;
  });
}

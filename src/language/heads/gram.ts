// Products of sparse rows with each other, the way the fit wants them. A constant 1 is added to every product: the bias.
// Few rows: the whole matrix once. Many rows: through the columns each time, which is less work and memory then.
// Must not know: what rows or columns mean.

import type { SparseRow } from './feature-table.ts';

/** Up to this many rows the matrix is kept whole: 8 bytes × 1,200² is 11 MB. */
const WHOLE_UP_TO = 1200;

export type GramProduct = (of: Float64Array, into: Float64Array) => void;

export function gramProduct(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  return rows.length <= WHOLE_UP_TO
    ? throughMatrix(rows, columns, classes)
    : throughColumns(rows, columns, classes);
}

function throughMatrix(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  const n = rows.length;
  const matrix = new Float64Array(n * n);
  const dense = new Float64Array(columns);
  rows.forEach((row, i) => {
    row.columns.forEach((column, at) => {
      dense[column] = row.values[at] ?? 0;
    });
    for (let j = 0; j <= i; j++) {
      const product = 1 + dotDense(rows[j], dense);
      matrix[i * n + j] = product;
      matrix[j * n + i] = product;
    }
    for (const column of row.columns) dense[column] = 0;
  });
  return (of, into) => {
    into.fill(0);
    for (let i = 0; i < n; i++) {
      const to = i * classes;
      for (let j = 0; j < n; j++) {
        const product = matrix[i * n + j] ?? 0;
        const from = j * classes;
        for (let c = 0; c < classes; c++) into[to + c] = (into[to + c] ?? 0) + product * (of[from + c] ?? 0);
      }
    }
  };
}

function throughColumns(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  const weights = new Float32Array((columns + 1) * classes);
  return (of, into) => {
    combineRows(rows, of, classes, weights);
    rows.forEach((row, i) => {
      const to = i * classes;
      for (let c = 0; c < classes; c++) into[to + c] = weights[columns * classes + c] ?? 0;
      for (let at = 0; at < row.columns.length; at++) {
        const value = row.values[at] ?? 0;
        const from = (row.columns[at] ?? 0) * classes;
        for (let c = 0; c < classes; c++)
          into[to + c] = (into[to + c] ?? 0) + value * (weights[from + c] ?? 0);
      }
    });
  };
}

/** rowsᵀ · coefficients into columns × classes weights; the last line of weights is the bias. */
export function combineRows(
  rows: readonly SparseRow[],
  coefficients: Float64Array,
  classes: number,
  weights: Float32Array,
): void {
  weights.fill(0);
  const bias = weights.length - classes;
  rows.forEach((row, i) => {
    const from = i * classes;
    for (let c = 0; c < classes; c++)
      weights[bias + c] = (weights[bias + c] ?? 0) + (coefficients[from + c] ?? 0);
    for (let at = 0; at < row.columns.length; at++) {
      const value = row.values[at] ?? 0;
      const to = (row.columns[at] ?? 0) * classes;
      for (let c = 0; c < classes; c++)
        weights[to + c] = (weights[to + c] ?? 0) + value * (coefficients[from + c] ?? 0);
    }
  });
}

function dotDense(row: SparseRow | undefined, dense: Float64Array): number {
  if (row === undefined) return 0;
  let sum = 0;
  for (let at = 0; at < row.columns.length; at++)
    sum += (row.values[at] ?? 0) * (dense[row.columns[at] ?? 0] ?? 0);
  return sum;
}

// Products of rows with each other, as the fit needs them. A constant 1 is added to every product: the bias. Up to
// some thousands of rows the whole matrix is computed once; with more rows the columns are used each time. Must not
// know: what rows or columns mean.

import type { SparseRow } from './feature-table.ts';
import { matrixProduct } from './matrix-product.ts';

/** Up to this many rows the matrix is kept whole: 4 bytes × 4,000² is 64 MB, in the training thread only. */
const WHOLE_UP_TO = 4000;

export type GramProduct = (of: Float64Array, into: Float64Array) => void;

/** Weights of each column, of each dense dimension and of the bias, class after class. */
export interface Weights {
  readonly sparse: Float32Array;
  readonly dense: Float32Array;
  readonly bias: Float32Array;
}

export function gramProduct(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  return rows.length <= WHOLE_UP_TO
    ? throughMatrix(rows, columns, classes)
    : throughColumns(rows, columns, classes);
}

function throughMatrix(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  const n = rows.length;
  const { left: matrix, times } = matrixProduct(n, n, classes);
  const dense = denseProducts(rows);
  const spread = new Float64Array(columns);
  rows.forEach((row, i) => {
    row.columns.forEach((column, at) => {
      spread[column] = row.values[at] ?? 0;
    });
    for (let j = 0; j <= i; j++) {
      const product = 1 + (dense[i * n + j] ?? 0) + dotSpread(rows[j], spread);
      matrix[i * n + j] = product;
      matrix[j * n + i] = product;
    }
    for (const column of row.columns) spread[column] = 0;
  });
  return times;
}

/** Products of the dense parts alone, n × n. */
function denseProducts(rows: readonly SparseRow[]): Float32Array {
  const n = rows.length;
  const dimensions = rows[0]?.dense.length ?? 0;
  const products = new Float32Array(n * n);
  if (dimensions === 0) return products;
  const { left, times } = matrixProduct(n, dimensions, n);
  const right = new Float32Array(dimensions * n);
  rows.forEach((row, i) => {
    left.set(row.dense, i * dimensions);
    row.dense.forEach((value, at) => {
      right[at * n + i] = value;
    });
  });
  times(right, products);
  return products;
}

function throughColumns(rows: readonly SparseRow[], columns: number, classes: number): GramProduct {
  return (of, into) => {
    const { sparse, dense, bias } = combineRows(rows, columns, of, classes);
    rows.forEach((row, i) => {
      const to = i * classes;
      for (let c = 0; c < classes; c++) into[to + c] = bias[c] ?? 0;
      row.columns.forEach((column, at) => {
        addScaled(into, to, row.values[at] ?? 0, sparse, column * classes, classes);
      });
      row.dense.forEach((value, at) => {
        addScaled(into, to, value, dense, at * classes, classes);
      });
    });
  };
}

/** rowsᵀ · coefficients: the weights that result from the coefficients of the rows. */
export function combineRows(
  rows: readonly SparseRow[],
  columns: number,
  coefficients: Float64Array,
  classes: number,
): Weights {
  const sparse = new Float32Array(columns * classes);
  const dense = new Float32Array((rows[0]?.dense.length ?? 0) * classes);
  const bias = new Float32Array(classes);
  rows.forEach((row, i) => {
    const from = i * classes;
    addScaled(bias, 0, 1, coefficients, from, classes);
    row.columns.forEach((column, at) => {
      addScaled(sparse, column * classes, row.values[at] ?? 0, coefficients, from, classes);
    });
    row.dense.forEach((value, at) => {
      addScaled(dense, at * classes, value, coefficients, from, classes);
    });
  });
  return { sparse, dense, bias };
}

type Numbers = Float32Array | Float64Array;

function addScaled(to: Numbers, at: number, scale: number, what: Numbers, from: number, count: number): void {
  for (let c = 0; c < count; c++) to[at + c] = (to[at + c] ?? 0) + scale * (what[from + c] ?? 0);
}

function dotSpread(row: SparseRow | undefined, spread: Float64Array): number {
  if (row === undefined) return 0;
  let sum = 0;
  for (let at = 0; at < row.columns.length; at++)
    sum += (row.values[at] ?? 0) * (spread[row.columns[at] ?? 0] ?? 0);
  return sum;
}

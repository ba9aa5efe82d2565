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
  const sparse = sparseProducts(rows, columns);
  for (let i = 0; i < n; i++) {
    const products = sparse(i);
    for (let j = 0; j <= i; j++) {
      const product = 1 + (dense[i * n + j] ?? 0) + (products[j] ?? 0);
      matrix[i * n + j] = product;
      matrix[j * n + i] = product;
    }
  }
  return times;
}

/**
 * Products of the sparse parts of row `i`, given in ascending order, with each row up to it. By column, because most
 * rows share nearly none of theirs.
 */
function sparseProducts(rows: readonly SparseRow[], columns: number): (i: number) => Float64Array {
  const starts = new Int32Array(columns + 1);
  for (const row of rows)
    for (const column of row.columns) starts[column + 1] = (starts[column + 1] ?? 0) + 1;
  for (let column = 0; column < columns; column++)
    starts[column + 1] = (starts[column + 1] ?? 0) + (starts[column] ?? 0);
  const ends = starts.slice(0, columns);
  const holders = new Int32Array(starts[columns] ?? 0);
  const values = new Float32Array(holders.length);
  const products = new Float64Array(rows.length);
  return (i) => {
    products.fill(0, 0, i + 1);
    const row = rows[i];
    for (let at = 0; at < (row?.columns.length ?? 0); at++) {
      const column = row?.columns[at] ?? 0;
      const value = row?.values[at] ?? 0;
      const end = ends[column] ?? 0;
      holders[end] = i;
      values[end] = value;
      ends[column] = end + 1;
      for (let held = starts[column] ?? 0; held <= end; held++) {
        const j = holders[held] ?? 0;
        products[j] = (products[j] ?? 0) + value * (values[held] ?? 0);
      }
    }
    return products;
  };
}

/** Columns of the product that are computed at a time, so that a part of the right matrix stays in the fast memory. */
const PANEL = 32;

/** Products of the dense parts alone, n × n, of each row with those up to it. */
function denseProducts(rows: readonly SparseRow[]): Float32Array {
  const n = rows.length;
  const dimensions = rows[0]?.dense.length ?? 0;
  const products = new Float32Array(n * n);
  if (dimensions === 0) return products;
  const { left, times } = matrixProduct(n, dimensions, PANEL);
  rows.forEach((row, i) => {
    left.set(row.dense, i * dimensions);
  });
  const right = new Float32Array(dimensions * PANEL);
  const panel = new Float32Array(n * PANEL);
  for (let from = 0; from < n; from += PANEL) {
    const width = Math.min(PANEL, n - from);
    for (let j = 0; j < width; j++)
      for (let at = 0; at < dimensions; at++) right[at * PANEL + j] = left[(from + j) * dimensions + at] ?? 0;
    times(right, panel, from);
    for (let i = from; i < n; i++) products.set(panel.subarray(i * PANEL, i * PANEL + width), i * n + from);
  }
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
    for (let at = 0; at < row.columns.length; at++)
      addScaled(sparse, (row.columns[at] ?? 0) * classes, row.values[at] ?? 0, coefficients, from, classes);
    for (let at = 0; at < row.dense.length; at++)
      addScaled(dense, at * classes, row.dense[at] ?? 0, coefficients, from, classes);
  });
  return { sparse, dense, bias };
}

type Numbers = Float32Array | Float64Array;

function addScaled(to: Numbers, at: number, scale: number, what: Numbers, from: number, count: number): void {
  for (let c = 0; c < count; c++) to[at + c] = (to[at + c] ?? 0) + scale * (what[from + c] ?? 0);
}

/** The little linear algebra that distilling needs, over row-major matrices. */
import { matrixProduct } from '../../src/language/heads/matrix-product.ts';

export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export function matrix(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float32Array(rows * columns) };
}

export function times(left: Matrix, right: Matrix): Matrix {
  const product = matrixProduct(left.rows, left.columns, right.columns);
  product.left.set(left.values);
  const made = matrix(left.rows, right.columns);
  product.times(right.values, made.values);
  return made;
}

export function transposed({ rows, columns, values }: Matrix): Matrix {
  const made = matrix(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < columns; at++) made.values[at * rows + row] = values[row * columns + at] ?? 0;
  }
  return made;
}

/** Every row of unit length, after the mean row was taken off where `centred`. */
export function unitRows(given: Matrix, centred: boolean): Matrix {
  const { rows, columns, values } = given;
  const mean = new Float64Array(columns);
  if (centred) {
    for (let row = 0; row < rows; row++)
      for (let at = 0; at < columns; at++)
        mean[at] = (mean[at] ?? 0) + (values[row * columns + at] ?? 0) / rows;
  }
  const made = matrix(rows, columns);
  for (let row = 0; row < rows; row++) {
    let square = 0;
    for (let at = 0; at < columns; at++) square += ((values[row * columns + at] ?? 0) - (mean[at] ?? 0)) ** 2;
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let at = 0; at < columns; at++) {
      const place = row * columns + at;
      made.values[place] = scale * ((values[place] ?? 0) - (mean[at] ?? 0));
    }
  }
  return made;
}

/** (AᵀA + λ)⁻¹ AᵀB by Cholesky's factor. */
export function ridge(a: Matrix, b: Matrix, penalty: number): Matrix {
  const at = transposed(a);
  const normal = Float64Array.from(times(at, a).values);
  const n = a.columns;
  for (let i = 0; i < n; i++) normal[i * n + i] = (normal[i * n + i] ?? 0) + penalty;
  const made = times(at, b);
  const x = Float64Array.from(made.values);
  const m = b.columns;
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) {
      const factor = normal[j * n + k] ?? 0;
      for (let i = j; i < n; i++)
        normal[i * n + j] = (normal[i * n + j] ?? 0) - factor * (normal[i * n + k] ?? 0);
    }
    const pivot = Math.sqrt(normal[j * n + j] ?? 1);
    for (let i = j; i < n; i++) normal[i * n + j] = (normal[i * n + j] ?? 0) / pivot;
  }
  const solveRow = (i: number, others: readonly number[], factor: (k: number) => number) => {
    for (const k of others) {
      const f = factor(k);
      for (let c = 0; c < m; c++) x[i * m + c] = (x[i * m + c] ?? 0) - f * (x[k * m + c] ?? 0);
    }
    const pivot = normal[i * n + i] ?? 1;
    for (let c = 0; c < m; c++) x[i * m + c] = (x[i * m + c] ?? 0) / pivot;
  };
  const order = Array.from({ length: n }, (_, i) => i);
  for (const i of order) solveRow(i, order.slice(0, i), (k) => normal[i * n + k] ?? 0);
  for (const i of order.toReversed()) solveRow(i, order.slice(i + 1), (k) => normal[k * n + i] ?? 0);
  return { rows: n, columns: m, values: Float32Array.from(x) };
}

/** The rows along their `count` main axes, the longest first. */
export function mainComponents(points: Matrix, count: number): Matrix {
  const covariance = times(transposed(points), points);
  const axes = eigenvectors(Float64Array.from(covariance.values), points.columns).slice(0, count);
  const basis = matrix(points.columns, count);
  axes.forEach((axis, column) => {
    axis.forEach((value, row) => {
      basis.values[row * count + column] = value;
    });
  });
  return times(points, basis);
}

/** Cyclic Jacobi rotations (Golub & Van Loan, 8.5); the largest eigenvalue's vector first, its largest part positive. */
function eigenvectors(a: Float64Array, size: number): number[][] {
  const v = new Float64Array(size * size);
  for (let i = 0; i < size; i++) v[i * size + i] = 1;
  for (let sweep = 0; sweep < 10; sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, v, size, p, q);
    }
  }
  const order = Array.from({ length: size }, (_, at) => at).sort(
    (i, j) => (a[j * size + j] ?? 0) - (a[i * size + i] ?? 0),
  );
  return order.map((row) => {
    const vector = Array.from(v.subarray(row * size, (row + 1) * size));
    const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return largest < 0 ? vector.map((value) => -value) : vector;
  });
}

function rotate(a: Float64Array, v: Float64Array, size: number, p: number, q: number): void {
  const apq = a[p * size + q] ?? 0;
  if (Math.abs(apq) < 1e-9) return;
  const theta = ((a[q * size + q] ?? 0) - (a[p * size + p] ?? 0)) / (2 * apq);
  const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  turnRows(a, size, p, q, c, s);
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p] ?? 0;
    const kq = a[k * size + q] ?? 0;
    a[k * size + p] = c * kp - s * kq;
    a[k * size + q] = s * kp + c * kq;
  }
  turnRows(v, size, p, q, c, s);
}

function turnRows(m: Float64Array, size: number, p: number, q: number, c: number, s: number): void {
  for (let k = 0; k < size; k++) {
    const pk = m[p * size + k] ?? 0;
    const qk = m[q * size + k] ?? 0;
    m[p * size + k] = c * pk - s * qk;
    m[q * size + k] = s * pk + c * qk;
  }
}

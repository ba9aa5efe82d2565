// Multinomial logistic regression with an L2 penalty, by L-BFGS.
// Works on one coefficient for each row and class instead of one for each column and class: the optimum is a sum of
// rows (representer theorem), rows are few and columns many, and all products go through the rows' Gram matrix.
// Deterministic: no randomness, one order of summation. Must not know: texts, intents, thresholds.

import { createQuasiNewton, dot } from './quasi-newton.ts';

/** Products of every row with every row, n × n, and how to use it. */
export interface Problem {
  readonly rows: number;
  readonly classes: number;
  /** Multiplies the Gram matrix by a rows × classes matrix. */
  readonly gram: (of: Float64Array, into: Float64Array) => void;
  /** The class of a row; below 0, "anything but class -1 - target". */
  readonly targets: Int32Array;
  /** How much a row counts; 0 leaves it out of the fit. */
  readonly importance: Float64Array;
  /** Strength of the penalty: λ/2 · ‖w‖². */
  readonly penalty: number;
  /** What a fit has no more use for; the next fit of this size takes it: allocating takes as long as computing. */
  readonly free?: Float64Array[];
}

export interface Fit {
  /** rows × classes; the weights are rowsᵀ · coefficients. */
  readonly coefficients: Float64Array;
  /** rows × classes: the value of every row, left out or not. */
  readonly logits: Float64Array;
  readonly iterations: number;
}

/** Coefficients a, logits f = K·a, the gradient g by the coefficients, and K·g. */
interface Point {
  readonly a: Float64Array;
  readonly f: Float64Array;
  readonly g: Float64Array;
  readonly kg: Float64Array;
}

export function fitLogisticRegression(
  problem: Problem,
  options: { readonly start?: Float64Array; readonly iterations: number; readonly tolerance: number },
): Fit {
  const size = problem.rows * problem.classes;
  const { free = [] } = problem;
  const zeros = () => free.pop()?.fill(0) ?? new Float64Array(size);
  const pointOf = (): Point => ({ a: zeros(), f: zeros(), g: zeros(), kg: zeros() });
  let point = pointOf();
  if (options.start !== undefined) point.a.set(options.start);
  problem.gram(point.a, point.f);
  let value = lossAndGradient(problem, point);
  problem.gram(point.g, point.kg);
  const [d, kd] = [zeros(), zeros()];
  const quasiNewton = createQuasiNewton();
  let next = pointOf();
  const first = norm(point);
  let iterations = 0;
  for (; iterations < options.iterations; iterations++) {
    if (norm(point) <= options.tolerance * Math.max(1, first)) break;
    quasiNewton.direction(point.g, point.kg, d, kd);
    const slope = dot(point.g, kd);
    const nextValue = search(iterations === 0 ? 1 / Math.max(1, first) : 1, (length) => {
      addInto(next.a, point.a, length, d);
      addInto(next.f, point.f, length, kd);
      const found = lossAndGradient(problem, next);
      return found <= value + 1e-4 * length * slope ? found : undefined;
    });
    if (nextValue === undefined) break;
    problem.gram(next.g, next.kg);
    // The arrays of the point before become the step.
    subtract(point.a, next.a);
    subtract(point.f, next.f);
    subtract(point.g, next.g);
    subtract(point.kg, next.kg);
    const dropped = quasiNewton.remember({ s: point.a, ks: point.f, y: point.g, ky: point.kg });
    if (dropped !== undefined) free.push(dropped.s, dropped.ks, dropped.y, dropped.ky);
    point = next;
    next = pointOf();
    value = nextValue;
  }
  free.push(d, kd, point.g, point.kg, next.a, next.f, next.g, next.kg);
  for (const { s, ks, y, ky } of quasiNewton.steps()) free.push(s, ks, y, ky);
  return { coefficients: point.a, logits: point.f, iterations };
}

function norm({ g, kg }: Point): number {
  return Math.sqrt(Math.max(0, dot(g, kg)));
}

/** Halves a length until the loss falls enough; undefined where it never does. */
function search(length: number, lossAt: (length: number) => number | undefined): number | undefined {
  for (let halvings = 0; halvings < 25; halvings++) {
    const found = lossAt(length / 2 ** halvings);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The sum of −ln p(target) and of the penalty; writes the gradient. */
function lossAndGradient(problem: Problem, { a, f, g }: Point): number {
  const loss = lossAndResidual(problem, f, g);
  for (let i = 0; i < g.length; i++) g[i] = (g[i] ?? 0) + problem.penalty * (a[i] ?? 0);
  return loss + (problem.penalty / 2) * dot(a, f);
}

/** Sum of −ln p(target), and p − target for every row that counts. */
function lossAndResidual(problem: Problem, logits: Float64Array, residual: Float64Array): number {
  const { classes } = problem;
  let loss = 0;
  for (let row = 0; row < problem.rows; row++) {
    const importance = problem.importance[row] ?? 0;
    const at = row * classes;
    if (importance === 0) {
      residual.fill(0, at, at + classes);
      continue;
    }
    const target = problem.targets[row] ?? 0;
    let highest = -Infinity;
    for (let c = 0; c < classes; c++) highest = Math.max(highest, logits[at + c] ?? 0);
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const e = Math.exp((logits[at + c] ?? 0) - highest);
      residual[at + c] = e;
      sum += e;
    }
    const banned = target < 0 ? -1 - target : -1;
    const allowed = banned < 0 ? (residual[at + target] ?? 0) : sum - (residual[at + banned] ?? 0);
    loss -= importance * Math.log(Math.max(allowed, 1e-300) / sum);
    for (let c = 0; c < classes; c++) {
      const e = residual[at + c] ?? 0;
      const wanted = banned < 0 ? (c === target ? 1 : 0) : c === banned ? 0 : e / Math.max(allowed, 1e-300);
      residual[at + c] = importance * (e / sum - wanted);
    }
  }
  return loss;
}

function addInto(into: Float64Array, a: Float64Array, scale: number, b: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i] = (a[i] ?? 0) + scale * (b[i] ?? 0);
}

/** `from` becomes what must be added to it to give `to`. */
function subtract(from: Float64Array, to: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i] = (to[i] ?? 0) - (from[i] ?? 0);
}

import { describe, expect, it } from 'vitest';
import type { SparseRow } from '../../../src/language/heads/feature-table.ts';
import { combineRows, gramProduct } from '../../../src/language/heads/gram.ts';
import { fitLogisticRegression } from '../../../src/language/heads/logistic-regression.ts';

const row = (...pairs: readonly [column: number, value: number][]): SparseRow => ({
  columns: Int32Array.from(pairs, ([column]) => column),
  values: Float32Array.from(pairs, ([, value]) => value),
  dense: new Float32Array(0),
});

const rows = [row([0, 1]), row([0, 0.8], [2, 0.6]), row([1, 1]), row([1, 0.6], [2, 0.8]), row([2, 1])];
const targets = Int32Array.of(0, 0, 1, 1, 0);
const classes = 2;
const columns = 3;
const penalty = 0.1;

function problemOf(targetsOf: Int32Array = targets, importance = new Float64Array(5).fill(1)) {
  return {
    rows: 5,
    classes,
    gram: gramProduct(rows, columns, classes),
    targets: targetsOf,
    importance,
    penalty,
  };
}

/** The same optimum the slow, plain way: gradient descent on weights and bias. */
function plainWeights(): Float64Array {
  const w = new Float64Array((columns + 1) * classes);
  for (let step = 0; step < 20_000; step++) {
    const gradient = w.map((value) => penalty * value);
    rows.forEach((one, at) => {
      const entries = [...one.columns].map((column, i) => [column, one.values[i] ?? 0] as const);
      entries.push([columns, 1]);
      const z = [0, 1].map((c) =>
        entries.reduce((sum, [column, value]) => sum + value * (w[column * classes + c] ?? 0), 0),
      );
      const total = z.reduce((sum, value) => sum + Math.exp(value), 0);
      for (const [column, value] of entries) {
        for (const c of [0, 1]) {
          const error = Math.exp(z[c] ?? 0) / total - (targets[at] === c ? 1 : 0);
          gradient[column * classes + c] = (gradient[column * classes + c] ?? 0) + value * error;
        }
      }
    });
    gradient.forEach((slope, i) => {
      w[i] = (w[i] ?? 0) - 0.1 * slope;
    });
  }
  return w;
}

describe('the fit', () => {
  it('finds the optimum that plain gradient descent creeps to', () => {
    const fit = fitLogisticRegression(problemOf(), { iterations: 100, tolerance: 1e-8 });
    const { sparse, bias } = combineRows(rows, columns, fit.coefficients, classes);
    const weights = [...sparse, ...bias];
    plainWeights().forEach((expected, at) => {
      expect(weights[at]).toBeCloseTo(expected, 4);
    });
  });

  it('does not see a row of no importance', () => {
    const without = new Float64Array(5).fill(1);
    without[4] = 0;
    const fit = fitLogisticRegression(problemOf(targets, without), { iterations: 100, tolerance: 1e-8 });
    const other = fitLogisticRegression(problemOf(Int32Array.of(0, 0, 1, 1, 1), without), {
      iterations: 100,
      tolerance: 1e-8,
    });
    expect(fit.logits).toEqual(other.logits);
  });

  it('pushes a counter-example away from the class it is not', () => {
    const before = fitLogisticRegression(problemOf(), { iterations: 100, tolerance: 1e-8 });
    const after = fitLogisticRegression(problemOf(Int32Array.of(0, 0, 1, 1, -1)), {
      iterations: 100,
      tolerance: 1e-8,
    });
    expect(before.logits[8]).toBeGreaterThan(before.logits[9] ?? 0);
    expect(after.logits[8]).toBeLessThan(after.logits[9] ?? 0);
  });

  it('multiplies alike through the matrix and through the columns', () => {
    const dense = (at: number) => Float32Array.of(Math.cos(at), 0, Math.sin(at));
    const many = Array.from({ length: 4100 }, (_, at) => ({
      ...row([at % 7, 0.5 + (at % 3)], [7 + (at % 5), 1]),
      dense: dense(at),
    }));
    const few = many.slice(0, 1200);
    const of = Float64Array.from({ length: 4100 * 2 }, (_, at) => Math.sin(at));
    of.fill(0, 1200 * 2);
    const intoMany = new Float64Array(4100 * 2);
    const intoFew = new Float64Array(1200 * 2);
    gramProduct(many, 12, 2)(of, intoMany);
    gramProduct(few, 12, 2)(of.slice(0, 2400), intoFew);
    intoFew.forEach((value, at) => {
      expect(intoMany[at]).toBeCloseTo(value, 2);
    });
  });
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matrixProduct } from '../../../src/language/heads/matrix-product.ts';

it('multiplies as three plain loops do, whatever the sizes', () => {
  const size = fc.integer({ min: 1, max: 21 });
  fc.assert(
    fc.property(size, size, size, (rows, inner, columns) => {
      const { left, times } = matrixProduct(rows, inner, columns);
      left.forEach((_, at) => {
        left[at] = Math.fround(Math.sin(at + 1));
      });
      const right = Float32Array.from({ length: inner * columns }, (_, at) => Math.cos(3 * at));
      const product = new Float32Array(rows * columns);
      times(right, product);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += (left[i * inner + k] ?? 0) * (right[k * columns + j] ?? 0);
          expect(product[i * columns + j]).toBeCloseTo(sum, 4);
        }
      }
    }),
    { numRuns: 40 },
  );
});

it('forgets nothing between products and keeps nothing of the one before', () => {
  const { left, times } = matrixProduct(300, 300, 9);
  left.fill(1);
  const sums = new Float64Array(300 * 9);
  times(new Float64Array(300 * 9).fill(2), sums);
  expect(new Set(sums)).toEqual(new Set([600]));
  times(new Float64Array(300 * 9).fill(1), sums);
  expect(new Set(sums)).toEqual(new Set([300]));
});

it('leaves the rows before the one it is asked to begin at', () => {
  const { left, times } = matrixProduct(9, 2, 3);
  left.fill(1);
  const sums = new Float32Array(9 * 3).fill(-1);
  times(new Float32Array(2 * 3).fill(2), sums, 4);
  expect([...sums]).toEqual([...new Array(12).fill(-1), ...new Array(15).fill(4)]);
});

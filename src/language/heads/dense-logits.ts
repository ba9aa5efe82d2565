// The logits of the dense part of a head for windows of a text. Several windows are computed by one matrix product:
// one by one, the eight windows of a long text would take longer than the rest of reading it. Must not know: what the
// vectors were made from.

import { addRows } from './add-rows.ts';
import { type MatrixProduct, matrixProduct } from './matrix-product.ts';

/** Vectors in one product: its inner loop works on this many columns at a time anyway. */
export const AT_ONCE = 8;

export interface DenseLogits {
  /** Adds to each of `logits`, at most `AT_ONCE`, the scores of the corresponding vector for every intent. */
  readonly addTo: (logits: readonly Float64Array[], vectors: readonly Float32Array[]) => void;
}

/** `dense` is dimension after dimension, one column per intent. */
export function createDenseLogits(dense: Float32Array, intents: number): DenseLogits {
  const dimensions = dense.length / intents;
  let product: MatrixProduct | undefined;
  const right = new Float32Array(dimensions * AT_ONCE);
  const sums = new Float32Array(intents * AT_ONCE);
  const addAll = (logits: readonly Float64Array[], vectors: readonly Float32Array[]) => {
    product ??= productWith(dense, dimensions, intents);
    right.fill(0);
    vectors.forEach((vector, column) => {
      for (let row = 0; row < dimensions; row++) right[row * AT_ONCE + column] = vector[row] ?? 0;
    });
    product.times(right, sums);
    logits.forEach((own, column) => {
      for (let intent = 0; intent < intents; intent++)
        own[intent] = (own[intent] ?? 0) + (sums[intent * AT_ONCE + column] ?? 0);
    });
  };
  return {
    addTo(logits, vectors) {
      const [only] = logits;
      const [vector] = vectors;
      if (only === undefined || vector === undefined) return;
      if (logits.length === 1) addRows(only, dense, vector);
      else addAll(logits, vectors);
    },
  };
}

function productWith(dense: Float32Array, dimensions: number, intents: number): MatrixProduct {
  const product = matrixProduct(intents, dimensions, AT_ONCE);
  dense.forEach((weight, at) => {
    product.left[(at % intents) * dimensions + Math.floor(at / intents)] = weight;
  });
  return product;
}

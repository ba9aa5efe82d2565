// The cosines of many vectors to many others, by one product of matrices: one by one they took longer than all else of
// choosing what a policy learns from. Must not know: texts, where vectors come from.

import { matrixProduct } from './matrix-product.ts';

/** −1..1, row after row of `ones`; 0 where a vector is zero. */
export function cosines(ones: readonly Float32Array[], others: readonly Float32Array[]): Float32Array {
  const inner = ones[0]?.length ?? 0;
  const made = new Float32Array(ones.length * others.length);
  if (inner === 0 || others.length === 0) return made;
  const { left, times } = matrixProduct(ones.length, inner, others.length);
  ones.forEach((vector, row) => {
    const scale = scaleOf(vector);
    for (let at = 0; at < inner; at++) left[row * inner + at] = scale * (vector[at] ?? 0);
  });
  const right = new Float32Array(inner * others.length);
  others.forEach((vector, column) => {
    const scale = scaleOf(vector);
    for (let at = 0; at < inner; at++) right[at * others.length + column] = scale * (vector[at] ?? 0);
  });
  times(right, made);
  return made;
}

function scaleOf(vector: Float32Array): number {
  let square = 0;
  for (let at = 0; at < vector.length; at++) square += (vector[at] ?? 0) ** 2;
  return square === 0 ? 0 : 1 / Math.sqrt(square);
}

// The cosines of many vectors to many others, by one product of matrices: one by one they took longer than all else of
// choosing what a policy learns from. Must not know: texts, where vectors come from.

import { matrixProduct } from './matrix-product.ts';

/** −1..1, row after row of `ones`; 0 where a vector is zero. */
export function cosines(ones: readonly Float32Array[], others: readonly Float32Array[]): Float32Array {
  const inner = ones[0]?.length ?? 0;
  const made = new Float32Array(ones.length * others.length);
  if (inner === 0 || others.length === 0) return made;
  const { left, times } = matrixProduct(ones.length, inner, others.length);
  for (const [row, vector] of ones.entries()) left.set(unitOf(vector), row * inner);
  const right = new Float32Array(inner * others.length);
  for (const [column, vector] of others.entries()) {
    const unit = unitOf(vector);
    for (let at = 0; at < inner; at++) right[at * others.length + column] = unit[at] ?? 0;
  }
  times(right, made);
  return made;
}

/** The vectors of texts that come with llmr are the same in every training. */
const units = new WeakMap<Float32Array, Float32Array>();

/** At length 1; zeros stay zeros. */
function unitOf(vector: Float32Array): Float32Array {
  const known = units.get(vector);
  if (known !== undefined) return known;
  let square = 0;
  for (let at = 0; at < vector.length; at++) square += (vector[at] ?? 0) ** 2;
  const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
  const unit = new Float32Array(vector.length);
  for (let at = 0; at < vector.length; at++) unit[at] = scale * (vector[at] ?? 0);
  units.set(vector, unit);
  return unit;
}

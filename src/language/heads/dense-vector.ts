// A short dense vector of a text, for finding examples like it: its n-grams added up by signed hashing (Weinberger et
// al. 2009, "Feature hashing for large scale multitask learning"). Used to find near duplicates and to show the
// nearest examples, never to decide intents. Must not know: stores, intents.

import { hashPair, hashWord, wordsOf } from './ngrams.ts';

/** Length of every vector. */
export const DENSE_DIMENSIONS = 256;

/** Of unit length; all zero exactly for a text without words. Words weigh twice a piece: they carry the meaning. */
export function denseVector(text: string): Float32Array {
  const vector = new Float32Array(DENSE_DIMENSIONS);
  const words = wordsOf(text).map(hashWord);
  words.forEach((word, at) => {
    add(vector, word.hash, 2);
    const before = words[at - 1];
    if (before !== undefined) add(vector, hashPair(before, word), 1);
    for (const piece of word.pieces) add(vector, piece, 0.5);
  });
  let square = 0;
  for (const value of vector) square += value * value;
  if (square > 0)
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / Math.sqrt(square);
  return vector;
}

/** Bits 1 to 8 choose the position, bit 9 the sign; bit 0 only distinguishes words from pieces. */
function add(vector: Float32Array, hash: number, weight: number): void {
  const place = (hash >>> 1) & (DENSE_DIMENSIONS - 1);
  vector[place] = (vector[place] ?? 0) + ((hash >>> 9) & 1 ? weight : -weight);
}

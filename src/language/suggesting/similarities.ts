// How alike texts are, each with each: the cosine of their vectors. Of a long text its beginning and its end count,
// where instructions are; the text pasted between them would hide what the user wants. Must not know: intents,
// questions.

import { bothEnds } from '../heads/both-ends.ts';
import { exampleVector } from '../heads/example-vector.ts';
import { matrixProduct } from '../heads/matrix-product.ts';
import type { WordTable } from '../heads/word-table.ts';

const BEGINNING = 200;
const END = 120;
const BLOCK = 256;

export interface Similarities {
  /** 0..1; of texts by their numbers. */
  readonly between: (one: number, other: number) => number;
  /** The highest similarity of a text to any of the others given when the similarities were made. */
  readonly toKnown: (one: number) => number;
}

/** @param known texts whose intent is known */
export function similaritiesOf(
  texts: readonly string[],
  known: readonly string[],
  table?: WordTable,
): Similarities {
  const raw = [...texts, ...known].map((text) => exampleVector(endsOf(text), table));
  const all = centred(raw);
  const [vectors, knownVectors] = [all.slice(0, texts.length), all.slice(texts.length)];
  const products = productsOf(vectors, vectors);
  const toKnown = productsOf(vectors, knownVectors);
  const count = texts.length;
  return {
    between: (one, other) => Math.max(0, products[one * count + other] ?? 0),
    toKnown: (one) => {
      let highest = 0;
      for (let at = 0; at < known.length; at++)
        highest = Math.max(highest, toKnown[one * known.length + at] ?? 0);
      return highest;
    },
  };
}

export function endsOf(text: string): string {
  return bothEnds(text, BEGINNING, END);
}

/**
 * Less what all of them have in common: long texts share frequent words and word pieces, which would make each of them
 * like each. Of unit length again.
 */
function centred(vectors: readonly Float32Array[]): readonly Float32Array[] {
  const mean = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let at = 0; at < mean.length; at++) mean[at] = (mean[at] ?? 0) + (vector[at] ?? 0) / vectors.length;
  return vectors.map((vector) => {
    const moved = vector.map((value, at) => value - (mean[at] ?? 0));
    const length = Math.hypot(...moved);
    return length === 0 ? moved : moved.map((value) => value / length);
  });
}

/** Rows × columns. */
function productsOf(rows: readonly Float32Array[], columns: readonly Float32Array[]): Float32Array {
  const made = new Float32Array(rows.length * columns.length);
  const inner = columns[0]?.length ?? 0;
  if (inner === 0 || rows.length === 0) return made;
  const right = new Float32Array(inner * columns.length);
  columns.forEach((vector, at) => {
    for (let dimension = 0; dimension < inner; dimension++)
      right[dimension * columns.length + at] = vector[dimension] ?? 0;
  });
  const height = Math.min(BLOCK, rows.length);
  const { left, times } = matrixProduct(height, inner, columns.length);
  const block = new Float32Array(height * columns.length);
  for (let from = 0; from < rows.length; from += height) {
    const some = rows.slice(from, from + height);
    left.fill(0);
    some.forEach((vector, row) => {
      left.set(vector, row * inner);
    });
    times(right, block);
    made.set(block.subarray(0, some.length * columns.length), from * columns.length);
  }
  return made;
}

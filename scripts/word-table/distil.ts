/**
 * A vector for each word such that plain sums of them resemble what the encoder makes of whole sentences: first one
 * linear map for all words, then a correction for each word as far as sentences speak of it.
 */
import { type Matrix, matrix, ridge, times, unitRows } from './linear-algebra.ts';

const RIDGE = 30;
const ROUNDS = 4;
/** How much of a round's correction is taken, and how many sentences a word must be in to be believed half. */
const STEP = 0.5;
const DOUBT = 3;

export interface Distilled {
  readonly vectors: Matrix;
  /** Mean cosine to the encoder, over sentences that nothing was fitted on. */
  readonly cosine: number;
}

/** `features` and `weights` by word; `sentences` as rows of words; `targets` what the encoder makes of each. */
export function distil(
  features: Matrix,
  weights: Float32Array,
  sentences: readonly (readonly number[])[],
  targets: Matrix,
): Distilled {
  const goal = unitRows(targets, true);
  const fitted = sentences.map((_, at) => at).filter((at) => at % 10 !== 0);
  const judged = sentences.map((_, at) => at).filter((at) => at % 10 === 0);
  const weighted = scaleRows(features, weights);
  const sums = unitRows(sumRows(weighted, sentences, fitted), false);
  let vectors = scaleRows(times(features, ridge(sums, pickRows(goal, fitted), RIDGE)), weights);
  for (let round = 0; round < ROUNDS; round++) vectors = corrected(vectors, sentences, fitted, goal);
  const made = sumRows(vectors, sentences, judged);
  const wanted = pickRows(goal, judged);
  let cosine = 0;
  for (let row = 0; row < judged.length; row++)
    cosine += dot(made, row, wanted, row) / Math.sqrt(dot(made, row, made, row) + 1e-12) / judged.length;
  return { vectors, cosine };
}

function corrected(
  vectors: Matrix,
  sentences: readonly (readonly number[])[],
  fitted: readonly number[],
  goal: Matrix,
): Matrix {
  const sums = sumRows(vectors, sentences, fitted);
  const { columns } = vectors;
  const wanted = new Float64Array(vectors.values.length);
  const heard = new Float64Array(vectors.rows);
  const scales = fitted.map(
    (sentence, row) => dot(sums, row, goal, sentence) / (dot(sums, row, sums, row) + 1e-9),
  );
  const typical = [...scales].sort((a, b) => a - b)[scales.length >> 1] ?? 1;
  fitted.forEach((sentence, row) => {
    const scale = scales[row] ?? 0;
    for (const word of sentences[sentence] ?? []) {
      heard[word] = (heard[word] ?? 0) + scale * scale;
      for (let at = 0; at < columns; at++) {
        const left =
          (goal.values[sentence * columns + at] ?? 0) - scale * (sums.values[row * columns + at] ?? 0);
        wanted[word * columns + at] = (wanted[word * columns + at] ?? 0) + scale * left;
      }
    }
  });
  const made = matrix(vectors.rows, columns);
  made.values.forEach((_, place) => {
    const word = Math.floor(place / columns);
    const change = (wanted[place] ?? 0) / ((heard[word] ?? 0) + DOUBT * typical * typical);
    made.values[place] = (vectors.values[place] ?? 0) + STEP * change;
  });
  return made;
}

function sumRows(from: Matrix, sentences: readonly (readonly number[])[], chosen: readonly number[]): Matrix {
  const { columns } = from;
  const made = matrix(chosen.length, columns);
  chosen.forEach((sentence, row) => {
    for (const word of sentences[sentence] ?? []) {
      for (let at = 0; at < columns; at++) {
        const place = row * columns + at;
        made.values[place] = (made.values[place] ?? 0) + (from.values[word * columns + at] ?? 0);
      }
    }
  });
  return made;
}

function pickRows(from: Matrix, chosen: readonly number[]): Matrix {
  const made = matrix(chosen.length, from.columns);
  chosen.forEach((row, at) => {
    made.values.set(from.values.subarray(row * from.columns, (row + 1) * from.columns), at * from.columns);
  });
  return made;
}

function scaleRows(from: Matrix, scales: Float32Array): Matrix {
  const { rows, columns, values } = from;
  return {
    rows,
    columns,
    values: values.map((value, at) => value * (scales[Math.floor(at / columns)] ?? 0)),
  };
}

function dot(one: Matrix, row: number, other: Matrix, otherRow: number): number {
  let sum = 0;
  for (let at = 0; at < one.columns; at++)
    sum += (one.values[row * one.columns + at] ?? 0) * (other.values[otherRow * other.columns + at] ?? 0);
  return sum;
}

// A prompt as sparse features for a quality regressor: words and pairs of words, and character n-grams inside words,
// hashed into a fixed number of buckets, each part TF-IDF weighted and of length 1; then how long and how demanding
// the prompt is. On topics without training rows these beat averaged word vectors, and they need no table of words.
// Must not know: models, outcomes, files.

import { bothEnds } from '../heads/both-ends.ts';
import { type HashedWord, hashPair, hashWord, wordsOf } from '../heads/ngrams.ts';
import { SURFACE_FEATURES, surfaceFeatures } from './prompt-features.ts';

/** For each of the two parts. Of 4,096, 8,192 and 16,384 the last two are equal on MMLU and GSM8K. */
export const BUCKETS = 8192;
/** Columns: words and pairs, character n-grams, surface features. */
export const COLUMNS = 2 * BUCKETS + SURFACE_FEATURES.length;

/**
 * Scales a standardised surface feature relative to a part of length 1. On GSM8K halves 0.15 is 0.006 APGR above 0.3; on
 * held-out groups of MT-Bench 0.07 is 0.017 above, on MMLU 0.002 below.
 */
const SURFACE_SCALE = 0.15;
/** Standard deviations; a prompt far longer than every training prompt is no more than very long. */
const FARTHEST = 3;
/** Inverse document frequencies are bytes, in steps of a 24th: at most 10.6. */
const IDF_STEP = 1 / 24;

/** UTF-16 units of each end: a pasted text of any length is read in two milliseconds, and what it is pasted for too. */
const END = 4096;

/** What features depend on besides the prompt; the same for training and for prediction. */
export interface NgramScale {
  /** Of each bucket; quantised. */
  readonly idf: Uint8Array;
  readonly center: Float64Array;
  readonly spread: Float64Array;
}

export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/** How often each bucket occurs in a prompt. */
interface Counted {
  readonly words: ReadonlyMap<number, number>;
  readonly pieces: ReadonlyMap<number, number>;
}

function countNgrams(prompt: string): Counted {
  const words = new Map<number, number>();
  const pieces = new Map<number, number>();
  const known = new Map<string, HashedWord>();
  let before: HashedWord | undefined;
  for (const word of wordsOf(bothEnds(prompt, END))) {
    let hashed = known.get(word);
    if (hashed === undefined) {
      hashed = hashWord(word);
      known.set(word, hashed);
    }
    addTo(words, hashed.hash);
    if (before !== undefined) addTo(words, hashPair(before, hashed));
    for (const piece of hashed.pieces) addTo(pieces, piece);
    before = hashed;
  }
  return { words, pieces };
}

/** The lowest bit of a hash only distinguishes words from pieces. */
function addTo(counts: Map<number, number>, hash: number): void {
  const bucket = (hash >>> 1) % BUCKETS;
  counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
}

export function scaleOf(prompts: readonly string[]): NgramScale {
  const found = new Float64Array(2 * BUCKETS);
  const size = SURFACE_FEATURES.length;
  const center = new Float64Array(size);
  const squares = new Float64Array(size);
  for (const prompt of prompts) {
    const { words, pieces } = countNgrams(prompt);
    for (const bucket of words.keys()) found[bucket] = (found[bucket] ?? 0) + 1;
    for (const bucket of pieces.keys()) found[BUCKETS + bucket] = (found[BUCKETS + bucket] ?? 0) + 1;
    surfaceFeatures(prompt).forEach((value, at) => {
      center[at] = (center[at] ?? 0) + value / prompts.length;
      squares[at] = (squares[at] ?? 0) + (value * value) / prompts.length;
    });
  }
  return {
    idf: Uint8Array.from(found, (times) =>
      Math.min(255, Math.round((1 + Math.log((1 + prompts.length) / (1 + times))) / IDF_STEP)),
    ),
    center,
    spread: squares.map((square, at) => Math.sqrt(Math.max(0, square - (center[at] ?? 0) ** 2)) || 1),
  };
}

export function sparseRow(prompt: string, { idf, center, spread }: NgramScale): SparseRow {
  const { words, pieces } = countNgrams(prompt);
  const columns = new Int32Array(words.size + pieces.size + center.length);
  const values = new Float32Array(columns.length);
  let filled = 0;
  const put = (counts: ReadonlyMap<number, number>, from: number) => {
    const first = filled;
    let square = 0;
    for (const [bucket, times] of counts) {
      const value = (1 + Math.log(times)) * (idf[from + bucket] ?? 0) * IDF_STEP;
      columns[filled] = from + bucket;
      values[filled++] = value;
      square += value * value;
    }
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square);
    for (let at = first; at < filled; at++) values[at] = (values[at] ?? 0) * scale;
  };
  put(words, 0);
  put(pieces, BUCKETS);
  surfaceFeatures(prompt).forEach((value, at) => {
    const standard = (value - (center[at] ?? 0)) / (spread[at] ?? 1);
    columns[filled] = 2 * BUCKETS + at;
    values[filled++] = SURFACE_SCALE * Math.max(-FARTHEST, Math.min(FARTHEST, standard));
  });
  return { columns, values };
}

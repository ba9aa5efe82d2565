// Prepares a text for a head: looks up its words and numbers its pairs, so that any window can be scored quickly.
// Must not know: thresholds, which window matters.

import { addRows } from './add-rows.ts';
import type { DenseLogits } from './dense-logits.ts';
import { toImportance } from './dense-part.ts';
import { PIECE_LENGTH, WORD_LENGTH } from './feature-table.ts';
import type { KnownWord, Lexicon, Scorer } from './lexicon.ts';
import { hashPair, wordsOf } from './ngrams.ts';
import { type Tally, tally, tallyAll } from './tally.ts';
import { addRow, type WordTable } from './word-table.ts';

/** Words `from` up to `to`, `to` left out. */
export type Stretch = readonly [from: number, to: number];

export interface TextFeatures {
  readonly words: number;
  /** Where each sentence begins, as a number of a word; ascending, the first is 0. */
  readonly sentences: readonly number[];
  /** For each window, at most `AT_ONCE`, the logit of every intent; undefined if the head knows none of it. */
  readonly logits: (stretches: readonly Stretch[]) => readonly (Float64Array | undefined)[];
  /**
   * The highest logit by words and pairs alone, −∞ if the head knows none: cheap, to select windows for the full
   * computation.
   */
  readonly roughPeak: (stretch: Stretch) => number;
}

/** Never inside a word: all of these separate words anyway. */
const SENTENCE_END = /[.!?;\n。！？；]+/u;

/** What is cached between texts; all of it depends only on the head. */
export interface Kept {
  readonly lexicon: Lexicon;
  readonly dense: DenseLogits;
}

/** `vector` is the encoder's vector of the whole text, for heads whose encoder is not a table of words. */
export function featuresOf(text: string, scorer: Scorer, kept: Kept, vector?: Float32Array): TextFeatures {
  const { lexicon } = kept;
  lexicon.makeRoom();
  const sentences: number[] = [];
  const words: KnownWord[] = [];
  for (const sentence of text.split(SENTENCE_END)) {
    const own = wordsOf(sentence);
    if (own.length > 0) sentences.push(words.length);
    for (const word of own) words.push(lexicon.wordOf(word));
  }
  const numbers = words.map(({ number }) => number);
  const { pairs, limit } = pairsOf(words, lexicon);
  const wordPart = ([from, to]: Stretch): WordPart => {
    const part: WordPart = { columns: [], values: [], square: 0 };
    addTo(part, tally(numbers, from, to, limit), scorer);
    addTo(part, tally(pairs, from + 1, to, limit), scorer);
    return part;
  };
  const partsOf = (stretch: Stretch): Parts => {
    const counted = countWords(words, stretch);
    return {
      ngrams: ngramLogits(wordPart(stretch), counted, scorer, lexicon),
      vector: scorer.words === undefined ? vector && toImportance(vector, 1) : denseOf(counted, scorer.words),
    };
  };
  return {
    words: words.length,
    sentences,
    roughPeak: (stretch) => peakOf(wordPart(stretch), scorer),
    logits: (stretches) => sumParts(stretches.map(partsOf), scorer, kept.dense),
  };
}

/**
 * The number of the pair that ends at each word: a column, or a number no other n-gram has. The first word ends no
 * pair.
 */
function pairsOf(
  words: readonly KnownWord[],
  lexicon: Lexicon,
): { readonly pairs: Int32Array; readonly limit: number } {
  const pairs = new Int32Array(words.length);
  const unknown = new Map<number, number>();
  const free = lexicon.numbers();
  words.forEach((word, at) => {
    const before = words[at - 1];
    if (before === undefined) return;
    const hash = hashPair(before.hashed, word.hashed);
    const column = lexicon.columnOf(hash);
    const number = column >= 0 ? column : (unknown.get(hash) ?? free + unknown.size);
    if (column < 0) unknown.set(hash, number);
    pairs[at] = number;
  });
  return { pairs, limit: free + unknown.size };
}

/** A window's words and pairs: those the head knows, and the squared length of all of them. */
interface WordPart {
  readonly columns: number[];
  readonly values: number[];
  square: number;
}

function addTo(part: WordPart, { numbers, counts }: Tally, { columns, idf, unknownIdf }: Scorer): void {
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    const isKnown = number < columns.length;
    const value = (counts[at] ?? 0) * (isKnown ? (idf[number] ?? 0) : unknownIdf);
    part.square += value * value;
    if (!isKnown) continue;
    part.columns.push(number);
    part.values.push(value);
  }
}

function peakOf({ columns, values, square }: WordPart, { bias, weights }: Scorer): number {
  if (columns.length === 0) return Number.NEGATIVE_INFINITY;
  const sum = new Float64Array(bias.length);
  addRows(sum, weights, values, columns);
  const scale = scaleTo(WORD_LENGTH, square);
  let peak = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < sum.length; c++) peak = Math.max(peak, (bias[c] ?? 0) + scale * (sum[c] ?? 0));
  return peak;
}

/** A window's distinct words, and how often each occurs. */
interface CountedWords {
  readonly words: readonly KnownWord[];
  readonly counts: readonly number[];
}

function countWords(words: readonly KnownWord[], [from, to]: Stretch): CountedWords {
  const counts = new Map<KnownWord, number>();
  for (let at = from; at < to; at++) {
    const word = words[at];
    if (word !== undefined) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { words: [...counts.keys()], counts: [...counts.values()] };
}

function ngramLogits(
  part: WordPart,
  { words, counts }: CountedWords,
  scorer: Scorer,
  lexicon: Lexicon,
): Float64Array | undefined {
  const { bias, weights } = scorer;
  if (part.columns.length === 0 && !words.some(({ piecesKnown }) => piecesKnown)) return undefined;
  const logits = new Float64Array(bias.length);
  addRows(logits, weights, part.values, part.columns);
  const ofPieces = new Float64Array(bias.length);
  addRows(
    ofPieces,
    lexicon.pieceLogits(),
    counts,
    words.map(({ row }) => row),
  );
  const wordScale = scaleTo(WORD_LENGTH, part.square);
  const pieceScale = scaleTo(PIECE_LENGTH, squareOfPieces(words, counts, scorer, lexicon));
  for (let c = 0; c < logits.length; c++)
    logits[c] = (bias[c] ?? 0) + wordScale * (logits[c] ?? 0) + pieceScale * (ofPieces[c] ?? 0);
  return logits;
}

/** Words share pieces: their number in the whole window counts, so it cannot be summed word by word. */
function squareOfPieces(
  words: readonly KnownWord[],
  times: readonly number[],
  { columns, idf, unknownIdf }: Scorer,
  lexicon: Lexicon,
): number {
  const lists = words.map(({ pieces }) => pieces);
  const { numbers, counts } = tallyAll(lists, times, lexicon.numbers());
  let square = 0;
  for (let at = 0; at < numbers.length; at++) {
    const number = numbers[at] ?? 0;
    const value = (counts[at] ?? 0) * (number < columns.length ? (idf[number] ?? 0) : unknownIdf);
    square += value * value;
  }
  return square;
}

function scaleTo(length: number, square: number): number {
  return square === 0 ? 0 : length / Math.sqrt(square);
}

/** Undefined if the table knows none of the words. */
function denseOf({ words, counts }: CountedWords, table: WordTable): Float32Array | undefined {
  const sum = new Float64Array(table.dimensions);
  let known = 0;
  let all = 0;
  words.forEach(({ vectors }, at) => {
    const count = counts[at] ?? 0;
    all += count;
    if (vectors.length > 0) known += count;
    for (const row of vectors) addRow(table, row, sum, count);
  });
  return known === 0 ? undefined : toImportance(sum, known / all);
}

/** Combines the logits of two feature sets for a window; undefined where both are empty. */
interface Parts {
  readonly ngrams: Float64Array | undefined;
  readonly vector: Float32Array | undefined;
}

/** A text may have the same meaning without sharing words with an example: either part is sufficient evidence. */
function sumParts(
  parts: readonly Parts[],
  { bias, dense: { length } }: Scorer,
  dense: DenseLogits,
): (Float64Array | undefined)[] {
  if (length === 0) return parts.map(({ ngrams }) => ngrams);
  const logits: Float64Array[] = [];
  const vectors: Float32Array[] = [];
  const sums = parts.map(({ ngrams, vector }) => {
    if (vector === undefined) return ngrams;
    const sum = ngrams ?? Float64Array.from(bias);
    logits.push(sum);
    vectors.push(vector);
    return sum;
  });
  dense.addTo(logits, vectors);
  return sums;
}

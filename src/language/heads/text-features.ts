// A text made ready for a head: every word and pair numbered, so that any stretch of it can be scored quickly.
// Numbers below the head's column count are columns; those above stand for n-grams the head does not know.
// Must not know: thresholds, which stretch matters.

import { addRows } from './add-rows.ts';
import type { ColumnIndex } from './column-index.ts';
import { toImportance } from './dense-part.ts';
import { PIECE_LENGTH, WORD_LENGTH } from './feature-table.ts';
import { type HashedWord, hashPair, hashWord, wordsOf } from './ngrams.ts';
import { addRow, rowsOfWord, type WordTable } from './word-table.ts';

export interface TextFeatures {
  readonly words: number;
  /** Where each sentence begins, as a number of a word; ascending, the first is 0. */
  readonly sentences: readonly number[];
  /** The logit of every intent for words `from` up to `to`, `to` left out; undefined if the head knows none of it. */
  readonly logits: (from: number, to: number) => Float64Array | undefined;
  /** The same by words and pairs alone: cheap, for finding out which stretches are worth more. */
  readonly roughLogits: (from: number, to: number) => Float64Array | undefined;
}

/** The parts of a head that scoring needs. */
export interface Scorer {
  readonly columns: Uint32Array;
  readonly idf: Float32Array;
  readonly unknownIdf: number;
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly dense: Float32Array;
  readonly words?: WordTable;
}

interface NumberedWord {
  readonly hashed: HashedWord;
  /** The word first, then its pieces. */
  readonly numbers: Int32Array;
  /** Rows of the head's table of words; none without a table. */
  readonly rows: readonly number[];
}

/** Never inside a word: all of these separate words anyway. */
const SENTENCE_END = /[.!?;\n。！？；]+/u;

/** `vector` is what the head's encoder makes of the whole text, for heads whose encoder is not a table of words. */
export function featuresOf(
  text: string,
  scorer: Scorer,
  index: ColumnIndex,
  vector?: Float32Array,
): TextFeatures {
  const table = scorer.words;
  const known = scorer.columns.length;
  const unknownWords = new Map<number, number>();
  const unknownPieces = new Map<number, number>();
  const unknownIsWord: boolean[] = [];
  const number = (hash: number): number => {
    const column = index.find(hash);
    if (column >= 0) return column;
    const seen = (hash & 1) === 0 ? unknownWords : unknownPieces;
    let at = seen.get(hash);
    if (at === undefined) {
      at = known + unknownIsWord.length;
      seen.set(hash, at);
      unknownIsWord.push((hash & 1) === 0);
    }
    return at;
  };
  const vocabulary = new Map<string, NumberedWord>();
  const sentences: number[] = [];
  const texts: string[] = [];
  for (const sentence of text.split(SENTENCE_END)) {
    const own = wordsOf(sentence);
    if (own.length > 0) sentences.push(texts.length);
    for (const word of own) texts.push(word);
  }
  const words = texts.map((word) => {
    let entry = vocabulary.get(word);
    if (entry === undefined) {
      const hashed = hashWord(word);
      const numbers = new Int32Array(hashed.pieces.length + 1);
      numbers[0] = number(hashed.hash);
      hashed.pieces.forEach((piece, at) => {
        numbers[at + 1] = number(piece);
      });
      entry = { hashed, numbers, rows: table === undefined ? [] : rowsOfWord(table, word, hashed.hash) };
      vocabulary.set(word, entry);
    }
    return entry;
  });
  /** The pair that ends at each word; the first has none. */
  const pairs = words.map((word, at) => {
    const before = words[at - 1];
    return before === undefined ? -1 : number(hashPair(before.hashed, word.hashed));
  });
  const ngramLogits = (from: number, to: number, pieces: boolean): Float64Array | undefined => {
    const counts = zeros(known + unknownIsWord.length);
    const touched = countNgrams(words, pairs, from, to, pieces, counts);
    return weigh(touched, counts, scorer, unknownIsWord);
  };
  return {
    words: words.length,
    sentences,
    roughLogits: (from, to) => ngramLogits(from, to, false),
    logits: (from, to) => {
      const dense = table === undefined ? vector : sumOfWords(words, from, to, table);
      return addDense(ngramLogits(from, to, true), dense, scorer);
    },
  };
}

/** One for all texts, all zero whenever nothing is being counted: a hundred kilobytes a request would pile up. */
let scratch = new Float32Array(0);

function zeros(size: number): Float32Array {
  if (scratch.length < size) scratch = new Float32Array(2 * size);
  return scratch;
}

const NONE = new Int32Array(0);

function countNgrams(
  words: readonly NumberedWord[],
  pairs: readonly number[],
  from: number,
  to: number,
  pieces: boolean,
  counts: Float32Array,
): number[] {
  const touched: number[] = [];
  const add = (at: number) => {
    const before = counts[at] ?? 0;
    if (before === 0) touched.push(at);
    counts[at] = before + 1;
  };
  for (let at = from; at < to; at++) {
    const numbers = words[at]?.numbers ?? NONE;
    const last = pieces ? numbers.length : Math.min(1, numbers.length);
    for (let ngram = 0; ngram < last; ngram++) add(numbers[ngram] ?? 0);
    const pair = pairs[at] ?? -1;
    if (at > from && pair >= 0) add(pair);
  }
  return touched;
}

/** Leaves `counts` all zero again. */
function weigh(
  touched: readonly number[],
  counts: Float32Array,
  scorer: Scorer,
  unknownIsWord: readonly boolean[],
): Float64Array | undefined {
  const { bias: biases, columns, idf, unknownIdf, weights } = scorer;
  const classes = biases.length;
  const known = columns.length;
  const words = { rows: [] as number[], values: [] as number[] };
  const pieces = { rows: [] as number[], values: [] as number[] };
  let wordLength = 0;
  let pieceLength = 0;
  for (const at of touched) {
    const count = counts[at] ?? 0;
    counts[at] = 0;
    if (at >= known) {
      const value = count * unknownIdf;
      if (unknownIsWord[at - known] === true) wordLength += value * value;
      else pieceLength += value * value;
      continue;
    }
    const value = count * (idf[at] ?? 0);
    const isWord = ((columns[at] ?? 0) & 1) === 0;
    if (isWord) wordLength += value * value;
    else pieceLength += value * value;
    const into = isWord ? words : pieces;
    into.rows.push(at);
    into.values.push(value);
  }
  if (words.rows.length + pieces.rows.length === 0) return undefined;
  const ofWords = new Float64Array(classes);
  const ofPieces = new Float64Array(classes);
  addRows(ofWords, weights, words.values, words.rows);
  addRows(ofPieces, weights, pieces.values, pieces.rows);
  const wordScale = wordLength === 0 ? 0 : WORD_LENGTH / Math.sqrt(wordLength);
  const pieceScale = pieceLength === 0 ? 0 : PIECE_LENGTH / Math.sqrt(pieceLength);
  for (let c = 0; c < classes; c++)
    ofWords[c] = (biases[c] ?? 0) + wordScale * (ofWords[c] ?? 0) + pieceScale * (ofPieces[c] ?? 0);
  return ofWords;
}

/** Undefined if the table knows none of the words. */
function sumOfWords(
  words: readonly NumberedWord[],
  from: number,
  to: number,
  table: WordTable,
): Float64Array | undefined {
  // A long text says the same words again and again.
  const counts = new Map<number, number>();
  for (let at = from; at < to; at++)
    for (const row of words[at]?.rows ?? []) counts.set(row, (counts.get(row) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const sum = new Float64Array(table.dimensions);
  for (const [row, count] of counts) addRow(table, row, sum, count);
  return sum;
}

/** What nobody wrote in an example may still mean the same: either part is evidence enough. */
function addDense(
  logits: Float64Array | undefined,
  vector: Float64Array | Float32Array | undefined,
  scorer: Scorer,
): Float64Array | undefined {
  if (vector === undefined || scorer.dense.length === 0) return logits;
  const made = logits ?? Float64Array.from(scorer.bias);
  addRows(made, scorer.dense, toImportance(vector));
  return made;
}

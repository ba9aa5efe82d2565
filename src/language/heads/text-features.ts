// The logits of one stretch of text: its words and pairs, its character pieces, and its dense vector. Must not know:
// thresholds, which stretch matters.

import { addRows } from './add-rows.ts';
import { toImportance } from './dense-part.ts';
import { PIECE_LENGTH, WORD_LENGTH } from './feature-table.ts';
import type { KnownWord, Lexicon, Scorer } from './lexicon.ts';
import { hashPair, wordsOf } from './ngrams.ts';
import { tally, tallyAll } from './tally.ts';
import { addRow, type WordTable } from './word-table.ts';

/**
 * The logit of every class; undefined where nothing in the stretch was in any example and it has no dense vector.
 * `vector` is the encoder's vector of the stretch, for heads whose encoder is not a table of words.
 */
export function logitsOfText(
  text: string,
  scorer: Scorer,
  lexicon: Lexicon,
  vector?: Float32Array,
): Float64Array | undefined {
  lexicon.makeRoom();
  const words = wordsOf(text).map((word) => lexicon.wordOf(word));
  const counted = countWords(words);
  const ngrams = ngramLogits(wordPartOf(words, lexicon, scorer), counted, scorer, lexicon);
  if (scorer.dense.length === 0) return ngrams;
  const dense =
    scorer.words === undefined ? vector && toImportance(vector, 1) : denseOf(counted, scorer.words);
  if (dense === undefined) return ngrams;
  // A text may have the same meaning without sharing words with an example: either part is sufficient evidence.
  const logits = ngrams ?? Float64Array.from(scorer.bias);
  addRows(logits, scorer.dense, dense);
  return logits;
}

/** A stretch's words and pairs: those the head knows, and the squared length of all of them. */
interface WordPart {
  readonly columns: number[];
  readonly values: number[];
  square: number;
}

function wordPartOf(words: readonly KnownWord[], lexicon: Lexicon, scorer: Scorer): WordPart {
  const numbers = words.map(({ number }) => number);
  const { pairs, limit } = pairsOf(words, lexicon);
  const part: WordPart = { columns: [], values: [], square: 0 };
  addTo(part, tally(numbers, 0, numbers.length, limit), scorer);
  addTo(part, tally(pairs, 1, pairs.length, limit), scorer);
  return part;
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

function addTo(
  part: WordPart,
  { numbers, counts }: ReturnType<typeof tally>,
  { columns, idf, unknownIdf }: Scorer,
): void {
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

/** A stretch's distinct words, and how often each occurs. */
interface CountedWords {
  readonly words: readonly KnownWord[];
  readonly counts: readonly number[];
}

function countWords(words: readonly KnownWord[]): CountedWords {
  const counts = new Map<KnownWord, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
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

/** Words share pieces: their number in the whole stretch counts, so it cannot be summed word by word. */
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

// Which n-grams a head knows and how rare each is: TF-IDF fitted on its examples. A text becomes two vectors of fixed
// length, one of words and pairs, one of character pieces. An n-gram that occurs in no example still counts in the
// length, so an unrelated text gets weak features, not strong ones. There may be a third, dense vector from an
// encoder, which knows words that no example has. Must not know: intents, weights, where dense vectors come from.

import { type HashedWord, hashPair, hashWord, wordsOf } from './ngrams.ts';

/** A row: column numbers with a value for each, and a dense part, which may be empty. */
export interface SparseRow {
  readonly columns: Int32Array;
  readonly values: Float32Array;
  readonly dense: Float32Array;
}

/** Lengths of the two vectors; chosen on training sentences of CLINC150 that no head was trained on. */
export const WORD_LENGTH = Math.sqrt(1.4);
export const PIECE_LENGTH = Math.sqrt(0.5);

export const NOTHING_DENSE = new Float32Array(0);

export interface FeatureTable {
  /** Hashes ascending; the position is the column's number. */
  readonly hashes: Uint32Array;
  readonly idf: Float32Array;
  /** Weight in the length of an n-gram that no example holds. */
  readonly unknownIdf: number;
}

/** Fits on the texts a head is trained from. */
export function fitFeatureTable(texts: readonly string[]): FeatureTable {
  const documents = new Map<number, number>();
  for (const text of texts) {
    for (const hash of countsOf(text).keys()) documents.set(hash, (documents.get(hash) ?? 0) + 1);
  }
  const hashes = Uint32Array.from(documents.keys()).sort();
  const idf = Float32Array.from(hashes, (hash) => rarity(texts.length, documents.get(hash) ?? 0));
  return { hashes, idf, unknownIdf: rarity(texts.length, 0) };
}

/** Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1. */
export function rarity(texts: number, holding: number): number {
  return Math.log((1 + texts) / (1 + holding)) + 1;
}

export function rowOf(
  text: string,
  table: FeatureTable,
  columnOf: ReadonlyMap<number, number>,
  dense: Float32Array = NOTHING_DENSE,
): SparseRow {
  const counts = countsOf(text);
  const columns: number[] = [];
  const values: number[] = [];
  let words = 0;
  let pieces = 0;
  for (const [hash, count] of counts) {
    const column = columnOf.get(hash);
    const value = count * (column === undefined ? table.unknownIdf : (table.idf[column] ?? 0));
    if ((hash & 1) === 0) words += value * value;
    else pieces += value * value;
    if (column !== undefined) {
      columns.push(column);
      values.push(value);
    }
  }
  const wordScale = words === 0 ? 0 : WORD_LENGTH / Math.sqrt(words);
  const pieceScale = pieces === 0 ? 0 : PIECE_LENGTH / Math.sqrt(pieces);
  return {
    dense,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values, (value, at) =>
      ((table.hashes[columns[at] ?? 0] ?? 0) & 1) === 0 ? value * wordScale : value * pieceScale,
    ),
  };
}

export function columnsByHash(table: FeatureTable): Map<number, number> {
  return new Map(Array.from(table.hashes, (hash, column) => [hash, column]));
}

function countsOf(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  let before: HashedWord | undefined;
  for (const text_ of wordsOf(text)) {
    const word = hashWord(text_);
    add(counts, word.hash);
    if (before !== undefined) add(counts, hashPair(before, word));
    for (const piece of word.pieces) add(counts, piece);
    before = word;
  }
  return counts;
}

function add(counts: Map<number, number>, hash: number): void {
  counts.set(hash, (counts.get(hash) ?? 0) + 1);
}

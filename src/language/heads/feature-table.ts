// Which n-grams a head knows and how rare each is: TF-IDF fitted on its examples. A text becomes two vectors of fixed
// length, one of words and pairs, one of character pieces. An n-gram that occurs in no example still counts in the
// length, so an unrelated text gets weak features, not strong ones. There may be a third, dense vector from an
// encoder, which knows words that no example has. Must not know: intents, weights, where dense vectors come from.

import { type ColumnIndex, createColumnIndex } from './column-index.ts';
import { countNgrams, createHashSet } from './ngram-counts.ts';

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
  const counted = texts.map(countNgrams);
  const most = counted.reduce((sum, one) => sum + one.hashes.length, 0);
  const set = createHashSet(most);
  const documents = new Uint32Array(most);
  for (const { hashes } of counted) {
    for (const hash of hashes) {
      const at = set.add(hash);
      documents[at] = (documents[at] ?? 0) + 1;
    }
  }
  const hashes = set.hashes().sort();
  const idf = Float32Array.from(hashes, (hash) => rarity(texts.length, documents[set.add(hash)] ?? 0));
  return { hashes, idf, unknownIdf: rarity(texts.length, 0) };
}

/** Smoothed inverse document frequency: ln((1 + n) / (1 + df)) + 1. */
export function rarity(texts: number, holding: number): number {
  return Math.log((1 + texts) / (1 + holding)) + 1;
}

export function rowOf(
  text: string,
  table: FeatureTable,
  columnOf: ColumnIndex,
  dense: Float32Array = NOTHING_DENSE,
): SparseRow {
  const { hashes, counts } = countNgrams(text);
  const columns = new Int32Array(hashes.length);
  const values = new Float64Array(hashes.length);
  let known = 0;
  let words = 0;
  let pieces = 0;
  for (let at = 0; at < hashes.length; at++) {
    const hash = hashes[at] ?? 0;
    const column = columnOf.find(hash);
    const value = (counts[at] ?? 0) * (column < 0 ? table.unknownIdf : (table.idf[column] ?? 0));
    if ((hash & 1) === 0) words += value * value;
    else pieces += value * value;
    if (column < 0) continue;
    columns[known] = column;
    values[known++] = value;
  }
  const wordScale = words === 0 ? 0 : WORD_LENGTH / Math.sqrt(words);
  const pieceScale = pieces === 0 ? 0 : PIECE_LENGTH / Math.sqrt(pieces);
  const scaled = new Float32Array(known);
  for (let at = 0; at < known; at++) {
    const isPiece = ((table.hashes[columns[at] ?? 0] ?? 0) & 1) === 1;
    scaled[at] = (values[at] ?? 0) * (isPiece ? pieceScale : wordScale);
  }
  return { dense, columns: columns.slice(0, known), values: scaled };
}

export function columnsByHash(table: FeatureTable): ColumnIndex {
  return createColumnIndex(table.hashes);
}

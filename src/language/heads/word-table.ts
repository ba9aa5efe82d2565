// A table of word vectors, so that a word without an example can mean the same as words of an example.
// One row of small integers per word, with one scale that includes how informative the word is; found by the hash
// the n-grams use. How the shipped table was made: scripts/build-word-table.ts.
// Must not know: files, heads, which words are in it.
//
//   0  "llmrword"      8 bytes
//   8  checksum        32 hex digits over all that follows; the table's identity
//  40  rows, dimensions   4 bytes each, little-endian
//  48  hashes          4 bytes per row, ascending
//  ..  scales          4 bytes per row
//  ..  vectors         rows × dimensions signed bytes

import { hashBytes } from '../text/content-hash.ts';
import { hashWord } from './ngrams.ts';

/** Immutable. Its arrays may lie in shared memory, so that threads have one copy between them. */
export interface WordTable {
  /** 32 hex digits: equal ids, equal tables. */
  readonly id: string;
  readonly dimensions: number;
  /** Ascending; the position is the row. */
  readonly hashes: Uint32Array;
  readonly scales: Float32Array;
  readonly vectors: Int8Array;
}

const MARK = 'llmrword';
const BODY_AT = 40;
const HASHES_AT = 48;

/** Views into the bytes, which must not change any more. Throws for anything else than a whole table. */
export function readWordTable(bytes: Uint8Array): WordTable {
  // Decoders refuse shared memory: the mark is copied out of it.
  const mark = new TextDecoder().decode(Uint8Array.from(bytes.subarray(0, BODY_AT)));
  if (bytes.byteOffset % 4 !== 0 || bytes.length < HASHES_AT || !mark.startsWith(MARK))
    throw new Error('this is not a table of words');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows = view.getUint32(BODY_AT, true);
  const dimensions = view.getUint32(BODY_AT + 4, true);
  const scalesAt = HASHES_AT + 4 * rows;
  const vectorsAt = scalesAt + 4 * rows;
  if (bytes.length !== vectorsAt + rows * dimensions) throw new Error('the table of words is cut off');
  const at = bytes.byteOffset;
  return {
    id: mark.slice(MARK.length),
    dimensions,
    hashes: new Uint32Array(bytes.buffer, at + HASHES_AT, rows),
    scales: new Float32Array(bytes.buffer, at + scalesAt, rows),
    vectors: new Int8Array(bytes.buffer, at + vectorsAt, rows * dimensions),
  };
}

export function writeWordTable(table: Omit<WordTable, 'id'>): Uint8Array {
  const { hashes, scales, vectors, dimensions } = table;
  const bytes = new Uint8Array(HASHES_AT + 8 * hashes.length + vectors.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(BODY_AT, hashes.length, true);
  view.setUint32(BODY_AT + 4, dimensions, true);
  bytes.set(new Uint8Array(hashes.buffer, hashes.byteOffset, hashes.byteLength), HASHES_AT);
  bytes.set(
    new Uint8Array(scales.buffer, scales.byteOffset, scales.byteLength),
    HASHES_AT + 4 * hashes.length,
  );
  bytes.set(
    new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
    HASHES_AT + 8 * hashes.length,
  );
  bytes.set(new TextEncoder().encode(MARK + hashBytes(bytes.subarray(BODY_AT))), 0);
  return bytes;
}

/** Whether the bytes are those the checksum was made of: for tests and for making a table, too slow for every start. */
export function isIntact(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(8, BODY_AT)) === hashBytes(bytes.subarray(BODY_AT));
}

/** Rows of a word as `wordsOf` writes it, and its hash where that is known already: its own, else those of its parts around an apostrophe; else none. */
export function rowsOfWord(
  table: WordTable,
  word: string,
  hash: number = hashWord(word).hash,
): readonly number[] {
  const own = rowOfHash(table, hash);
  if (own >= 0) return [own];
  if (!word.includes("'")) return [];
  return word
    .split("'")
    .map((part) => (part === '' ? -1 : rowOfHash(table, hashWord(part).hash)))
    .filter((row) => row >= 0);
}

function rowOfHash({ hashes }: WordTable, hash: number): number {
  let low = 0;
  let high = hashes.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = hashes[middle] ?? 0;
    if (found === hash) return middle;
    if (found < hash) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** Adds a row to a sum of `dimensions` numbers, or the beginning of a row to a shorter one. */
export function addRow(table: WordTable, row: number, sum: Float64Array, times = 1): void {
  const { dimensions, vectors } = table;
  const scale = times * (table.scales[row] ?? 0);
  const from = row * dimensions;
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + scale * (vectors[from + at] ?? 0);
}

import { describe, expect, it } from 'vitest';
import { hashWord } from '../../../src/language/heads/ngrams.ts';
import {
  addRow,
  isIntact,
  readWordTable,
  rowsOfWord,
  writeWordTable,
} from '../../../src/language/heads/word-table.ts';

const words = ['cat', 'dog', 'we', "we'll"].map((word) => ({ word, hash: hashWord(word).hash }));
words.sort((a, b) => a.hash - b.hash);
const rowOf = (word: string) => words.findIndex((one) => one.word === word);
const bytes = writeWordTable({
  dimensions: 2,
  hashes: Uint32Array.from(words, (one) => one.hash),
  scales: Float32Array.of(1, 0.5, 2, 4),
  vectors: Int8Array.of(1, -1, 2, -2, 3, -3, 4, -4),
});

describe('a table of words', () => {
  const table = readWordTable(bytes);

  it('finds words, and the parts of a word with an apostrophe unless it has the whole', () => {
    expect(rowsOfWord(table, 'dog')).toEqual([rowOf('dog')]);
    expect(rowsOfWord(table, "we'll")).toEqual([rowOf("we'll")]);
    expect(rowsOfWord(table, "dog's")).toEqual([rowOf('dog')]);
    expect(rowsOfWord(table, 'bird')).toEqual([]);
  });

  it('adds a row times its scale', () => {
    const sum = Float64Array.of(10, 10);
    addRow(table, 1, sum);
    expect([...sum]).toEqual([11, 9]);
  });

  it('lies where its bytes lie, also in memory that threads share', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    const there = readWordTable(shared);
    expect(there).toEqual(table);
    expect(there.vectors.buffer).toBe(shared.buffer);
  });

  it('is refused when cut off or foreign, and a change inside is seen', () => {
    expect(() => readWordTable(bytes.subarray(0, bytes.length - 1))).toThrow('cut off');
    expect(() => readWordTable(new TextEncoder().encode('x'.repeat(200)))).toThrow('not a table');
    expect(isIntact(bytes)).toBe(true);
    const altered = bytes.slice();
    altered[60] = (altered[60] ?? 0) ^ 1;
    expect(isIntact(altered)).toBe(false);
  });
});

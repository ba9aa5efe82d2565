import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { WORD_TABLE } from '../../src/language/heads/training-job.ts';
import { addRow, isIntact, rowsOfWord } from '../../src/language/heads/word-table.ts';
import { wordVectors } from '../../src/meaning/word-vectors.ts';

const vectorOf = (word: string): Float64Array => {
  const sum = new Float64Array(wordVectors().dimensions);
  for (const row of rowsOfWord(wordVectors(), word)) addRow(wordVectors(), row, sum);
  return sum;
};
const cosine = (one: string, other: string): number => {
  const [a, b] = [vectorOf(one), vectorOf(other)];
  const dot = (x: Float64Array, y: Float64Array) =>
    x.reduce((sum, value, at) => sum + value * (y[at] ?? 0), 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

it('the shipped table is whole, and the one that heads are named after', () => {
  const bytes = readFileSync(new URL('../../src/meaning/assets/words-en.bin', import.meta.url));
  expect(isIntact(bytes)).toBe(true);
  expect(wordVectors().id).toBe(WORD_TABLE);
  expect(bytes.length).toBeLessThan(15_000_000);
});

it('words of one kind are near, and rare words weigh more than common ones', () => {
  expect(cosine('refund', 'reimbursement')).toBeGreaterThan(0.4);
  expect(cosine('car', 'vehicle')).toBeGreaterThan(cosine('car', 'poem') + 0.3);
  expect(Math.hypot(...vectorOf('the'))).toBeLessThan(0.2 * Math.hypot(...vectorOf('refund')));
  expect(rowsOfWord(wordVectors(), "don't")).toHaveLength(1);
});

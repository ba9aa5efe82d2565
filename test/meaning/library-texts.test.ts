/**
 * Each intent of the standard library has enough texts, and an evaluation set that shares none of them: no text is
 * written twice, neither in an intent nor in two.
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LIBRARY } from '../../src/language/library/index.ts';

const rowsOf = (name: string): { text: string; intent: string | null }[] =>
  readFileSync(new URL(`library/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const NAMES: readonly (string | null)[] = [null, ...LIBRARY.map((intent) => intent.name)];

const plain = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');

test.each(LIBRARY.map((intent) => [intent.name, intent] as const))(
  '%s has forty to sixty examples and an evaluation set of its own',
  (name, { like, means }) => {
    expect(like.length).toBeGreaterThanOrEqual(40);
    expect(like.length).toBeLessThanOrEqual(60);
    expect(means).toMatch(/^[a-z].*[^.]$/);
    const rows = rowsOf(name);
    expect(rows.filter((row) => row.intent === name).length).toBeGreaterThanOrEqual(20);
    expect(rows.filter((row) => row.intent !== name).length).toBeGreaterThanOrEqual(10);
    expect(rows.filter((row) => !NAMES.includes(row.intent))).toEqual([]);
  },
);

test('no text of the library is written twice', () => {
  const texts = LIBRARY.flatMap(({ name, like, not }) => [
    ...like,
    ...not,
    ...rowsOf(name).map((row) => row.text),
  ]).map(plain);
  expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
});

/**
 * `--fix` on random policies with several faults: whatever is deleted, every request is decided as before, and no file
 * breaks. A few hundred in `npm test`, ten thousand in `npm run test:long`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCases } from '../language/lint/rule-cases.ts';
import { tryFixing } from '../support/fix-and-decide.ts';
import { rounds } from '../support/rounds.ts';

const RULES = new URL('../../src/language/lint/rules/', import.meta.url);

/** Rules that bring fixes along, by their own cases. */
const FIXABLE = readdirSync(RULES)
  .filter((name) => name.endsWith('.cases.txt'))
  .filter((name) =>
    readCases(readFileSync(new URL(name, RULES), 'utf8')).some(
      ({ fixed, policy }) => fixed !== undefined && fixed !== '' && fixed !== policy,
    ),
  )
  .map((name) => name.replace('.cases.txt', ''));

it('decides every request as before, and breaks no file', { timeout: 3_600_000 }, () => {
  const planted = new Map(FIXABLE.map((rule) => [rule, 0]));
  const words: string[] = [];
  for (let seed = 1; seed <= rounds(10_000, 0.02); seed += 1) {
    const tried = tryFixing(seed);
    words.push(...tried.words);
    for (const rule of tried.fixable) planted.set(rule, (planted.get(rule) ?? 0) + 1);
  }
  expect(words).toEqual([]);
  expect([...planted].filter(([, count]) => count === 0)).toEqual([]);
});

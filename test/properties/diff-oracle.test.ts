/**
 * The diff of random pairs of policy sets held against an oracle that shares no code with the analysis; 10,000 pairs
 * are `npm run bench:diff`. A failure names the seed: `npm run bench:diff -- --seed N` begins there.
 */
import { expect, test } from 'vitest';
import { clausesUnder, runPairs } from '../support/policy-pairs/run-pairs.ts';

const PAIRS = 500;
const SEED = 13;

test(`${PAIRS} pairs: what changes is in a region or a note, and what does not is called unchanged`, {
  timeout: 300_000,
}, () => {
  const run = runPairs({ seed: SEED, pairs: PAIRS, requests: 40 });
  expect(run.faults.slice(0, 5).join('\n\n')).toBe('');
  // Both happen, or nothing would have been tried.
  expect(run.same).toBeGreaterThan(PAIRS / 10);
  expect(run.same).toBeLessThan(PAIRS / 1.5);
  // A clause of the grammar that no edit reaches.
  expect(clausesUnder(1, run)).toEqual([]);
});

/** Every verdict of the analysis against every request, one by one, on a thousand small random policies. */
import { expect, it } from 'vitest';
import { tryAll } from '../support/prove-by-trying.ts';
import { rounds } from '../support/rounds.ts';

it('agrees with trying every request', () => {
  let tried = 0;
  for (let seed = 1; tried < rounds(1_000, 0.15); seed += 1) {
    const { words, requests } = tryAll(seed);
    expect(words).toEqual([]);
    if (requests > 0) tried += 1;
  }
}, 300_000);

/** Claims that few policies come to: a request that no route takes is refused, and one may be refused for what it needs. */
const RARE = [101_417, 106_543, 108_032, 108_072, 110_177, 110_187, 111_450];

it.each(RARE)('agrees on policy %i', (seed) => {
  const { words, requests } = tryAll(seed);
  expect(words).toEqual([]);
  expect(requests).toBeGreaterThan(0);
});

/** Every verdict of the analysis against every request, one by one, on a thousand small random policies. */
import { expect, it } from 'vitest';
import { tryAll } from '../support/prove-by-trying.ts';
import { rounds } from '../support/rounds.ts';

it('agrees with trying every request', () => {
  let tried = 0;
  for (let seed = 1; tried < rounds(1_000, 0.4); seed += 1) {
    const { words, requests } = tryAll(seed);
    expect(words).toEqual([]);
    if (requests > 0) tried += 1;
  }
});

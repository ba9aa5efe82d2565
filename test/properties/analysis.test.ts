/** Every verdict of the analysis against every request, one by one, on a thousand small random policies. */
import { expect, it } from 'vitest';
import { disagreements } from '../support/prove-by-trying.ts';

it('agrees with trying every request', () => {
  const found: string[] = [];
  for (let seed = 1; seed <= 1_000 && found.length === 0; seed += 1) found.push(...disagreements(seed));
  expect(found).toEqual([]);
});

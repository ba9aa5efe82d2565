/** The accountant of `test/acceptance/`, over ten thousand random requests. */
import { expect, test } from 'vitest';
import { audit } from '../support/accountant.ts';
import { checkAudit } from '../support/check-audit.ts';

test.each([1, 2, 3, 4])('2,500 random requests, seed %s', async (seed) => {
  const result = await audit({ requests: 2_500, seed, teams: 25, cap: 0.3 });
  checkAudit(result);
  expect(result.entries.length).toBeGreaterThan(1_000);
});

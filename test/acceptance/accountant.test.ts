/**
 * A provider that bills by its own rules (hidden reasoning, several choices, left requests, usage that lies, comes late
 * or never) beside llmr's books. Ten thousand requests are in `test/long/`.
 */
import { expect, test } from 'vitest';
import { audit } from '../support/accountant.ts';
import { checkAudit } from '../support/check-audit.ts';

test('three hundred random requests: never below the bill, never over the cap', async () => {
  const result = await audit({ requests: 300, seed: 7, teams: 6, cap: 0.12 });
  checkAudit(result);
  expect(result.entries.length).toBeGreaterThan(100);
  // Some have spent all they have.
  expect(Math.max(...result.usedPercent.values())).toBeGreaterThan(80);
}, 120_000);

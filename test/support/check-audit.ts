/** What must hold between a provider's bills and llmr's books. */
import { expect } from 'vitest';
import { type Audit, isHonest } from './accountant.ts';

/** Rounding to whole micro-dollars. */
const ROUNDING = 3e-6;

export function checkAudit({ entries, usedPercent, cap }: Audit): void {
  const below = entries.filter(({ billed, booked }) => booked < billed - ROUNDING);
  expect(below).toEqual([]);

  const honest = entries.filter(isHonest);
  const sum = (of: 'billed' | 'booked', from = entries) => from.reduce((total, one) => total + one[of], 0);
  expect(honest.length).toBeGreaterThan(entries.length / 10);
  expect(sum('booked', honest)).toBeLessThanOrEqual(sum('billed', honest) * 1.1);
  const dear = honest.filter(({ billed, booked }) => booked > billed * 1.1 + ROUNDING);
  expect(dear).toEqual([]);

  // Where it is not simply what was reported, the record says so.
  const silent = entries.filter((one) => /^says-|^silent|^cuts/.test(one.treatment) && one.booked > 0);
  expect(silent.length).toBeGreaterThan(0);
  expect(silent.filter(({ notes }) => notes.length === 0)).toEqual([]);

  for (const [team, used] of usedPercent) {
    expect(used).toBeLessThanOrEqual(100);
    const own = entries.filter((entry) => entry.team === team);
    expect(sum('billed', own)).toBeLessThanOrEqual(cap);
    // The books of the decisions and those of the ledger are the same books.
    expect(Math.abs(sum('booked', own) - (used / 100) * cap)).toBeLessThan(
      ROUNDING * (own.length + 1) + cap * 1e-5,
    );
  }
}

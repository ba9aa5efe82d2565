/** How much of a budget is used and left, over all of its buckets. Arithmetic only. */
import type { BudgetBucket } from './budget-buckets.ts';
import { dollarsOfMicros } from './money.ts';

/** Percent (over 100 where settled calls went past it) and, where a line is in dollars, dollars left, 0 at least. */
export interface BudgetUse {
  readonly usedPercent: number;
  readonly leftUsd: number | null;
}

/** The largest share and the fewest dollars; `used` by bucket key. */
export function budgetUse(buckets: readonly BudgetBucket[], used: ReadonlyMap<string, bigint>): BudgetUse {
  let usedPercent = 0;
  let left: bigint | undefined;
  for (const { bucket } of buckets) {
    const spent = used.get(bucket.key) ?? 0n;
    usedPercent = Math.max(usedPercent, percentOf(spent, bucket.limit));
    if (bucket.unit !== 'usd') continue;
    const rest = bucket.limit > spent ? bucket.limit - spent : 0n;
    if (left === undefined || rest < left) left = rest;
  }
  return { usedPercent, leftUsd: left === undefined ? null : dollarsOfMicros(left) };
}

/** To ten-thousandths of a percent, rounded down: `at least 95%` holds from exactly 95 % on. */
export function percentOf(used: bigint, limit: bigint): number {
  return limit <= 0n ? 100 : Number((used * 1_000_000n) / limit) / 10_000;
}

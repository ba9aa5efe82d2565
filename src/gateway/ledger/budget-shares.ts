/**
 * How far each bucket was used when it was last looked at: says once a window that a budget passes its `warn at`, and
 * gives metrics one number a budget. Bounded in memory; knows no ledger.
 */
import { createHash } from 'node:crypto';
import { type BudgetBucket, lineWords } from './budget-buckets.ts';
import { clockTime } from './windows.ts';

export interface BudgetWarning {
  readonly budget: string;
  /** `$50/day per team`. */
  readonly limit: string;
  /** `team:acme`; names, never keys. A warning is logged, so of a user it has a hash: `/admin/budgets` tells who. */
  readonly bucket: string;
  readonly usedPercent: number;
  /** In the budget's zone. */
  readonly resets: string;
}

export interface BudgetShares {
  note(one: BudgetBucket, percent: number, now: number): void;
  /** By budget name, the largest share of the windows that still run. */
  largest(now: number): ReadonlyMap<string, number>;
  /** Buckets whose window still runs. */
  running(now: number): readonly SeenBucket[];
}

export interface SeenBucket {
  readonly budget: string;
  /** `team:acme`; names, never keys. */
  readonly bucket: string;
  readonly usedPercent: number;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** Beyond this many buckets the oldest are forgotten: a warning may then be said twice. */
const REMEMBERED = 20_000;

export function createBudgetShares(warn: (warning: BudgetWarning) => void): BudgetShares {
  const seen = new Map<string, { budget: string; percent: number; warned: boolean; resetsAt: number }>();
  return {
    note(one, percent, now) {
      const { bucket, budget, line } = one;
      const warnAt = budget.warnAt;
      const before = seen.get(bucket.key);
      const due = warnAt !== undefined && percent >= warnAt && before?.warned !== true;
      seen.set(bucket.key, {
        budget: budget.name,
        percent,
        warned: due || before?.warned === true,
        resetsAt: bucket.resetsAt,
      });
      if (seen.size > REMEMBERED) forget(now);
      if (!due) return;
      warn({
        budget: budget.name,
        limit: lineWords(line),
        bucket: loggedName(bucketName(bucket.key)),
        usedPercent: Math.floor(percent * 10) / 10,
        resets: clockTime(budget.zone, bucket.resetsAt),
      });
    },
    running: (now) =>
      [...seen].flatMap(([key, { budget, percent, resetsAt }]) =>
        resetsAt > now ? [{ budget, bucket: bucketName(key), usedPercent: percent, resetsAt }] : [],
      ),
    largest(now) {
      const result = new Map<string, number>();
      for (const { budget, percent, resetsAt } of seen.values()) {
        const current = resetsAt > now ? percent : 0;
        result.set(budget, Math.max(current, result.get(budget) ?? 0));
      }
      return result;
    },
  };

  function forget(now: number): void {
    for (const [key, { resetsAt }] of seen) if (resetsAt <= now) seen.delete(key);
    for (const key of seen.keys()) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(key);
    }
  }
}

function bucketName(key: string): string {
  return decodeURIComponent(key.split('/').at(-2) ?? '');
}

function loggedName(bucket: string): string {
  if (!bucket.startsWith('user:') || bucket === 'user:?') return bucket;
  return `user:#${createHash('sha256').update(bucket).digest('hex').slice(0, 12)}`;
}

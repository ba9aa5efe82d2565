/**
 * How far each bucket was used when it was last read: reports once per window that a budget passes its `warn at`, and
 * gives metrics one number per budget. Bounded in memory; knows no ledger.
 */
import { createHash } from 'node:crypto';
import { type BudgetBucket, lineWords } from './budget-buckets.ts';
import { percentOf } from './budget-use.ts';
import type { Bucket, Ledger, StoredBucket } from './ledger.ts';
import { dollarsOfMicros } from './money.ts';
import { clockTime } from './windows.ts';

export interface BudgetWarning {
  readonly budget: string;
  /** `$50/day per team`. */
  readonly limit: string;
  /**
   * `team:acme`; names, never keys. A warning is logged, so a user appears as a hash: `/admin/budgets` shows the
   * name.
   */
  readonly bucket: string;
  readonly usedPercent: number;
  /** In the budget's zone. */
  readonly resets: string;
}

export interface BudgetShares {
  /** `used`: in the bucket's unit, as the ledger counts it. */
  note(one: BudgetBucket, used: bigint, now: number): void;
  /** Loads what the ledger holds from before: no warning is repeated, and newer values stay. */
  recall(one: BudgetBucket, stored: Pick<StoredBucket, 'used' | 'assumed'>): void;
  /** By budget name, the largest share of the windows that still run. */
  largest(now: number): ReadonlyMap<string, number>;
  /** Buckets whose window still runs, by key. */
  running(now: number): readonly SeenBucket[];
}

export interface SeenBucket {
  readonly budget: string;
  /** `team:acme`; names, never keys. */
  readonly bucket: string;
  readonly usedPercent: number;
  readonly unit: Bucket['unit'];
  /** Dollars, tokens or requests. */
  readonly used: number;
  readonly limit: number;
  /** What a crash now would count as spent in addition to `used`. */
  readonly openSlack: number;
  /** Part of `used`: the open slack of crashes in this window. */
  readonly afterCrash: number;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

interface Seen {
  bucket: Bucket;
  used: bigint;
  readonly assumed: bigint;
  warned: boolean;
}

/** Beyond this many buckets the oldest are dropped: a warning may then be repeated. */
const REMEMBERED = 20_000;

export function createBudgetShares(
  /** `bucket`: its key. */
  warn: (warning: BudgetWarning, bucket: string) => void,
  lent: Ledger['lent'] = () => 0n,
): BudgetShares {
  const seen = new Map<string, Seen>();
  return {
    recall({ bucket, budget }, { used, assumed }) {
      const before = seen.get(bucket.key);
      const warned =
        percentOf(before?.used ?? used, bucket.limit) >= (budget.warnAt ?? Number.POSITIVE_INFINITY);
      // A limit that a reload has changed applies from now on.
      seen.set(bucket.key, { bucket, used: before?.used ?? used, assumed, warned: before?.warned ?? warned });
    },
    note(one, used, now) {
      const { bucket, budget, line } = one;
      let entry = seen.get(bucket.key);
      if (entry === undefined) {
        entry = { bucket, used, assumed: 0n, warned: false };
        seen.set(bucket.key, entry);
        if (seen.size > REMEMBERED) forget(now);
      }
      entry.bucket = bucket;
      entry.used = used;
      if (budget.warnAt === undefined || entry.warned) return;
      const percent = percentOf(used, bucket.limit);
      if (percent < budget.warnAt) return;
      entry.warned = true;
      const warning = {
        budget: budget.name,
        limit: lineWords(line),
        bucket: loggedName(bucketName(bucket.key)),
        usedPercent: Math.floor(percent * 10) / 10,
        resets: clockTime(budget.zone, bucket.resetsAt),
      };
      warn(warning, bucket.key);
    },
    running: (now) =>
      [...seen.values()]
        .filter(({ bucket }) => bucket.resetsAt > now)
        .sort((one, other) => (one.bucket.key < other.bucket.key ? -1 : 1))
        .map(({ bucket, used, assumed }) => seenBucket(bucket, { used, assumed, lent: lent(bucket.key) })),
    largest(now) {
      const result = new Map<string, number>();
      for (const { bucket, used } of seen.values()) {
        const current = bucket.resetsAt > now ? percentOf(used, bucket.limit) : 0;
        result.set(bucket.name, Math.max(current, result.get(bucket.name) ?? 0));
      }
      return result;
    },
  };

  function forget(now: number): void {
    for (const [key, { bucket }] of seen) if (bucket.resetsAt <= now) seen.delete(key);
    for (const key of seen.keys()) {
      if (seen.size <= REMEMBERED) break;
      seen.delete(key);
    }
  }
}

function seenBucket(
  { key, name, unit, limit, resetsAt }: Bucket,
  { used, assumed, lent }: Readonly<Record<'used' | 'assumed' | 'lent', bigint>>,
): SeenBucket {
  const inWords = (amount: bigint): number => (unit === 'usd' ? dollarsOfMicros(amount) : Number(amount));
  return {
    budget: name,
    bucket: bucketName(key),
    usedPercent: percentOf(used, limit),
    unit,
    used: inWords(used),
    limit: inWords(limit),
    openSlack: inWords(lent),
    afterCrash: inWords(assumed),
    resetsAt,
  };
}

function bucketName(key: string): string {
  return decodeURIComponent(key.split('/').at(-2) ?? '');
}

function loggedName(bucket: string): string {
  if (!bucket.startsWith('user:') || bucket === 'user:?') return bucket;
  return `user:#${createHash('sha256').update(bucket).digest('hex').slice(0, 12)}`;
}

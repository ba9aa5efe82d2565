/**
 * Reads the spend from the ledger's file, for a command while no service owns it. Read only; parses a bucket's key as
 * `budget-buckets.ts` builds it.
 */
import { DatabaseSync } from 'node:sqlite';
import { dollarsOfMicros } from './money.ts';

export interface SpentBucket {
  /** `budget` or `limit`, and its name. */
  readonly kind: 'budget' | 'limit';
  readonly name: string;
  readonly file: string;
  readonly unit: 'usd' | 'tokens' | 'requests';
  readonly window: string;
  /** `team:acme`; `team:?` where it is not known. */
  readonly bucket: string;
  /** Dollars, tokens or requests. */
  readonly used: number;
  /** Part of `used`: the open slack of crashes, the last one included that no start has seen yet. */
  readonly afterCrash: number;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** Buckets whose window is still open. `busy`: a service owns the file; ask the service instead. */
export function readSpend(path: string, now: number): readonly SpentBucket[] | 'busy' {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 200, readBigInts: true });
    const rows = database.prepare('SELECT * FROM spend WHERE resets_at > ? ORDER BY bucket').all(now);
    return rows.flatMap((row) => bucketOf(row) ?? []);
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return 'busy';
    if (error instanceof Error && /no such table/i.test(error.message)) return [];
    throw error;
  } finally {
    database?.close();
  }
}

/** `cap@support.route/usd/day/team:acme/2026-11-22`; paths may hold `/`, the rest may not. */
function bucketOf(row: Record<string, unknown>): SpentBucket | undefined {
  const match = /^(limit:)?([^@]+)@(.*)\/(usd|tokens|requests)\/([a-z]+)\/([^/]+)\/[^/]+$/.exec(
    String(row['bucket']),
  );
  if (match === null) return undefined;
  // No service owns the file: what is still lent was left by a crash.
  const lent = (row['lent'] as bigint | undefined) ?? 0n;
  const [, limit, name = '', file = '', unit, window = '', bucket = ''] = match;
  const inUnit = (amount: bigint): number => (unit === 'usd' ? dollarsOfMicros(amount) : Number(amount));
  return {
    kind: limit === undefined ? 'budget' : 'limit',
    name,
    file,
    unit: unit as SpentBucket['unit'],
    window,
    bucket: decodeURIComponent(bucket),
    used: inUnit((row['used'] as bigint) + lent),
    afterCrash: inUnit(lent + ((row['assumed'] as bigint | undefined) ?? 0n)),
    resetsAt: Number(row['resets_at']),
  };
}

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
  /** Epoch milliseconds. */
  readonly resetsAt: number;
}

/** Buckets whose window is still open. `busy`: a service owns the file; ask the service instead. */
export function readSpend(path: string, now: number): readonly SpentBucket[] | 'busy' {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true, timeout: 200, readBigInts: true });
    const rows = database.prepare('SELECT * FROM spend WHERE resets_at > ? ORDER BY bucket').all(now);
    return rows.flatMap(
      (row) => bucketOf(String(row['bucket']), row['used'] as bigint, Number(row['resets_at'])) ?? [],
    );
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(error.message)) return 'busy';
    if (error instanceof Error && /no such table/i.test(error.message)) return [];
    throw error;
  } finally {
    database?.close();
  }
}

/** `cap@support.route/usd/day/team:acme/2026-11-22`; paths may hold `/`, the rest may not. */
function bucketOf(key: string, used: bigint, resetsAt: number): SpentBucket | undefined {
  const match = /^(limit:)?([^@]+)@(.*)\/(usd|tokens|requests)\/([a-z]+)\/([^/]+)\/[^/]+$/.exec(key);
  if (match === null) return undefined;
  const [, limit, name = '', file = '', unit, window = '', bucket = ''] = match;
  return {
    kind: limit === undefined ? 'budget' : 'limit',
    name,
    file,
    unit: unit as SpentBucket['unit'],
    window,
    bucket: decodeURIComponent(bucket),
    used: unit === 'usd' ? dollarsOfMicros(used) : Number(used),
    resetsAt,
  };
}

/**
 * The ledger's tables and their operations, one synchronous function per operation, to be called inside a transaction
 * of the caller. Knows SQLite and nothing of threads, budgets or clocks.
 *
 * `spend` holds for each bucket what is reserved plus settled, and what is lent: the service may have reserved that
 * much more without having written it. So a crash needs no repair but adding the two.
 */
import type { DatabaseSync } from 'node:sqlite';
import type { StoredBucket } from './ledger.ts';
import type { AfterCrash, LedgerReply, LedgerRequest } from './ledger-protocol.ts';

export interface LedgerBook {
  apply(request: LedgerRequest): LedgerReply;
  /** Charges what was lent and closes reservations that a crash left open; they stay charged. */
  chargeLent(): AfterCrash;
}

/** `database`, as `ledger-file.ts` opens it, must read integers as BigInt. */
export function createLedgerBook(database: DatabaseSync): LedgerBook {
  const select = database.prepare('SELECT * FROM spend WHERE bucket = ?');
  const selectRunning = database.prepare('SELECT * FROM spend WHERE resets_at > ? ORDER BY bucket');
  const write = database.prepare(`
    INSERT INTO spend (bucket, used, resets_at, lent) VALUES (?, ?, ?, ?)
    ON CONFLICT (bucket) DO UPDATE
    SET used = excluded.used, resets_at = excluded.resets_at, lent = excluded.lent`);
  const prune = database.prepare('DELETE FROM spend WHERE resets_at < ?');
  const chargeLent = database.prepare(
    'UPDATE spend SET used = used + lent, assumed = assumed + lent, lent = 0 WHERE lent > 0',
  );
  const readOpen = database.prepare('SELECT open FROM state');
  const writeOpen = database.prepare('UPDATE state SET open = ?');

  return {
    apply(request) {
      switch (request.kind) {
        case 'read':
          return request.keys.flatMap((key) => select.all(key).map(storedBucketOf));
        case 'running':
          return selectRunning.all(request.now).map(storedBucketOf);
        case 'write':
          if (request.horizon !== undefined) prune.run(request.horizon);
          for (const { key, used, resetsAt, lent } of request.rows) write.run(key, used, resetsAt, lent);
          writeOpen.run(request.open);
          return [];
      }
    },
    chargeLent() {
      const charged = Number(readOpen.get()?.['open'] ?? 0);
      const assumed = Number(chargeLent.run().changes);
      writeOpen.run(0);
      return { charged, assumed };
    },
  };
}

function storedBucketOf(row: Record<string, unknown>): StoredBucket {
  return {
    key: String(row['bucket']),
    used: row['used'] as bigint,
    resetsAt: Number(row['resets_at']),
    assumed: row['assumed'] as bigint,
  };
}

/**
 * The ledger's tables and their operations, one synchronous function per operation, to be called inside a transaction
 * of the caller. Knows SQLite and nothing of threads, budgets or clocks.
 *
 * `spend` holds reserved plus settled for each bucket; `open` holds what each unsettled reservation put there. So a
 * crash needs no repair: reservations that were never settled are already in `spend`, at their estimate.
 */
import type { DatabaseSync } from 'node:sqlite';
import { createForgetting } from './forget-windows.ts';
import type { Bucket, Charge, Levels, Reservation, StoredBucket } from './ledger.ts';
import type { LedgerReply, LedgerRequest } from './ledger-protocol.ts';

/** How long the id of a closed reservation is kept, so that a repeated reserve charges nothing. Milliseconds. */
const CLOSED_REMEMBERED = 600_000;
const CLOSED_AT_MOST = 200_000;

export interface LedgerBook {
  apply(request: LedgerRequest): LedgerReply;
  /** The transaction was rolled back: drops what was kept of it outside the tables. */
  rolledBack(): void;
  committed(): void;
  /** Closes reservations that a crash left open; they stay charged. Returns how many there were. */
  chargeOpen(): number;
}

/** `database`, as `ledger-file.ts` opens it, must read integers as BigInt; `elapsed` is a clock that only goes forward, in milliseconds. */
export function createLedgerBook(
  database: DatabaseSync,
  elapsed: () => number = () => performance.now(),
): LedgerBook {
  const selectUsed = database.prepare('SELECT used FROM spend WHERE bucket = ?');
  const addUsed = database.prepare(`
    INSERT INTO spend (bucket, used, resets_at) VALUES (?, ?, ?)
    ON CONFLICT (bucket) DO UPDATE SET used = used + excluded.used, resets_at = excluded.resets_at`);
  const changeUsed = database.prepare('UPDATE spend SET used = max(0, used + ?) WHERE bucket = ?');
  const insertOpen = database.prepare('INSERT INTO open (id, bucket, amount) VALUES (?, ?, ?)');
  const selectOpen = database.prepare('SELECT bucket, amount FROM open WHERE id = ?');
  const deleteOpen = database.prepare('DELETE FROM open WHERE id = ?');
  const countOpen = database.prepare('SELECT count(DISTINCT id) AS count FROM open');
  const deleteAllOpen = database.prepare('DELETE FROM open');
  const selectRunning = database.prepare('SELECT * FROM spend WHERE resets_at > ? ORDER BY bucket');
  const pruneSpend = database.prepare('DELETE FROM spend WHERE resets_at < ?');

  /** When each recently closed reservation was closed; Map order is closing order. */
  const closed = new Map<string, number>();
  let closing: string[] = [];
  const forgetting = createForgetting(elapsed);

  const usedOf = (key: string): bigint => {
    const row = selectUsed.get(key);
    return typeof row?.['used'] === 'bigint' ? row['used'] : 0n;
  };
  const levelsOf = (keys: Iterable<string>): Levels => new Map([...keys].map((key) => [key, usedOf(key)]));
  const openOf = (id: string): { bucket: string; amount: bigint }[] =>
    selectOpen
      .all(id)
      .map((row) => ({ bucket: String(row['bucket']), amount: BigInt(row['amount'] as bigint) }));

  const runningAt = (now: number): StoredBucket[] =>
    selectRunning.all(now).map((row) => ({
      key: String(row['bucket']),
      used: BigInt(row['used'] as bigint),
      resetsAt: Number(row['resets_at']),
    }));

  function reserve(id: string, charges: readonly Charge[]): Reservation {
    const sums = sumByBucket(charges);
    if (closed.has(id) || selectOpen.get(id) !== undefined)
      return { ok: true, id, levels: levelsOf(sums.keys()) };
    const refused = firstWithoutRoom(charges, usedOf);
    if (refused !== undefined) return { ...refused, levels: levelsOf(sums.keys()) };
    for (const [key, { amount, resetsAt }] of sums) {
      addUsed.run(key, amount, resetsAt);
      insertOpen.run(id, key, amount);
    }
    return { ok: true, id, levels: levelsOf(sums.keys()) };
  }

  function close(id: string, amounts: ReadonlyMap<string, bigint> | 'nothing'): Levels {
    const rows = openOf(id);
    if (rows.length === 0) return new Map();
    for (const { bucket, amount } of rows) {
      const came = amounts === 'nothing' ? 0n : (amounts.get(bucket) ?? amount);
      if (came !== amount) changeUsed.run(came - amount, bucket);
    }
    deleteOpen.run(id);
    closed.set(id, elapsed());
    closing.push(id);
    return levelsOf(rows.map(({ bucket }) => bucket));
  }

  function prune(now: number): void {
    const horizon = forgetting.horizon(now);
    if (horizon === undefined) return;
    pruneSpend.run(horizon);
    for (const [id, at] of closed) {
      if (closed.size <= CLOSED_AT_MOST && elapsed() - at < CLOSED_REMEMBERED) break;
      closed.delete(id);
    }
  }

  return {
    apply(request) {
      if (request.kind === 'used') return levelsOf(request.keys);
      if (request.kind === 'running') return runningAt(request.now);
      prune(request.now);
      switch (request.kind) {
        case 'reserve':
          return reserve(request.id, request.charges);
        case 'settle':
          return close(request.id, request.amounts);
        case 'refund':
          return close(request.id, 'nothing');
      }
    },
    rolledBack() {
      for (const id of closing) closed.delete(id);
      closing = [];
    },
    committed() {
      closing = [];
    },
    chargeOpen() {
      const count = Number(countOpen.get()?.['count'] ?? 0);
      if (count > 0) deleteAllOpen.run();
      return count;
    },
  };
}

/** Charges of one bucket are one charge; without this a bucket named twice would be checked against its limit singly. */
export function sumByBucket(
  charges: readonly Charge[],
): ReadonlyMap<string, { readonly amount: bigint; readonly resetsAt: number }> {
  const sums = new Map<string, { amount: bigint; resetsAt: number }>();
  for (const { bucket, amount } of charges) {
    const before = sums.get(bucket.key)?.amount ?? 0n;
    sums.set(bucket.key, { amount: before + amount, resetsAt: bucket.resetsAt });
  }
  return sums;
}

/** A charge of nothing always fits: a free model stays usable when the money is spent. */
export function firstWithoutRoom(
  charges: readonly Charge[],
  usedOf: (key: string) => bigint,
): { readonly ok: false; readonly bucket: Bucket; readonly used: bigint } | undefined {
  const sums = sumByBucket(charges);
  for (const { bucket } of charges) {
    const amount = sums.get(bucket.key)?.amount ?? 0n;
    const used = usedOf(bucket.key);
    if (amount > 0n && used + amount > bucket.limit) return { ok: false, bucket, used };
  }
  return undefined;
}

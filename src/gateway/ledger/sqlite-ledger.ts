/**
 * The embedded ledger: this process keeps the levels of buckets and decides, a thread writes them to SQLite in groups.
 * A reservation resolves when the disk covers it: it is written, or within what the disk records as lent. One process
 * owns a ledger file; a second one gets an error.
 *
 * Crash rule: an unsettled reservation found at start may have been sent, so it stays charged at its estimate, and
 * what was lent counts as spent. Only a running service knows that nothing was sent, and then calls `refund`.
 */
import { createForgetting } from './forget-windows.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Awaitable, Bucket, Charge, Ledger, Levels, Reservation } from './ledger.ts';
import type { AfterCrash } from './ledger-protocol.ts';
import { type LedgerThread, type LedgerThreadOptions, startLedgerThread } from './ledger-thread.ts';
import { createLending } from './lending.ts';
import { type Changes, createReservationBook } from './reservation-book.ts';

export { LedgerInUseError } from './ledger-thread.ts';

export interface SqliteLedger extends Ledger, AfterCrash {}

/** Milliseconds for which changes that nothing waits for are collected into one write. */
const LINGER = 50;
/** Milliseconds after which a failed write is tried again. */
const AGAIN = 1_000;
/** Written without a level: the number of open reservations alone. */
const NO_BUCKET = '';
/** Milliseconds from one look for unused buckets to the next: they give their loans back, then leave the memory. */
const LOOK_FOR_IDLE = 30_000;

/** Opens or creates the ledger file. Throws `LedgerInUseError`, or an Error when the file cannot be used. */
export async function openSqliteLedger(
  path: string,
  options: LedgerThreadOptions = {},
): Promise<SqliteLedger> {
  const thread = await startLedgerThread(path, options);
  const { charged, assumed } = thread.found;
  if (charged + assumed > 0) {
    options.onTrouble?.(
      `the service ended without closing its ledger: ${charged} reservations stay charged at their estimates, and the open slack of ${assumed} counters of budgets and limits counts as spent`,
    );
  }
  return createLendingLedger(thread);
}

/** `thread` writes and reads; everything else is decided here. `elapsed` is a monotonic clock, in milliseconds. */
export function createLendingLedger(
  thread: LedgerThread,
  elapsed: () => number = () => performance.now(),
): SqliteLedger {
  const book = createReservationBook(elapsed);
  const lending = createLending();
  const forgetting = createForgetting(elapsed);
  /** Buckets used since the last look. */
  const recent = new Set<string>();
  let horizon: number | undefined;
  let closing = false;
  const disk = createGroupCommit({ write, linger: LINGER, again: AGAIN });
  const looking = setInterval(lookForIdle, LOOK_FOR_IDLE).unref();

  async function write(keys: readonly string[]): Promise<void> {
    const rows = keys.flatMap((key) => {
      const level = book.spend.get(key);
      return level === undefined
        ? []
        : [{ key, used: level.used, resetsAt: level.resetsAt, lent: lending.begin(key) }];
    });
    const open = book.openCount();
    const forget = horizon === undefined ? {} : { horizon };
    horizon = undefined;
    let written = false;
    try {
      await thread.ask({ kind: 'write', rows, open, ...forget });
      written = true;
    } finally {
      for (const { key } of rows) lending.ended(key, written);
    }
  }

  const isClosed = (): Promise<never> => Promise.reject(new Error('the ledger is closed'));

  function areKnown(buckets: readonly Pick<Bucket, 'key'>[]): boolean {
    for (const { key } of buckets) recent.add(key);
    return buckets.every(({ key }) => book.spend.has(key));
  }

  /** Reads the levels of buckets that this process has not used yet, or not for a while. */
  async function load(buckets: readonly Bucket[]): Promise<void> {
    // While a slow disk answers, another of the buckets may have left the memory: look again.
    while (!areKnown(buckets)) {
      const unknown = buckets.filter(({ key }) => !book.spend.has(key));
      book.load(await thread.ask({ kind: 'read', keys: unknown.map(({ key }) => key) }));
      book.load(unknown.map(({ key, resetsAt }) => ({ key, used: 0n, resetsAt, assumed: 0n })));
    }
  }

  /** True where the disk covers the reservation already. */
  function lend(charges: readonly Charge[], changes: Changes): boolean {
    for (const { bucket } of charges) {
      const relent = lending.use(bucket, book.spend.get(bucket.key)?.used ?? 0n);
      if (relent || (changes.get(bucket.key) ?? 0n) !== 0n) disk.touch(bucket.key);
    }
    return lending.draw(changes);
  }

  function reserve(id: string, charges: readonly Charge[], now: number): Awaitable<Reservation> {
    if (closing) return isClosed();
    const buckets = charges.map(({ bucket }) => bucket);
    if (areKnown(buckets)) return reserveKnown(id, charges, now);
    return load(buckets).then(() => (closing ? isClosed() : reserveKnown(id, charges, now)));
  }

  function reserveKnown(id: string, charges: readonly Charge[], now: number): Awaitable<Reservation> {
    horizon = forgetting.horizon(now) ?? horizon;
    const { reservation, changes } = book.reserve(id, charges);
    if (!reservation.ok) return reservation;
    if (changes === undefined) return disk.written().then(() => reservation);
    if (!lend(charges, changes)) return afterWrite(id, reservation, changes);
    disk.soon(isAny(changes, lending.short));
    return reservation;
  }

  async function afterWrite(id: string, reservation: Reservation, changes: Changes): Promise<Reservation> {
    try {
      await disk.written();
    } catch (error) {
      book.undo(id);
      // The next write may have begun with the reservation in it.
      for (const key of changes.keys()) disk.touch(key);
      disk.soon(false);
      throw error;
    }
    return reservation;
  }

  function close(id: string, amounts: ReadonlyMap<string, bigint> | 'nothing'): Awaitable<Levels> {
    if (closing) return isClosed();
    const entry = book.close(id, amounts);
    // Closed before, perhaps by a write that failed.
    if (entry === undefined) return disk.written().then(() => new Map());
    const { levels, changes } = entry;
    for (const key of changes.keys()) disk.touch(key);
    if (!lending.draw(changes) || isAny(changes, lending.waits)) return disk.written().then(() => levels);
    disk.soon(isAny(changes, lending.short));
    return levels;
  }

  function lookForIdle(): void {
    const lent = new Set(lending.lending());
    const held = book.heldKeys();
    for (const key of book.spend.keys()) {
      if (recent.has(key)) continue;
      if (lent.has(key)) {
        lending.giveBack(key);
        disk.touch(key);
        disk.soon(false);
      } else if (!held.has(key) && !disk.pending(key)) {
        book.drop(key);
        lending.drop(key);
      }
    }
    recent.clear();
  }

  return {
    ...thread.found,
    reserve,
    settle: (id, amounts) => close(id, amounts),
    refund: (id) => close(id, 'nothing'),
    used(buckets) {
      if (closing) return isClosed();
      return areKnown(buckets) ? book.levels(buckets) : load(buckets).then(() => book.levels(buckets));
    },
    async running(now) {
      if (closing) return isClosed();
      const rows = await thread.ask({ kind: 'running', now });
      return rows.map((row) => ({ ...row, used: book.spend.get(row.key)?.used ?? row.used }));
    },
    lent: lending.lent,
    progress: thread.progress,
    healthy: () => !closing && thread.healthy(),
    async close() {
      if (closing) return;
      closing = true;
      clearInterval(looking);
      for (const key of lending.lending()) {
        lending.giveBack(key);
        disk.touch(key);
      }
      disk.touch(NO_BUCKET);
      // What cannot be written stays lent on the disk, and counts as spent at the next start.
      await disk.written().catch(() => {});
      disk.stop();
      await thread.close();
    },
  };
}

function isAny(changes: Changes, is: (key: string) => boolean): boolean {
  for (const key of changes.keys()) if (is(key)) return true;
  return false;
}

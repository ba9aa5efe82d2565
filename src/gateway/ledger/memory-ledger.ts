/**
 * The ledger kept in memory only: for tests, `llmr explain` and hermetic runs. Same rules as the SQLite one, and the
 * same test suite; forgets everything when the process ends.
 */
import { createForgetting } from './forget-windows.ts';
import type { Ledger } from './ledger.ts';
import { createReservationBook } from './reservation-book.ts';

/** `elapsed` is a monotonic clock, in milliseconds. */
export function createMemoryLedger(elapsed: () => number = () => performance.now()): Ledger {
  const book = createReservationBook(elapsed);
  const forgetting = createForgetting(elapsed);
  let isOpen = true;
  let done = 0;

  const mustBeOpen = (): void => {
    if (!isOpen) throw new Error('the ledger is closed');
    done += 1;
  };

  return {
    async reserve(id, charges, now) {
      mustBeOpen();
      const horizon = forgetting.horizon(now);
      if (horizon !== undefined) {
        for (const [key, { resetsAt }] of book.spend) if (resetsAt < horizon) book.drop(key);
      }
      const { changes: _, ...reservation } = book.reserve(id, charges);
      return reservation;
    },
    async settle(id, amounts) {
      mustBeOpen();
      return book.close(id, amounts)?.levels ?? new Map();
    },
    async refund(id) {
      mustBeOpen();
      return book.close(id, 'nothing')?.levels ?? new Map();
    },
    async used(buckets) {
      mustBeOpen();
      return book.levels(buckets.map((bucket) => bucket.key));
    },
    async running(now) {
      mustBeOpen();
      return [...book.spend].flatMap(([key, row]) => (row.resetsAt > now ? [{ key, ...row }] : []));
    },
    lent: () => 0n,
    progress: () => done,
    healthy: () => isOpen,
    async close() {
      isOpen = false;
    },
  };
}

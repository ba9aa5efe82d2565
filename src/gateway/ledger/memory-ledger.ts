/**
 * The ledger kept in memory only: for tests, `llmr explain` and hermetic runs. Same rules as the SQLite one, and the
 * same test suite; forgets everything when the process ends.
 */
import { createForgetting } from './forget-windows.ts';
import type { Awaitable, Ledger, Levels } from './ledger.ts';
import { createReservationBook } from './reservation-book.ts';

/** `elapsed` is a monotonic clock, in milliseconds. */
export function createMemoryLedger(elapsed: () => number = () => performance.now()): Ledger {
  const book = createReservationBook(elapsed);
  const forgetting = createForgetting(elapsed);
  let isOpen = true;
  let done = 0;

  const whileOpen = <T>(answer: () => T): Awaitable<T> => {
    if (!isOpen) return Promise.reject(new Error('the ledger is closed'));
    done += 1;
    return answer();
  };
  const none: Levels = new Map();

  return {
    reserve: (id, charges, now) =>
      whileOpen(() => {
        const horizon = forgetting.horizon(now);
        if (horizon !== undefined) {
          for (const [key, { resetsAt }] of book.spend) if (resetsAt < horizon) book.drop(key);
        }
        return book.reserve(id, charges).reservation;
      }),
    settle: (id, amounts) => whileOpen(() => book.close(id, amounts)?.levels ?? none),
    refund: (id) => whileOpen(() => book.close(id, 'nothing')?.levels ?? none),
    used: (buckets) => whileOpen(() => book.levels(buckets)),
    running: async (now) =>
      whileOpen(() => [...book.spend].flatMap(([key, row]) => (row.resetsAt > now ? [{ key, ...row }] : []))),
    lent: () => 0n,
    progress: () => done,
    healthy: () => isOpen,
    async close() {
      isOpen = false;
    },
  };
}

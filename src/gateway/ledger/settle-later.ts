/**
 * A ledger whose settlements are not lost when the store fails: settlements that could not be written (a full disk,
 * an ended thread) are retried until they are. Also tracks open reservations, so that a shutdown can wait for them.
 * Until a settlement is written the reservation stays charged at its estimate. Knows no store and no budget.
 */
import { type Ledger, NO_LIMIT } from './ledger.ts';

export interface SettlingLedger extends Ledger {
  /**
   * Resolves once no reservation is open and nothing waits to be retried, or after `ms` milliseconds; with the number
   * of reservations left unsettled.
   */
  settled(ms: number): Promise<number>;
}

export interface SettlingOptions {
  readonly onTrouble: (message: string) => void;
  /** Milliseconds before the first retry, doubling up to `longestWait`; 1,000 and 30,000 by default. */
  readonly firstWait?: number;
  readonly longestWait?: number;
  /** Settlements that may wait at once; 100,000 by default. The oldest are dropped first. */
  readonly most?: number;
}

/** Milliseconds between checks while a shutdown waits. */
const LOOK = 20;

export function createSettlingLedger(inner: Ledger, options: SettlingOptions): SettlingLedger {
  const { onTrouble, firstWait = 1_000, longestWait = 30_000, most = 100_000 } = options;
  /** Reserved, or about to be, and neither settled nor refunded. */
  const open = new Set<string>();
  /** By reservation, in the order in which they failed. */
  const waiting = new Map<string, () => Promise<unknown>>();
  let wait = firstWait;
  let timer: NodeJS.Timeout | undefined;
  let trying = false;
  let closed = false;

  function tryLater(id: string, action: () => Promise<unknown>, error: unknown): Error {
    waiting.set(id, action);
    const [oldest] = waiting.keys();
    if (waiting.size > most && oldest !== undefined) {
      waiting.delete(oldest);
      onTrouble(
        `settlement ${oldest} is dropped: more than ${most} settlements are waiting; it stays charged at its estimate`,
      );
    }
    schedule();
    return new Error(`${error instanceof Error ? error.message : String(error)}; it will be retried`);
  }

  function schedule(): void {
    if (timer !== undefined || closed || waiting.size === 0) return;
    timer = setTimeout(() => {
      timer = undefined;
      void tryAgain();
    }, wait).unref();
  }

  /** The oldest is retried first and alone: while it fails, the others would fail, too. */
  async function tryAgain(): Promise<void> {
    if (trying) return;
    trying = true;
    const before = waiting.size;
    try {
      const [first] = waiting;
      if (first !== undefined) await write(first);
      await Promise.all([...waiting].map(write));
      wait = firstWait;
    } catch {
      wait = Math.min(wait * 2, longestWait);
    }
    trying = false;
    if (before > 0 && waiting.size === 0) onTrouble(`settlements that had failed are now written: ${before}`);
    schedule();
  }

  async function write([id, action]: readonly [string, () => Promise<unknown>]): Promise<void> {
    await action();
    waiting.delete(id);
  }

  /** `id` is closed by `action`, now or later. */
  async function closing<T>(id: string, action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      throw closed ? error : tryLater(id, action, error);
    } finally {
      open.delete(id);
    }
  }

  return {
    async reserve(id, charges, now) {
      open.add(id);
      try {
        const reservation = await inner.reserve(id, charges, now);
        if (!reservation.ok) open.delete(id);
        return reservation;
      } catch (error) {
        open.delete(id);
        // Costs that have occurred must be written; a reservation that was only requested need not.
        if (closed || charges.length === 0 || charges.some(({ bucket }) => bucket.limit !== NO_LIMIT)) {
          throw error;
        }
        const amounts = new Map(charges.map(({ bucket, amount }) => [bucket.key, amount]));
        const charge = () => inner.reserve(id, charges, now).then(() => inner.settle(id, amounts, now));
        throw tryLater(id, charge, error);
      }
    },
    settle: (id, amounts, now) => closing(id, () => inner.settle(id, amounts, now)),
    refund: (id, now) => closing(id, () => inner.refund(id, now)),
    used: (buckets, now) => inner.used(buckets, now),
    progress: () => inner.progress(),
    running: (now) => inner.running(now),
    lent: (key) => inner.lent(key),
    healthy: () => inner.healthy(),
    async settled(ms) {
      const end = performance.now() + ms;
      wait = firstWait;
      while (open.size + waiting.size > 0 && performance.now() < end) {
        if (waiting.size > 0) await tryAgain();
        if (open.size + waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK));
      }
      return open.size + waiting.size;
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await inner.close();
    },
  };
}

/**
 * A ledger whose settlements are not lost when the store fails: settlements that could not be written (a full disk,
 * an ended thread) are retried until they are. Also tracks open reservations, so that a shutdown can wait for them.
 * Until a settlement is written the reservation stays charged at its estimate. Knows no store and no budget.
 */
import {
  type Awaitable,
  type Charge,
  type Ledger,
  type Levels,
  NO_LIMIT,
  type Reservation,
} from './ledger.ts';
import { Retries } from './retries.ts';

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
  return new RetryingLedger(inner, new Retries({ onTrouble, firstWait, longestWait, most }));
}

class RetryingLedger implements SettlingLedger {
  readonly #inner: Ledger;
  readonly #retries: Retries;
  /** Reserved, or about to be, and neither settled nor refunded. */
  readonly #open = new Set<string>();

  constructor(inner: Ledger, retries: Retries) {
    this.#inner = inner;
    this.#retries = retries;
  }

  reserve(id: string, charges: readonly Charge[], now: number): Awaitable<Reservation> {
    this.#open.add(id);
    const answer = this.#inner.reserve(id, charges, now);
    if (answer instanceof Promise) return this.#reserving(id, charges, now, answer);
    if (!answer.ok) this.#open.delete(id);
    return answer;
  }

  async #reserving(
    id: string,
    charges: readonly Charge[],
    now: number,
    answer: Promise<Reservation>,
  ): Promise<Reservation> {
    try {
      const reservation = await answer;
      if (!reservation.ok) this.#open.delete(id);
      return reservation;
    } catch (error) {
      this.#open.delete(id);
      // Costs that have occurred must be written; a reservation that was only requested need not.
      const hasOccurred = charges.length > 0 && charges.every(({ bucket }) => bucket.limit === NO_LIMIT);
      if (this.#retries.stopped || !hasOccurred) throw error;
      const amounts = new Map(charges.map(({ bucket, amount }) => [bucket.key, amount]));
      const charge = async (): Promise<void> => {
        await this.#inner.reserve(id, charges, now);
        await this.#inner.settle(id, amounts, now);
      };
      throw this.#retries.add(id, charge, error);
    }
  }

  settle(id: string, amounts: ReadonlyMap<string, bigint>, now: number): Awaitable<Levels> {
    const answer = this.#inner.settle(id, amounts, now);
    if (answer instanceof Promise)
      return this.#closing(id, answer, () => this.#inner.settle(id, amounts, now));
    this.#open.delete(id);
    return answer;
  }

  refund(id: string, now: number): Awaitable<Levels> {
    const answer = this.#inner.refund(id, now);
    if (answer instanceof Promise) return this.#closing(id, answer, () => this.#inner.refund(id, now));
    this.#open.delete(id);
    return answer;
  }

  /** `id` is closed by `answer` or, if that fails, by `again` later. */
  async #closing(id: string, answer: Promise<Levels>, again: () => Awaitable<Levels>): Promise<Levels> {
    try {
      return await answer;
    } catch (error) {
      throw this.#retries.stopped ? error : this.#retries.add(id, again, error);
    } finally {
      this.#open.delete(id);
    }
  }

  used(...asked: Parameters<Ledger['used']>): ReturnType<Ledger['used']> {
    return this.#inner.used(...asked);
  }

  running(now: number): ReturnType<Ledger['running']> {
    return this.#inner.running(now);
  }

  lent(key: string): bigint {
    return this.#inner.lent(key);
  }

  progress(): number {
    return this.#inner.progress();
  }

  healthy(): boolean {
    return this.#inner.healthy();
  }

  async settled(ms: number): Promise<number> {
    const end = performance.now() + ms;
    const retries = this.#retries;
    retries.soon();
    while (this.#open.size + retries.size > 0 && performance.now() < end) {
      if (retries.size > 0) await retries.tryAgain();
      if (this.#open.size + retries.size > 0) await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
    return this.#open.size + retries.size;
  }

  async close(): Promise<void> {
    this.#retries.stop();
    await this.#inner.close();
  }
}

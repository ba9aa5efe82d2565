/**
 * Settlements that could not be written, retried until they are. Knows no store and no budget: what is retried is a
 * function.
 */
import type { Awaitable } from './ledger.ts';

export interface RetryOptions {
  readonly onTrouble: (message: string) => void;
  /** Milliseconds before the first retry, doubling up to `longestWait`. */
  readonly firstWait: number;
  readonly longestWait: number;
  /** Settlements that may wait at once. The oldest are dropped first. */
  readonly most: number;
}

export class Retries {
  /** By reservation, in the order in which they failed. */
  readonly #waiting = new Map<string, () => Awaitable<unknown>>();
  readonly #options: RetryOptions;
  #wait: number;
  #timer: NodeJS.Timeout | undefined;
  #trying = false;
  #stopped = false;

  constructor(options: RetryOptions) {
    this.#options = options;
    this.#wait = options.firstWait;
  }

  get size(): number {
    return this.#waiting.size;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  /** Returns the error for the caller. */
  add(id: string, action: () => Awaitable<unknown>, error: unknown): Error {
    const { most, onTrouble } = this.#options;
    this.#waiting.set(id, action);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > most && oldest !== undefined) {
      this.#waiting.delete(oldest);
      onTrouble(
        `settlement ${oldest} is dropped: more than ${most} settlements are waiting; it stays charged at its estimate`,
      );
    }
    this.#schedule();
    return new Error(`${error instanceof Error ? error.message : String(error)}; it will be retried`);
  }

  /** As if nothing had failed before. */
  soon(): void {
    this.#wait = this.#options.firstWait;
  }

  /** The oldest is retried first and alone: while it fails, the others would fail, too. */
  async tryAgain(): Promise<void> {
    if (this.#trying) return;
    this.#trying = true;
    const { firstWait, longestWait, onTrouble } = this.#options;
    const before = this.#waiting.size;
    try {
      const [first] = this.#waiting;
      if (first !== undefined) await this.#write(first);
      await Promise.all([...this.#waiting].map((one) => this.#write(one)));
      this.#wait = firstWait;
    } catch {
      this.#wait = Math.min(this.#wait * 2, longestWait);
    }
    this.#trying = false;
    if (before > 0 && this.#waiting.size === 0)
      onTrouble(`settlements that had failed are now written: ${before}`);
    this.#schedule();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  async #write([id, action]: readonly [string, () => Awaitable<unknown>]): Promise<void> {
    await action();
    this.#waiting.delete(id);
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#stopped || this.#waiting.size === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.tryAgain();
    }, this.#wait).unref();
  }
}

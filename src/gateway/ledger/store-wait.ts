/**
 * Waits for a store that may be busy, but not for one that is down: a wait ends without an answer only after the
 * store has made no progress at all for a while. Time in which this process itself was blocked does not count: the
 * while is made of short slices, and a slice counts once however late it ends. Does not know what is awaited.
 */

export type StoreAnswer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'none' };

export interface StoreWait {
  /** Milliseconds without progress after which a store counts as down. */
  readonly milliseconds: number;
  /** Never rejects. The promise is not cancelled: the caller can still act on a late answer. */
  answer<T>(promise: T | Promise<T>): Promise<StoreAnswer<T>>;
}

const SLICES = 10;

interface Waiter {
  /** The slice in which it began to wait. */
  readonly since: number;
  readonly giveUp: () => void;
}

/**
 * `progress` is a number that changes whenever the store completes something. One timer for any number of waiters.
 */
export function createStoreWait(milliseconds: number, progress: () => number): StoreWait {
  const waiters = new Set<Waiter>();
  let slice = 0;
  let seen = progress();
  /** The slice in which the store last made progress. */
  let active = 0;
  let timer: NodeJS.Timeout | undefined;

  function watch(): void {
    timer = setTimeout(endSlice, milliseconds / SLICES);
  }

  function endSlice(): void {
    slice += 1;
    const now = progress();
    if (now !== seen) active = slice;
    seen = now;
    for (const waiter of waiters) if (slice - Math.max(waiter.since, active) >= SLICES) waiter.giveUp();
    if (waiters.size > 0) watch();
    else timer = undefined;
  }

  return {
    milliseconds,
    answer<T>(promise: T | Promise<T>): Promise<StoreAnswer<T>> {
      if (!(promise instanceof Promise)) return Promise.resolve({ kind: 'answer', value: promise });
      return new Promise((resolve) => {
        const end = (how: StoreAnswer<T>): void => {
          waiters.delete(waiter);
          resolve(how);
        };
        const waiter: Waiter = { since: slice, giveUp: () => end({ kind: 'none' }) };
        waiters.add(waiter);
        if (timer === undefined) watch();
        promise.then(
          (value) => end({ kind: 'answer', value }),
          () => end({ kind: 'none' }),
        );
      });
    },
  };
}

/**
 * When counters of windows that have ended may be forgotten. A wrong clock must not make a ledger forget what is spent
 * today: what is asked is the earliest time that any request has told over a while, and the while is measured by a
 * clock that only goes forward. So one request, or an hour of requests, from a clock that is days ahead forgets nothing.
 */

/** A counter is kept this long after its window, so that a long stream can still settle into it. Milliseconds. */
export const KEPT_AFTER_RESET = 24 * 3_600_000;
/** A time is believed once every request of this while has told it or a later one. Milliseconds. */
export const BELIEVED_AFTER = 2 * 3_600_000;
/** Milliseconds from one look to the next. */
export const LOOK_EVERY = 60_000;

export interface Forgetting {
  /**
   * Windows that ended before this may be forgotten, in epoch milliseconds; undefined: none, or it was asked a moment
   * ago. To be told the time of every request.
   */
  horizon(now: number): number | undefined;
}

export function createForgetting(elapsed: () => number): Forgetting {
  /** The earliest time told in each stretch of a minute, oldest stretch first. */
  let stretches: { readonly ended: number; readonly earliest: number }[] = [];
  const began = elapsed();
  let looked = began;
  let earliest = Number.POSITIVE_INFINITY;
  return {
    horizon(now) {
      earliest = Math.min(earliest, now);
      const at = elapsed();
      if (at - looked < LOOK_EVERY) return undefined;
      looked = at;
      stretches.push({ ended: at, earliest });
      earliest = Number.POSITIVE_INFINITY;
      stretches = stretches.filter(({ ended }) => at - ended <= BELIEVED_AFTER);
      if (at - began < BELIEVED_AFTER) return undefined;
      return Math.min(...stretches.map((stretch) => stretch.earliest)) - KEPT_AFTER_RESET;
    },
  };
}

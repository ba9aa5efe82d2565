/**
 * When counters of ended windows may be deleted. A wrong clock must not make a ledger delete what is spent today: the
 * earliest request time over a while counts, and the while is measured by a monotonic clock. So one request, or an
 * hour of requests, from a clock that is days ahead deletes nothing.
 */

/** A counter is kept this long after its window, so that a long stream can still settle into it. Milliseconds. */
export const KEPT_AFTER_RESET = 24 * 3_600_000;
/** A time is accepted once every request of this period has reported it or a later one. Milliseconds. */
export const BELIEVED_AFTER = 2 * 3_600_000;
/** Milliseconds from one check to the next. */
export const LOOK_EVERY = 60_000;

export interface Forgetting {
  /**
   * Windows that ended before this may be deleted, in epoch milliseconds; undefined: none, or it was called a moment
   * ago. Must be called with the time of every request.
   */
  horizon(now: number): number | undefined;
}

export function createForgetting(elapsed: () => number): Forgetting {
  /** The earliest reported time of each minute, oldest minute first. */
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

/**
 * A measured value as conditions see it: with hysteresis, so that decisions at a threshold do not flap. What is shown
 * moves to what is measured only once that has been more than a tenth (or `least`) away for `HOLD` milliseconds on
 * end. From and to "not measured" it moves at once; so it does where nobody has looked for a while, because what was
 * shown then says nothing about now. Knows no model and no clock.
 */

export interface SteadyValue {
  /** `measured` at `now`, milliseconds of any monotonic clock. */
  see(measured: number | null, now: number): number | null;
}

/** Milliseconds a difference must last. */
export const HOLD = 1_000;
/** Milliseconds after which nobody remembers what was shown. */
const FORGOTTEN = 10_000;
const SHARE = 0.1;

/** `least`: a difference that never counts, in the value's own unit. */
export function createSteadyValue(least: number): SteadyValue {
  let shown: number | null = null;
  let awaySince: number | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  return {
    see(measured, now) {
      const forgotten = now - seenAt > FORGOTTEN;
      seenAt = now;
      const away =
        shown !== null && measured !== null && Math.abs(measured - shown) > Math.max(shown * SHARE, least);
      if (!away) awaySince = undefined;
      else awaySince ??= now;
      const due = shown === null || measured === null || forgotten;
      if (due || (awaySince !== undefined && now - awaySince >= HOLD)) {
        shown = measured;
        awaySince = undefined;
      }
      return shown;
    },
  };
}

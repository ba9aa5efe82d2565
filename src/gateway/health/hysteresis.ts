/**
 * A measured value as conditions see it: with hysteresis, so that decisions at a threshold do not flap. The shown
 * value follows the measured one only after the two have differed by more than a tenth (and more than `least`) for
 * `HOLD` milliseconds without a break. Changes from and to "not measured" are immediate, and so is the first read
 * after a pause, because the value shown before it is out of date. Knows no model and no clock.
 */

export interface SteadyValue {
  /** `measured` at `now`, milliseconds of any monotonic clock. */
  see(measured: number | null, now: number): number | null;
}

/** Milliseconds for which a difference must last. */
export const HOLD = 1_000;
/** Milliseconds without a read after which the shown value is dropped. */
const FORGOTTEN = 10_000;
const SHARE = 0.1;

/** `least`: differences up to this never count, in the value's own unit. */
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

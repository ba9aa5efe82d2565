/**
 * How long a deployment that turns requests down is left alone: as long as it asks, or a time that doubles while it
 * goes on. What works again is used again at once. Knows neither classes nor plans.
 */
import type { Clock } from '../upstream/clock.ts';

export interface CoolDownSettings {
  /** Milliseconds; what a provider asks for beyond this is cut. */
  readonly longestCooling: number;
  /** Milliseconds where it does not ask for a time, doubling up to `longestUntold`. */
  readonly untold: number;
  readonly longestUntold: number;
}

export interface CoolDown {
  /** How many have begun. A call keeps the count it began with, and hands it back. */
  readonly count: number;
  active(): boolean;
  /** A call that began at `since` was turned down. */
  begin(since: number, toldMs: number | undefined): void;
  /** A call that began at `since` was answered. */
  worked(since: number): void;
}

export function createCoolDown(clock: Clock, settings: CoolDownSettings): CoolDown {
  let count = 0;
  let until = 0;
  let untold = 0;
  return {
    get count() {
      return count;
    },
    active: () => clock.elapsed() < until,
    begin(since, toldMs) {
      // "At once" is no time: asked again at once, it would be asked by every request.
      const told = toldMs !== undefined && toldMs > 0 ? Math.min(toldMs, settings.longestCooling) : undefined;
      const now = clock.elapsed();
      // Of a hundred calls that are turned down together, one begins it; and a call that was let through meanwhile, as
      // the last candidate, says no more than that it goes on.
      if (told === undefined && since < count) return;
      if (told === undefined && (untold === 0 || now >= until)) {
        untold = untold === 0 ? settings.untold : Math.min(untold * 2, settings.longestUntold);
      }
      until = Math.max(until, now + (told ?? untold));
      count += 1;
    },
    worked(since) {
      // A call from before it began says nothing about it.
      if (since < count) return;
      untold = 0;
      until = 0;
    },
  };
}

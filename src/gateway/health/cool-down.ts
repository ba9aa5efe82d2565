/**
 * The cool-down of a deployment that refuses requests: as long as it asks for, or a time that doubles while refusals
 * continue. A deployment that works again is used again at once. Knows neither failure classes nor plans.
 */
import type { Clock } from '../upstream/clock.ts';

export interface CoolDownSettings {
  /** Longest cool-down in milliseconds; a longer wait that a provider asks for is cut to this. */
  readonly longestCooling: number;
  /** Milliseconds where the provider gives no time, doubling up to `longestUntold`. */
  readonly untold: number;
  readonly longestUntold: number;
}

export interface CoolDown {
  /** How many cool-downs have begun. A call remembers the count it began with and passes it back. */
  readonly count: number;
  active(): boolean;
  /** A call that began at `since` was refused. */
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
      // A wait of zero is not used: every request would call it again at once.
      const told = toldMs !== undefined && toldMs > 0 ? Math.min(toldMs, settings.longestCooling) : undefined;
      const now = clock.elapsed();
      // Of a hundred calls that are refused together, one begins the cool-down; a call let through meanwhile, as the
      // last candidate, only shows that it continues.
      if (told === undefined && since < count) return;
      if (told === undefined && (untold === 0 || now >= until)) {
        untold = untold === 0 ? settings.untold : Math.min(untold * 2, settings.longestUntold);
      }
      until = Math.max(until, now + (told ?? untold));
      count += 1;
    },
    worked(since) {
      // A call from before it began has no effect on it.
      if (since < count) return;
      untold = 0;
      until = 0;
    },
  };
}

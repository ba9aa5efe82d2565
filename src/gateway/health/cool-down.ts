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
  /** Milliseconds until it is over; 0: it is. */
  left(): number;
  /** A call that began at `since` was refused. True where that began or extended the cool-down. */
  begin(since: number, toldMs: number | undefined): boolean;
  /** A call that began at `since` was answered. True where that ended the cool-down, or what it would double. */
  worked(since: number): boolean;
  /** Another process has begun one, or ended it with `ms` 0. `untold`: what the next one doubles. */
  hear(ms: number, untold: number): void;
  /** What the next one doubles, in milliseconds. */
  readonly untold: number;
}

export function createCoolDown(clock: Clock, settings: CoolDownSettings): CoolDown {
  let count = 0;
  let until = 0;
  let untold = 0;
  return {
    get count() {
      return count;
    },
    get untold() {
      return untold;
    },
    active: () => clock.elapsed() < until,
    left: () => Math.max(0, until - clock.elapsed()),
    begin(since, toldMs) {
      // A wait of zero is not used: every request would call it again at once.
      const told = toldMs !== undefined && toldMs > 0 ? Math.min(toldMs, settings.longestCooling) : undefined;
      const now = clock.elapsed();
      // Of a hundred calls that are refused together, one begins the cool-down; a call let through meanwhile, as the
      // last candidate, only shows that it continues.
      if (told === undefined && since < count) return false;
      if (told === undefined && (untold === 0 || now >= until)) {
        untold = untold === 0 ? settings.untold : Math.min(untold * 2, settings.longestUntold);
      }
      until = Math.max(until, now + (told ?? untold));
      count += 1;
      return true;
    },
    worked(since) {
      // A call from before it began has no effect on it.
      if (since < count || (untold === 0 && until === 0)) return false;
      untold = 0;
      until = 0;
      return true;
    },
    hear(ms, doubled) {
      untold = doubled;
      until = ms === 0 ? 0 : Math.max(until, clock.elapsed() + ms);
      if (ms > 0) count += 1;
    },
  };
}

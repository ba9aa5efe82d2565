/**
 * Slow start: the part of its share that a deployment takes after its breaker has closed again. It grows from a tenth
 * to the whole share over ten seconds, so that a deployment that has just recovered is not overloaded. Knows breakers
 * by their state only.
 */
import type { BreakerState } from './circuit-breaker.ts';

export interface SlowStart {
  /** In (0, 1]. `now`: milliseconds of a monotonic clock. */
  shareOf(deployment: string, now: number): number;
}

export const RAMP = 10_000;
const FIRST_SHARE = 0.1;

export function createSlowStart(breaker: (deployment: string) => BreakerState): SlowStart {
  /** When it was seen closed again; `ill` while it has not been. */
  const recovering = new Map<string, number | 'ill'>();
  return {
    shareOf(deployment, now) {
      const before = recovering.get(deployment);
      if (breaker(deployment) !== 'closed') {
        recovering.set(deployment, 'ill');
        return FIRST_SHARE;
      }
      if (before === undefined) return 1;
      const since = before === 'ill' ? now : before;
      if (now - since >= RAMP) {
        recovering.delete(deployment);
        return 1;
      }
      recovering.set(deployment, since);
      return FIRST_SHARE + ((1 - FIRST_SHARE) * (now - since)) / RAMP;
    },
  };
}

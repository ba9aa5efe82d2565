/**
 * The most attempts and milliseconds that a list of planned attempts can take: the longest path through its moves.
 * Moves lead forward only, so one pass from the end finds it. Does not know how attempts were planned.
 */
import type { PlannedAttempt } from './plan.ts';

/** No request makes more calls than this, whatever a policy's `retry` allows. Hedges are calls too. */
export const MOST_ATTEMPTS = 32;

export interface WorstCase {
  readonly attempts: number;
  /** Milliseconds, not cut at the deadline of the whole request. */
  readonly ms: number;
}

export function worstCaseOf(attempts: readonly PlannedAttempt[], checkRetries = 0): WorstCase {
  const from: WorstCase[] = [];
  for (let index = attempts.length - 1; index >= 0; index--) {
    const attempt = attempts[index];
    if (!attempt) continue;
    const tries = 1 + attempt.retries + checkRetries;
    const next = Object.values(attempt.moves).map((to) => from[to]);
    from[index] = {
      attempts: tries * (attempt.hedgeAfter === undefined ? 1 : 2) + most(next, (each) => each.attempts),
      ms: tries * attempt.deadlines.attempt + most(next, (each) => each.ms),
    };
  }
  const { attempts: calls, ms } = from[0] ?? { attempts: 0, ms: 0 };
  return { attempts: Math.min(calls, MOST_ATTEMPTS), ms };
}

function most(cases: readonly (WorstCase | undefined)[], measure: (each: WorstCase) => number): number {
  return cases.reduce((greatest, each) => (each ? Math.max(greatest, measure(each)) : greatest), 0);
}

/**
 * Turns an attempt that a budget or a limit refused into a fact that the policy can read, so that a route can
 * degrade. Decides nothing.
 */
import type { Refusal } from '../dispatch/outcome.ts';
import type { RequestContext } from './request-context.ts';

export type Degraded = 'budget' | 'limit';

/** Undefined: evaluating again would give the same result. Otherwise `run.known` holds what has been learned. */
export function learnRefusal(
  { known, serving }: Pick<RequestContext, 'known' | 'serving'>,
  { by, name }: Refusal,
): Degraded | undefined {
  if (by === 'budget') {
    known.set(`budget ${name} used`, 100);
    known.set(`budget ${name} left`, 0);
    return 'budget';
  }
  const fact = `limit ${name} reached`;
  if (by !== 'limit' || !serving.policy.facts.has(fact)) return undefined;
  known.set(fact, true);
  return 'limit';
}

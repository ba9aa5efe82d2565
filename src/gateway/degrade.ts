/**
 * An attempt that a budget or a limit did not admit, told to the policy as a fact, so that a route can degrade. Decides
 * nothing.
 */
import type { Outcome } from './dispatch/outcome.ts';
import type { Run } from './run.ts';

export type Degraded = 'budget' | 'limit';

/** Undefined: asking again would say the same. Otherwise `run.known` holds what has been learned. */
export function degradedBy({ known, serving }: Run, outcome: Outcome | undefined): Degraded | undefined {
  if (outcome?.kind !== 'not-admitted') return undefined;
  const { by, name } = outcome.admission;
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

/**
 * Passes the circuit breakers. A plan is made with the breakers' state at that time; a deployment whose breaker has
 * opened since is skipped while the plan has alternatives, and called anyway where it has none. Sends nothing.
 */

import { fallbackStep, type Step } from '../../language/planning/next-attempt.ts';
import type { Plan } from '../../language/planning/plan.ts';
import type { CircuitBreakers, Permit } from '../health/circuit-breaker.ts';

export interface Entrance {
  readonly step: Step;
  readonly deployment: string;
  readonly permit: Permit;
}

/** Learns each model that is skipped, once for every step that would have called it. */
export interface Skipping {
  skip(step: Step): void;
}

export function enterDeployment(
  plan: Plan,
  wanted: Step,
  breakers: CircuitBreakers,
  skipping: Skipping,
): Entrance {
  let step = wanted;
  for (;;) {
    // A retry has waited as long as requested: the cool-down that its own failure caused must not refuse it.
    const own = breakers.enter(step.deployment, step.kind === 'retry');
    if (own !== undefined) return { step, deployment: step.deployment, permit: own };
    for (const deployment of plan.attempts[step.index]?.deployments ?? []) {
      const permit = breakers.enter(deployment, false);
      if (permit !== undefined) return { step, deployment, permit };
    }
    const next = fallbackStep(plan, step, 'overload');
    if (next.kind === 'give-up') {
      const permit = breakers.enter(wanted.deployment, true);
      if (permit === undefined) throw new Error('a forced permit was refused');
      return { step: wanted, deployment: wanted.deployment, permit };
    }
    skipping.skip(step);
    // Nothing was sent, so nothing is counted.
    step = { ...next, total: step.total };
  }
}

/**
 * What to do after an attempt has failed: retry the model, move on, or give up. Dispatch and the test runner walk a
 * plan with these functions only, so failover in tests is the same as in service. Knows no clock: waiting, backoff
 * and the retry budget belong to the caller, which may replace a retry by `fallbackStep`.
 */

import { FAILURES, type FailureClass } from '../semantics/failures.ts';
import type { Plan, PlannedAttempt } from './plan.ts';
import { MOST_ATTEMPTS } from './worst-case.ts';

/** One attempt to make. The step itself is the state: pass it back with the failure to get the next one. */
export interface Step {
  readonly kind: 'first' | 'retry' | 'fallback' | 'unaffordable';
  /** Into `plan.attempts`. */
  readonly index: number;
  readonly deployment: string;
  /** Attempts on this index so far, this one included; and on the whole plan. */
  readonly tries: number;
  readonly total: number;
  /** Attempts on this index that ended in a failed check. */
  readonly failedChecks: number;
}
export interface GiveUp {
  readonly kind: 'give-up';
}
const GIVE_UP: GiveUp = { kind: 'give-up' };

/** Gives up at once where the plan has no attempt. */
export function firstStep(plan: Plan): Step | GiveUp {
  return stepTo(plan, 0, 'first', 1);
}

/**
 * A retry goes to the model's next deployment where it has several. Classes that would fail in the same way again are
 * never retried, nor is `timeout`: a silent model is not called twice.
 */
export function nextStep(plan: Plan, step: Step, failure: FailureClass): Step | GiveUp {
  const attempt = plan.attempts[step.index];
  if (!attempt || step.total >= MOST_ATTEMPTS) return GIVE_UP;
  const failedChecks = step.failedChecks + (failure === 'failed-check' ? 1 : 0);
  const mayRetry =
    failure === 'failed-check'
      ? failedChecks <= (plan.checkRetries ?? 0)
      : FAILURES[failure].retry === 'yes' && step.tries - step.failedChecks <= attempt.retries;
  if (!mayRetry) return fallbackStep(plan, step, failure);
  return {
    kind: 'retry',
    index: step.index,
    deployment: deploymentAt(attempt, step.tries),
    tries: step.tries + 1,
    total: step.total + 1,
    failedChecks,
  };
}

/** The next step when no retry is possible: another target, or the end. */
export function fallbackStep(plan: Plan, step: Step, failure: FailureClass): Step | GiveUp {
  const to = plan.attempts[step.index]?.moves[failure];
  if (to === undefined || step.total >= MOST_ATTEMPTS) return GIVE_UP;
  return stepTo(plan, to, 'fallback', step.total + 1);
}

/** The next step when no budget can pay for this one, which was not made, whatever the chain's `on` lists. */
export function unaffordableStep(plan: Plan, step: Step): Step | GiveUp {
  return stepTo(plan, step.index + 1, 'unaffordable', step.total);
}

function stepTo(
  plan: Plan,
  index: number,
  kind: Exclude<Step['kind'], 'retry'>,
  total: number,
): Step | GiveUp {
  const attempt = plan.attempts[index];
  if (!attempt) return GIVE_UP;
  return { kind, index, deployment: deploymentAt(attempt, 0), tries: 1, total, failedChecks: 0 };
}

function deploymentAt(attempt: PlannedAttempt, tries: number): string {
  const deployment = attempt.deployments[tries % attempt.deployments.length];
  if (deployment === undefined) throw new Error(`a planned attempt on "${attempt.model}" has no deployment`);
  return deployment;
}

/**
 * Admission of an attempt: limits first, then budgets. If either refuses, what the other has granted is given back.
 * Where the policy has neither, nothing is waited for. Sends nothing.
 */

import { needsAfter } from '../../language/planning/expected-output.ts';
import type { Plan, PlannedAttempt } from '../../language/planning/plan.ts';
import { type LimitedCall, NO_LIMITS } from '../admission/limits/request-limits.ts';
import { ADMITTED, type Admission, type AttemptRecord } from '../dispatch/outcome.ts';
import type { RequestContext } from './request-context.ts';

export function admitAttempt(
  run: RequestContext,
  plan: Plan,
  attempt: PlannedAttempt,
): Admission | Promise<Admission> {
  const { serving, limits, budget } = run;
  const model = serving.policy.models.get(attempt.model);
  if (model === undefined) throw new Error(`the plan names "${attempt.model}", which the policy does not`);
  if (limits === NO_LIMITS && serving.policy.budgets.size === 0) return ADMITTED;
  const { route, label, whole } = plan;
  const call = { model, route, label, whole, needs: needsAfter(run.needs, plan.transforms) };
  const limited = limits.admit(call);
  return limited === ADMITTED ? budget.admit(call) : admitBoth(run, limited, call, attempt);
}

async function admitBoth(
  { budget }: RequestContext,
  admission: Admission | Promise<Admission>,
  call: LimitedCall,
  attempt: PlannedAttempt,
): Promise<Admission> {
  const limited = await admission;
  if (!limited.ok) return limited;
  let budgeted: Admission;
  try {
    budgeted = await budget.admit(call);
  } catch (error) {
    await limited.settle?.(unsent(attempt));
    throw error;
  }
  if (!budgeted.ok) {
    await limited.settle?.(unsent(attempt));
    return budgeted;
  }
  return {
    ok: true,
    async settle(record) {
      await Promise.all([limited.settle?.(record), budgeted.settle?.(record)]);
    },
  };
}

function unsent({ model, deployments }: PlannedAttempt): AttemptRecord {
  return { model, deployment: deployments[0] ?? model, outcome: 'aborted', ms: 0, maybeSent: false };
}

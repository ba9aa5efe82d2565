/**
 * Admission of an attempt: limits first, then budgets. If either refuses, what the other has granted is given back.
 * Sends nothing.
 */

import { needsAfter } from '../../language/planning/expected-output.ts';
import type { Plan, PlannedAttempt } from '../../language/planning/plan.ts';
import type { Admission, AttemptRecord } from '../dispatch/outcome.ts';
import type { Run } from './run.ts';

export async function admitAttempt(run: Run, plan: Plan, attempt: PlannedAttempt): Promise<Admission> {
  const { serving, limits, budget } = run;
  const model = serving.policy.models.get(attempt.model);
  if (model === undefined) throw new Error(`the plan names "${attempt.model}", which the policy does not`);
  const { route, label, whole } = plan;
  const call = { model, route, label, needs: needsAfter(run.needs, plan.transforms) };
  const limited = await limits.admit({ ...call, whole });
  if (!limited.ok) return limited;
  const budgeted = await budget.admit(call).catch(async (error: unknown) => {
    await limited.settle(unsent(attempt));
    throw error;
  });
  if (!budgeted.ok) {
    await limited.settle(unsent(attempt));
    return budgeted;
  }
  return {
    ok: true,
    async settle(record) {
      await Promise.all([limited.settle(record), budgeted.settle(record)]);
    },
  };
}

function unsent({ model, deployments }: PlannedAttempt): AttemptRecord {
  return { model, deployment: deployments[0] ?? model, outcome: 'aborted', ms: 0, maybeSent: false };
}

/** The decision as a member of the answer, for clients that hide headers. */
import type { Reason } from '../../language/planning/plan.ts';
import { strongerReason } from '../../language/planning/stronger-reason.ts';
import type { AttemptRecord, Ending } from '../dispatch/outcome.ts';
import type { RoutingDecision } from './choose.ts';
import type { Degraded } from './learn-refusal.ts';
import type { RequestContext } from './request-context.ts';

/** Undefined where the caller did not ask for it. */
export function decisionMember(
  run: RequestContext,
  choice: RoutingDecision,
  ending: Ending,
  degraded: Degraded | undefined,
): Record<string, unknown> | undefined {
  if (!run.request.view.stream && !run.request.wantsMember) return undefined;
  const { record } = ending;
  return {
    decision: run.request.id,
    route: choice.plan.route,
    model: record.model,
    reason: reasonOf(choice, record, degraded),
    ...(record.usage === undefined
      ? {}
      : { inputTokens: record.usage.inputTokens, outputTokens: record.usage.outputTokens }),
    ...(record.costUsd === undefined ? {} : { costUsd: record.costUsd }),
    ...(record.skippedEvents === undefined ? {} : { skippedEvents: record.skippedEvents }),
    ...(record.checks === undefined ? {} : { checks: record.checks }),
  };
}

/** Why the model that answered was asked, with what happened on the way. */
export function reasonOf(
  choice: RoutingDecision,
  answered: AttemptRecord | undefined,
  degraded: Degraded | undefined,
): Reason {
  const { plan } = choice;
  let reason = plan.reason;
  if (answered !== undefined && answered.model !== plan.attempts[0]?.model)
    reason = strongerReason(reason, 'fallback');
  if (degraded !== undefined) reason = strongerReason(reason, degraded);
  return reason;
}

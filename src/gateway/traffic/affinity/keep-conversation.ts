/**
 * Remembers which model began a conversation. Models reached by a fallback, a skipped breaker or a degraded decision
 * are not remembered: conversations must not stay with those. Decides nothing.
 */

import type { Outcome } from '../../dispatch/outcome.ts';
import type { RoutingDecision } from '../../request/choose.ts';
import type { RequestContext } from '../../request/request-context.ts';
import type { Pins } from './pins.ts';

export function keepConversation(
  pins: Pins,
  { conversation }: RequestContext,
  { plan }: RoutingDecision,
  outcome: Outcome | undefined,
): void {
  if (conversation === undefined || outcome?.kind !== 'answered') return;
  const { model } = outcome.record;
  const accident = plan.reason === 'breaker' || plan.reason === 'budget' || plan.reason === 'limit';
  if (accident || model !== plan.attempts[0]?.model || outcome.attempts.some((one) => one.model !== model))
    return;
  pins.keep(conversation, model);
}

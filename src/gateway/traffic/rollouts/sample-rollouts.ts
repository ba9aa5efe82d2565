/**
 * The samples of one ended request for the rollouts it went through: each call to a new side, and each that its open
 * breaker prevented (an outage must not look like missing traffic). Decides nothing.
 */

import type { DecisionRecord } from '../../../language/explaining/decision-record.ts';
import { isResting } from '../../../language/planning/fit-candidates.ts';
import { shareOf } from '../../../language/planning/share.ts';
import { modelsUnder } from '../../../language/planning/targets-under.ts';
import { FAILURES } from '../../../language/semantics/failures.ts';
import type { Rollout } from '../../../language/semantics/model.ts';
import { keyValue } from '../../facts/fact-sources.ts';
import type { RequestContext } from '../../request/request-context.ts';
import type { Rollouts } from './rollouts.ts';

export function sampleRollouts(
  rollouts: Rollouts,
  record: Pick<DecisionRecord, 'attempts' | 'plan' | 'removed'>,
  { serving: { policy }, sources }: RequestContext,
): void {
  for (const rollout of policy.targets.values()) {
    if (rollout.kind !== 'rollout') continue;
    const add = (failed: boolean, ms?: number) =>
      rollouts.sample(policy.name, rollout.name, { failed, ...(ms === undefined ? {} : { ms }) });
    const models = plannedOnNewSide(record, rollout);
    for (const { model, outcome, class: failure, ms, firstChunkMs } of record.attempts ?? []) {
      if (!models.has(model)) continue;
      if (outcome === 'answered') add(false, firstChunkMs);
      else if (outcome === 'failed' && (failure === undefined || FAILURES[failure].fault !== 'request')) {
        add(true, firstChunkMs ?? (failure === 'timeout' ? ms : undefined));
      }
    }
    if (models.size > 0 || record.attempts === undefined) continue;
    const key = keyValue(sources, rollout.by);
    const wanted = key !== null && shareOf(key, rollout.salt) < rollouts.share(policy.name, rollout.name);
    const under = wanted ? modelsUnder(policy, rollout.to) : new Set<string>();
    if ((record.removed ?? []).some((each) => isResting(each) && under.has(each.model))) add(true);
  }
}

function plannedOnNewSide(
  { plan }: Pick<DecisionRecord, 'plan'>,
  { name, to }: Rollout,
): ReadonlySet<string> {
  const arm = `${name}:${to}`;
  return new Set(plan.filter((each) => each.arm?.split('/').includes(arm)).map((each) => each.model));
}

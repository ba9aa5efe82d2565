/**
 * Recognizes the usual request: every candidate of the target can serve it and is ready. Its plan then depends only on the
 * arm or side of the target, so that one plan serves all such requests. Makes no plan.
 */
import { armAt } from './choose-arm.ts';
import type { Needs, PlanWorld } from './plan.ts';
import type { Candidate, UsualPlans } from './prepared-rule.ts';
import { mostInput } from './requirements.ts';

/** Names the plan among those of the target; undefined where the request is not usual. `needs` as they are after transforms. */
export function usualKey(
  { candidates, drawn }: UsualPlans,
  needs: Needs,
  world: PlanWorld,
): string | undefined {
  const { pinned } = world;
  let isPinned = false;
  for (const candidate of candidates) {
    if (!canServe(candidate, needs, world)) return undefined;
    isPinned ||= candidate.model.name === pinned;
  }
  if (drawn === undefined) return isPinned ? pinned : '';
  // A conversation stays with its model, whatever its key says.
  if (isPinned) return undefined;
  const share = world.share(drawn.by, drawn.salt);
  if (share === null) return undefined;
  if (drawn.kind === 'split') return armAt(drawn.arms, share);
  return share < world.rolloutShare(drawn.name) ? 'to' : 'from';
}

function canServe({ model, deployment, lacks }: Candidate, needs: Needs, world: PlanWorld): boolean {
  for (const need of lacks) if (needs[need]) return false;
  return needs.inputTokens <= mostInput(model, needs) && world.state(deployment) === 'ready';
}

/**
 * What happened while a plan was made, as phrases for explanations: an explored member, skipped candidates, and splits
 * and rollouts that had no key to divide by. Includes only what mattered for the answer. Knows no HTTP.
 */

import { isResting } from '../planning/fit-candidates.ts';
import type { Plan, Removed, Unkeyed } from '../planning/plan.ts';
import { removedWords } from '../planning/removed-words.ts';
import type { Policy } from '../semantics/model.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { KeySpec } from '../vocabulary/value-set.ts';

/** `answered`: the model that did; undefined where none did. `also`: skipped after planning. */
export function planWords(
  policy: Policy,
  plan: Plan,
  answered: string | undefined,
  also: readonly Removed[] = [],
): string[] {
  return [
    ...exploredWords(plan),
    ...(plan.unkeyed ?? []).map((each) => unkeyedWords(policy, each)),
    ...skippedWords(plan, answered, also),
  ];
}

/** `explored, 2% of requests: mini instead of sonnet` */
function exploredWords({ explored, attempts: [first] }: Plan): string[] {
  if (explored === undefined || first === undefined) return [];
  const share = formatQuantity('percent', explored.share);
  return [`explored, ${share} of requests: ${first.model} instead of ${explored.insteadOf}`];
}

/** At most one: `skipped haiku: its circuit breaker is open`. A refusal without candidates names them itself. */
export function skippedWords(
  plan: Plan,
  answered: string | undefined,
  also: readonly Removed[] = [],
): string[] {
  if (plan.refusal !== undefined) return [];
  const told = skippedOf(plan, answered, also);
  return told.length === 0 ? [] : [`skipped ${removedWords(told)}`];
}

/** The candidates that explain the answer or the refusal. */
export function skippedOf(
  plan: Plan,
  answered: string | undefined,
  also: readonly Removed[] = [],
): readonly Removed[] {
  return [...plan.removed.filter((each) => mattered(plan, each, answered)), ...also];
}

/** Candidates after the one that answered were not needed, nor was a second deployment. */
function mattered(plan: Plan, removed: Removed, answered: string | undefined): boolean {
  if (answered === undefined) return true;
  const { model } = removed;
  if (model === answered) return isResting(removed);
  const order = plan.inOrder;
  return order === undefined || order.indexOf(model) < order.indexOf(answered);
}

function unkeyedWords(policy: Policy, { target, by }: Unkeyed): string {
  const of = policy.targets.get(target);
  const told = `${of?.kind ?? 'target'} ${target}: no ${keyWords(by)} in this request`;
  if (of?.kind === 'rollout') return `${told}, so ${of.from} is used`;
  return of?.kind === 'split' ? `${told}, so its first arm is used` : told;
}

/** `user`, `header "x-tenant"`. */
export function keyWords(key: KeySpec): string {
  return 'name' in key ? `${key.kind} "${key.name}"` : key.kind;
}

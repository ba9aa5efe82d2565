/**
 * Everything a target leads to, each name once: chains, pools, splits and rollouts may share members, and following
 * every path would take exponential time. Has no recursion, so depth costs no stack. Knows no request.
 */
import type { Policy, Pool, Target } from '../semantics/model.ts';

/** The names a target is made of, in declared order. */
export function targetsUnder(target: Target): readonly string[] {
  switch (target.kind) {
    case 'chain':
      return target.steps.map((step) => step.target);
    case 'pool':
      return target.targets;
    case 'split':
      return target.arms.map((arm) => arm.target);
    case 'rollout':
      return [target.from, target.to];
  }
}

/** The name itself and all names below it, models among them, in the order in which the policy names them. Cycles end. */
export function namesUnder(policy: Policy, name: string): ReadonlySet<string> {
  const names = new Set<string>();
  const waiting = [name];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (names.has(next)) continue;
    names.add(next);
    const target = policy.models.has(next) ? undefined : policy.targets.get(next);
    if (target !== undefined) waiting.push(...targetsUnder(target).toReversed());
  }
  return names;
}

/** Every model a target can lead to, the name itself when it is one; first come first. */
export function modelsUnder(policy: Policy, name: string): ReadonlySet<string> {
  const models = new Set<string>();
  for (const inner of namesUnder(policy, name)) if (policy.models.has(inner)) models.add(inner);
  return models;
}

/** The pools at and below a target, from the target down. */
export function poolsUnder(policy: Policy, name: string): readonly Pool[] {
  return [...namesUnder(policy, name)].flatMap((inner) => {
    const target = policy.targets.get(inner);
    return target?.kind === 'pool' ? [target] : [];
  });
}

/**
 * Which models a policy can ask: targets followed down to models. Used by rules about money and resilience;
 * says nothing about which request reaches them.
 */
import { type GradedPool, isGradedPool } from '../planning/plan-quality.ts';
import { modelsUnder, namesUnder, targetsUnder } from '../planning/targets-under.ts';
import type { Policy, Route } from '../semantics/model.ts';

export function routesOf(policy: Policy): readonly Route[] {
  return policy.otherwise === undefined ? policy.routes : [...policy.routes, policy.otherwise];
}

/** The names one level below a chain, pool, split or rollout; none for a model. */
export function membersOf(policy: Policy, name: string): readonly string[] {
  const target = policy.targets.get(name);
  return target === undefined ? [] : targetsUnder(target);
}

/** Models that some route or canary may ask and charge for; mirrors are never billed to the caller. */
export function billedModels(policy: Policy): ReadonlySet<string> {
  const models = new Set<string>();
  for (const { action } of routesOf(policy)) {
    for (const use of action.use === undefined ? action.canaries : [action.use, ...action.canaries]) {
      for (const model of modelsUnder(policy, use.target)) models.add(model);
    }
  }
  return models;
}

/** Everything some route or canary leads to, in the order in which it is met; models are among it. */
export function targetsInUse(policy: Policy): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { action } of routesOf(policy)) {
    for (const use of [action.use, ...action.canaries]) {
      if (use === undefined || found.has(use.target)) continue;
      for (const name of namesUnder(policy, use.target)) found.add(name);
    }
  }
  return found;
}

/** The pools among them that say `good enough at`. */
export function gradedPools(policy: Policy): readonly GradedPool[] {
  return [...targetsInUse(policy)].flatMap((name) => {
    const target = policy.targets.get(name);
    return target !== undefined && isGradedPool(target) ? [target] : [];
  });
}

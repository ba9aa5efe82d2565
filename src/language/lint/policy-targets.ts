/**
 * Which models a policy can ask: targets followed down to models. Used by rules about money and resilience;
 * says nothing about which request reaches them.
 */
import { type GradedPool, isGradedPool } from '../planning/plan-quality.ts';
import type { Policy, Route } from '../semantics/model.ts';

export function routesOf(policy: Policy): readonly Route[] {
  return policy.otherwise === undefined ? policy.routes : [...policy.routes, policy.otherwise];
}

/** The names one level below a chain, pool, split or rollout; none for a model. */
export function membersOf(policy: Policy, name: string): readonly string[] {
  const target = policy.targets.get(name);
  switch (target?.kind) {
    case undefined:
      return [];
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

/** Every model a target can lead to, itself included when it is one; each once. Cycles end. */
export function modelsUnder(policy: Policy, target: string): ReadonlySet<string> {
  const models = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    if (policy.models.has(name)) models.add(name);
    membersOf(policy, name).forEach(visit);
  };
  visit(target);
  return models;
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
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    membersOf(policy, name).forEach(visit);
  };
  for (const { action } of routesOf(policy)) {
    for (const use of [action.use, ...action.canaries]) if (use !== undefined) visit(use.target);
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

/**
 * What a request gets when a rule takes it, as one key: equal keys mean the caller cannot tell the difference. The
 * declared target with everything under it, and all of the action but words for people. Prices are no part of it.
 */
import type { Rule } from '../graph/decision-graph.ts';
import { routeNamed } from '../planning/make-plan.ts';
import { targetsUnder } from '../planning/resolve-target.ts';
import type { Action, Policy, Use } from '../semantics/model.ts';

export interface Outcome {
  readonly route: string;
  readonly kind: Rule['kind'];
  /** The name after `use`; undefined for a refusal. */
  readonly target?: string;
  /** Equal for outcomes that differ at most in the name of their route. */
  readonly key: string;
}

export function outcomeOf(policy: Policy, rule: Rule): Outcome {
  const route = routeNamed(policy, rule.route);
  if (route === undefined) throw new Error(`no route ${rule.route} in ${policy.name}`);
  const { action } = route;
  const head = { route: rule.route, kind: rule.kind };
  if (rule.kind === 'refuse') return { ...head, key: keyOf({ refuse: action.refuse, label: action.label }) };
  const use = rule.kind === 'canary' ? action.canaries[rule.canary ?? 0] : action.use;
  if (use === undefined) throw new Error(`route ${rule.route} has nothing to use`);
  return {
    ...head,
    target: use.target,
    key: keyOf({ ...usePart(policy, use), ...actionPart(policy, action) }),
  };
}

function usePart(policy: Policy, use: Use): object {
  return {
    target: targetPart(policy, use.target, []),
    transforms: use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []),
    orRefuse: use.orRefuse,
  };
}

function actionPart(policy: Policy, action: Action): object {
  const { mirrors, expects, label, onBrokenStream, holdUntilComplete, cache, region } = action;
  const checks = expects.map((name) => {
    const check = policy.checks.get(name);
    return { rules: check?.rules, onFailure: check?.onFailure };
  });
  return { mirrors, checks, label, onBrokenStream, holdUntilComplete, cache, region };
}

function targetPart(policy: Policy, name: string, above: readonly string[]): unknown {
  const model = policy.models.get(name);
  if (model !== undefined) {
    const { deployments, window, output, can } = model;
    return { name, deployments, window, output, can };
  }
  const target = policy.targets.get(name);
  if (target === undefined || above.includes(name)) return name;
  const { at: _at, ...words } = target;
  const under = targetsUnder(target).map((inner) => targetPart(policy, inner, [...above, name]));
  return { words, under };
}

/** Places in the text are no part of an outcome, nor is where a schema lies: what it says is. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => (key === 'at' || key === 'file' ? undefined : part));
}

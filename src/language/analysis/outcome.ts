/**
 * What a request gets when a rule takes it, as one key: equal keys mean the caller cannot tell the difference. The
 * declared target with everything under it, and all of the action but words for people. Prices are no part of it, nor
 * is a quality table: whom its pools choose among can be left out, to be compared apart.
 */
import type { Rule } from '../graph/decision-graph.ts';
import { routeNamed } from '../planning/make-plan.ts';
import { targetsUnder } from '../planning/resolve-target.ts';
import type { Action, Policy, Pool, Use } from '../semantics/model.ts';

export interface Outcome {
  readonly route: string;
  readonly kind: Rule['kind'];
  /** The name after `use`; undefined for a refusal. */
  readonly target?: string;
  /** Equal for outcomes that differ at most in the name of their route. */
  readonly key: string;
}

/** `pools`: the whole of them, or all but what `pool-choices.ts` says: what they ask of the quality table. */
export function outcomeOf(policy: Policy, rule: Rule, pools: 'whole' | 'members' = 'whole'): Outcome {
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
    key: keyOf({ ...usePart(policy, use, pools), ...actionPart(policy, action) }),
  };
}

function usePart(policy: Policy, use: Use, pools: 'whole' | 'members'): object {
  return {
    target: targetPart(policy, use.target, pools, []),
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

function targetPart(
  policy: Policy,
  name: string,
  pools: 'whole' | 'members',
  above: readonly string[],
): unknown {
  const model = policy.models.get(name);
  if (model !== undefined) {
    const { deployments, window, output, can } = model;
    return { name, deployments, window, output, can };
  }
  const target = policy.targets.get(name);
  if (target === undefined || above.includes(name)) return name;
  const { at: _at, ...words } = target;
  const under = targetsUnder(target).map((inner) => targetPart(policy, inner, pools, [...above, name]));
  return { words: pools === 'members' && words.kind === 'pool' ? membersPart(words) : words, under };
}

/** A pool in place is named by its words, what it asks for included: it has no name of its own. */
function membersPart({ kind, name, order, targets }: Omit<Pool, 'at'>): object {
  return { kind, order, targets, ...(name.includes(' ') ? {} : { name }) };
}

/** Places in the text are no part of an outcome, nor is where a schema lies: what it says is. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => (key === 'at' || key === 'file' ? undefined : part));
}

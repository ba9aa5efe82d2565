/**
 * What a request gets when a rule takes it, as one key: equal keys mean the caller cannot tell the difference. The
 * declared target with everything under it, and all of the action but words for people. Prices are no part of it, nor
 * is a quality table: whom its pools choose among can be left out, to be compared apart.
 */
import type { Rule } from '../graph/decision-graph.ts';
import { routeNamed } from '../planning/make-plan.ts';
import { namesUnder } from '../planning/targets-under.ts';
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

/** What an outcome is made of, part by part, under the words that name it: for telling which of it has changed. */
export function outcomeParts(policy: Policy, rule: Rule): ReadonlyMap<string, string> {
  const action = routeNamed(policy, rule.route)?.action;
  const use = rule.kind === 'canary' ? action?.canaries[rule.canary ?? 0] : action?.use;
  const parts = new Map<string, string>();
  if (action === undefined) return parts;
  const add = (name: string, part: unknown) => parts.set(name, keyOf(part) ?? '');
  if (rule.kind === 'refuse' || use === undefined) add('the refusal', action.refuse);
  else {
    add('its transforms', stepsOf(policy, use));
    add('`or refuse`', use.orRefuse);
    for (const name of namesUnder(policy, use.target)) addTarget(policy, name, add);
  }
  for (const [name, part] of Object.entries(actionPart(policy, action)))
    add(PART_NAMES[name as keyof typeof PART_NAMES], part);
  return parts;
}

const PART_NAMES = {
  mirrors: 'its mirrors',
  checks: 'its checks',
  label: 'its label',
  onBrokenStream: '`on broken stream`',
  holdUntilComplete: '`hold until complete`',
  cache: 'its cache',
  region: 'its region',
} as const satisfies Record<keyof ReturnType<typeof actionPart>, string>;

function addTarget(policy: Policy, name: string, add: (name: string, part: unknown) => void): void {
  const target = policy.targets.get(name);
  if (target === undefined) {
    add(`model ${name}`, modelPart(policy, name));
    return;
  }
  const { at: _at, ...words } = target;
  add(`${target.kind} ${name}`, words.kind === 'pool' ? membersPart(words) : words);
}

function usePart(policy: Policy, use: Use, pools: 'whole' | 'members'): object {
  return {
    targets: [...namesUnder(policy, use.target)].map((name) => targetPart(policy, name, pools)),
    transforms: stepsOf(policy, use),
    orRefuse: use.orRefuse,
  };
}

function stepsOf(policy: Policy, use: Use): object {
  return use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []);
}

function actionPart(policy: Policy, action: Action) {
  const { mirrors, expects, label, onBrokenStream, holdUntilComplete, cache, region } = action;
  const checks = expects.map((name) => {
    const check = policy.checks.get(name);
    return { rules: check?.rules, onFailure: check?.onFailure };
  });
  return { mirrors, checks, label, onBrokenStream, holdUntilComplete, cache, region };
}

/** Names what is below it, which is told for itself: what several targets share is in the key once. */
function targetPart(policy: Policy, name: string, pools: 'whole' | 'members'): unknown {
  const model = modelPart(policy, name);
  if (model !== undefined) return model;
  const target = policy.targets.get(name);
  if (target === undefined) return name;
  const { at: _at, ...words } = target;
  return pools === 'members' && words.kind === 'pool' ? membersPart(words) : words;
}

function modelPart(policy: Policy, name: string): object | undefined {
  const model = policy.models.get(name);
  if (model === undefined) return undefined;
  const { deployments, window, output, can } = model;
  return { name, deployments, window, output, can };
}

/** A pool in place is named by its words, what it asks for included: it has no name of its own. */
function membersPart({ kind, name, order, targets }: Omit<Pool, 'at'>): object {
  return { kind, order, targets, ...(name.includes(' ') ? {} : { name }) };
}

/** Places in the text are no part of an outcome, nor is where a schema lies: what it says is. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (key, part) => (key === 'at' || key === 'file' ? undefined : part));
}

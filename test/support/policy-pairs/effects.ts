/**
 * What a policy set does with one request, part by part: which policy and route, who is asked in which order under
 * which words, what is changed and checked on the way, and what all of it rests on (prices, providers, budgets,
 * readings). Read from the typed policy, routes from top to bottom; shares no code with the analysis, the graph or
 * planning.
 */
import type { Compilation } from '../../../src/language/compile.ts';
import type { Policy, Route, Use } from '../../../src/language/semantics/model.ts';
import { guardHolds } from '../naive-interpreter.ts';
import { ground, modelsUnder } from './ground.ts';
import { plain } from './plain.ts';
import { prunedPlan } from './pruned-plan.ts';
import type { Request } from './requests.ts';

/** Parts of a decision by name. Where two sets differ in one, the request changes. */
export interface Effect {
  /** The policy that serves the request; undefined: none. */
  readonly policy?: string;
  readonly route?: string;
  /** Of this request: its route, its plan, what is done to it. */
  readonly decision: ReadonlyMap<string, string>;
  /** What the answer rests on, by what is declared: `price haiku`, `budget purse`. */
  readonly ground: ReadonlyMap<string, string>;
  /** Models that could be asked, and their providers. */
  readonly rests: readonly string[];
  /** All that is written about the outcome, whether or not it matters to this request. */
  readonly written: string;
}

export function policyFor(set: Compilation, asked: string): Policy | undefined {
  const policies = set.policies.map(({ policy }) => policy);
  return (
    policies.find(({ serves }) => serves.includes(asked)) ??
    policies.find(({ serves }) => serves.includes('*'))
  );
}

export function effectOf(set: Compilation, request: Request): Effect {
  const policy = policyFor(set, request.asked);
  if (policy === undefined)
    return { decision: new Map([['policy', 'none']]), ground: new Map(), rests: [], written: 'none' };
  const decided = decide(policy, request);
  const { writtenText, ...settled } = settledOf(policy, decided?.route, decided?.use);
  const base = { policy: policy.name, ...settled };
  if (decided === undefined)
    return {
      ...base,
      decision: new Map([
        ['policy', policy.name],
        ['route', 'none'],
      ]),
      written: policy.name,
    };
  const { route, use, kind } = decided;
  const { action } = route;
  const decision = new Map([
    ['policy', policy.name],
    ['route', `${route.name} ${kind}`],
    ['label', plain(action.label)],
  ]);
  if (use === undefined) decision.set('refusal', plain(action.refuse));
  else {
    const plan = prunedPlan(policy, route, use, request);
    decision.set('plan', plain(plan));
    if (plan !== undefined) {
      decision.set('or refuse', plain(use.orRefuse));
      decision.set(
        'transforms',
        plain(use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? [])),
      );
      decision.set('on broken stream', action.onBrokenStream);
      decision.set('hold until complete', String(action.holdUntilComplete));
      decision.set('cache', plain(action.cache));
      decision.set('mirrors', plain(action.mirrors.map((each) => [each, deploymentsOf(policy, each.model)])));
      decision.set('checks', plain(action.expects.map((name) => checkOf(policy, name))));
    } else decision.set('refusal', plain(use.orRefuse ?? 'nobody can serve it'));
  }
  return { ...base, route: route.name, decision, written: writtenText };
}

interface Settled extends Pick<Effect, 'ground' | 'rests'> {
  readonly writtenText: string;
}

const settledParts = new WeakMap<Policy, Map<Route | undefined, Map<Use | undefined, Settled>>>();

/** What depends on the outcome alone and not on the request, computed once per outcome. */
function settledOf(policy: Policy, route: Route | undefined, use: Use | undefined): Settled {
  const ofPolicy = settledParts.get(policy) ?? new Map<Route | undefined, Map<Use | undefined, Settled>>();
  settledParts.set(policy, ofPolicy);
  const ofRoute = ofPolicy.get(route) ?? new Map<Use | undefined, Settled>();
  ofPolicy.set(route, ofRoute);
  const settled = ofRoute.get(use) ?? {
    ground: ground(policy, route, use),
    rests: restsOn(policy, use),
    writtenText: route === undefined ? policy.name : written(policy, route, use),
  };
  ofRoute.set(use, settled);
  return settled;
}

/** A copy goes to a model whatever fits. */
function deploymentsOf(policy: Policy, model: string): unknown {
  return policy.models.get(model)?.deployments.map(({ upstreamId, provider }) => [upstreamId, provider]);
}

function checkOf(policy: Policy, name: string): unknown {
  const check = policy.checks.get(name);
  const rules = check?.rules.map((rule) =>
    rule.kind === 'json-schema' ? { kind: rule.kind, schema: rule.schema } : rule,
  );
  return { rules, onFailure: check?.onFailure };
}

interface Decided {
  readonly route: Route;
  readonly use?: Use;
  readonly kind: string;
}

function decide(policy: Policy, { facts }: Request): Decided | undefined {
  for (const route of [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])]) {
    if (!guardHolds(route.guard, facts)) continue;
    const { canaries, use, refuse } = route.action;
    for (const canary of canaries) {
      const share = facts.get(canary.fact);
      if (typeof share === 'number' && share >= canary.from && share < canary.to)
        return { route, use: canary, kind: 'canary' };
    }
    if (use !== undefined) return { route, use, kind: 'use' };
    if (refuse !== undefined) return { route, kind: 'refuse' };
  }
  return undefined;
}

function restsOn(policy: Policy, use: Use | undefined): string[] {
  const models = use === undefined ? [] : modelsUnder(policy, use.target);
  const providers = models.flatMap(
    (name) => policy.models.get(name)?.deployments.map(({ provider }) => provider) ?? [],
  );
  return [...new Set([...models, ...providers])];
}

/** Everything below the outcome, by name and in full. */
function written(policy: Policy, route: Route, use: Use | undefined): string {
  const { because: _, at: _at, guard: _guard, ...rest } = route;
  const found = new Map<string, unknown>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    const target = policy.targets.get(name);
    const model = policy.models.get(name);
    found.set(name, target ?? model);
    if (target === undefined) return;
    const under = {
      chain: () => (target.kind === 'chain' ? target.steps.map((step) => step.target) : []),
      pool: () => (target.kind === 'pool' ? target.targets : []),
      split: () => (target.kind === 'split' ? target.arms.map((arm) => arm.target) : []),
      rollout: () => (target.kind === 'rollout' ? [target.from, target.to] : []),
    }[target.kind]();
    for (const inner of under) visit(inner);
  };
  if (use !== undefined) visit(use.target);
  for (const { model } of route.action.mirrors) visit(model);
  const parts = use?.transforms.map((name) => policy.transforms.get(name));
  const checks = route.action.expects.map((name) => policy.checks.get(name));
  return plain([policy.name, rest, use, [...found], parts, checks, policy.quality?.cells]);
}

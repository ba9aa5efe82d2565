/**
 * What a rule means for every request, prepared when a request first reaches it: its route, its candidates with what
 * they lack, the consequence of a failed check. A target without a pool also keeps its plans, one per arm or side, for
 * requests that every candidate can serve. Knows the policy only; nothing of a request.
 */
import type { DecisionGraph } from '../graph/decision-graph.ts';
import type { Action, Model, Policy, Route, Target, TransformStep, Use } from '../semantics/model.ts';
import { boundsSpend } from './expected-output.ts';
import type { Plan, Reason } from './plan.ts';
import { isWithin, lacksOf, type NeedFlag } from './requirements.ts';
import { modelsUnder, namesUnder } from './targets-under.ts';

export interface PreparedRule {
  readonly route: Route;
  /** Undefined: it refuses. */
  readonly use: PreparedUse | undefined;
}

export interface PreparedUse {
  readonly use: Use;
  /** Why the target is used, as far as the rule knows. */
  readonly base: Reason;
  /** Steps of all transforms, in order. */
  readonly transforms: readonly TransformStep[];
  /** Every model under the target, once, in the order in which the policy names them. */
  readonly models: ReadonlyMap<string, Model>;
  readonly check: CheckConsequence | undefined;
  /** A budget in dollars or tokens applies, which an answer without a limit could exceed. */
  readonly bounded: boolean;
  /** Models and chains only: the first one is called first. */
  readonly isOrdered: boolean;
  /** Undefined where a plan depends on more than the arm or side of one key. */
  readonly usual: UsualPlans | undefined;
}

export interface UsualPlans {
  readonly candidates: readonly Candidate[];
  /** Undefined for models and chains. */
  readonly drawn: Extract<Target, { kind: 'split' | 'rollout' }> | undefined;
  /** By arm or side, or by the model that a conversation stays with; without output limits. */
  readonly plans: Map<string, Plan>;
}

/** A model that a request can be sent to if it has the one deployment ready, and lacks nothing that is needed. */
export interface Candidate {
  readonly model: Model;
  readonly deployment: string;
  readonly lacks: readonly NeedFlag[];
}

export interface CheckConsequence {
  readonly action: 'try next' | 'retry' | 'refuse';
  readonly retries: number;
}

const prepared = new WeakMap<Policy, WeakMap<DecisionGraph, (PreparedRule | undefined)[]>>();

/** @param rule an index into `graph.rules`. Throws only where policy and graph do not belong together. */
export function preparedRule(policy: Policy, graph: DecisionGraph, rule: number): PreparedRule {
  const rules = rulesOf(policy, graph);
  const found = rules[rule];
  if (found !== undefined) return found;
  const made = prepareRule(policy, graph, rule);
  rules[rule] = made;
  return made;
}

function rulesOf(policy: Policy, graph: DecisionGraph): (PreparedRule | undefined)[] {
  let byGraph = prepared.get(policy);
  if (byGraph === undefined) {
    byGraph = new WeakMap();
    prepared.set(policy, byGraph);
  }
  let rules = byGraph.get(graph);
  if (rules === undefined) {
    rules = new Array(graph.rules.length).fill(undefined);
    byGraph.set(graph, rules);
  }
  return rules;
}

function prepareRule(policy: Policy, graph: DecisionGraph, rule: number): PreparedRule {
  const { route, use, isCanary } = useOf(policy, graph, rule);
  if (use === undefined) return { route, use };
  const { action } = route;
  const models = new Map<string, Model>();
  for (const name of modelsUnder(policy, use.target)) {
    const model = policy.models.get(name);
    if (model) models.set(name, model);
  }
  return {
    route,
    use: {
      use,
      base: isCanary ? 'canary' : route.name === 'otherwise' ? 'otherwise' : 'matched',
      transforms: use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []),
      models,
      check: checkOf(policy, action),
      bounded: boundsSpend(policy),
      isOrdered: isOrdered(policy, use.target),
      usual: usualOf(policy, use.target, [...models.values()], action.region),
    },
  };
}

/** The meaning of a rule of the graph; without `use` it refuses. Throws as `preparedRule` does. */
export function useOf(
  policy: Policy,
  graph: DecisionGraph,
  rule: number,
): { readonly route: Route; readonly use?: Use; readonly isCanary: boolean } {
  const decided = graph.rules[rule];
  const route = decided && routeNamed(policy, decided.route);
  if (!decided || !route)
    throw new Error(`rule ${rule} of graph "${graph.policy}" has no route in its policy`);
  const isCanary = decided.kind === 'canary';
  if (decided.kind === 'refuse') return { route, isCanary };
  const use = isCanary ? route.action.canaries[decided.canary ?? 0] : route.action.use;
  if (!use) throw new Error(`rule ${rule} of route "${route.name}" has no target`);
  return { route, use, isCanary };
}

/** By policy, computed at first use. */
const routesByName = new WeakMap<Policy, ReadonlyMap<string, Route>>();

export function routeNamed(policy: Policy, name: string): Route | undefined {
  if (policy.otherwise?.name === name) return policy.otherwise;
  let routes = routesByName.get(policy);
  if (routes === undefined) {
    // Of two of one name the first counts.
    routes = new Map(policy.routes.toReversed().map((route) => [route.name, route]));
    routesByName.set(policy, routes);
  }
  return routes.get(name);
}

function usualOf(
  policy: Policy,
  name: string,
  models: readonly Model[],
  region: string | undefined,
): UsualPlans | undefined {
  const target = policy.targets.get(name);
  const drawn = target?.kind === 'split' || target?.kind === 'rollout' ? target : undefined;
  const inner =
    drawn === undefined
      ? [name]
      : drawn.kind === 'split'
        ? drawn.arms.map((arm) => arm.target)
        : [drawn.from, drawn.to];
  if (!inner.every((each) => isOrdered(policy, each))) return undefined;
  const candidates: Candidate[] = [];
  for (const model of models) {
    const [deployment, another] = model.deployments;
    // Of several deployments the less busy is preferred, which changes from request to request.
    if (deployment === undefined || another !== undefined) return undefined;
    if (!isWithin(policy, deployment, region)) return undefined;
    candidates.push({ model, deployment: deployment.id, lacks: lacksOf(model) });
  }
  return { candidates, drawn, plans: new Map() };
}

function isOrdered(policy: Policy, name: string): boolean {
  for (const inner of namesUnder(policy, name)) {
    const target = policy.models.has(inner) ? undefined : policy.targets.get(inner);
    if (target !== undefined && target.kind !== 'chain') return false;
  }
  return true;
}

/** With several checks the strictest consequence applies: refuse, then try next, then retry. */
function checkOf(policy: Policy, action: Action): CheckConsequence | undefined {
  const all = action.expects.flatMap((name) => policy.checks.get(name)?.onFailure ?? []);
  if (all.length === 0) return undefined;
  const named = (['refuse', 'try next', 'retry'] as const).find((each) =>
    all.some((one) => one.action === each),
  );
  const retries = named === 'retry' ? Math.max(...all.map((one) => one.times)) : 0;
  return { action: named ?? 'refuse', retries };
}

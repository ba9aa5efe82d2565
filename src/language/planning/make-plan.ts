/**
 * From a decision to a plan: what a rule means for one request at this moment. Removes candidates that cannot serve,
 * then resolves weights, pools and chains, then sets deadlines. Pure: everything it needs of the outside world comes
 * from `world`. Must not know how facts were read or how an attempt is made.
 *
 * Circuit breakers: a deployment that is open or cooling down is skipped while anything else in the plan can serve.
 * Where nothing else can, those that are cooling down are called in the policy's order, because the time is often a
 * guess; where all are open, the first in the policy's order is called once, without retry or fallback: a request is
 * not refused because of a guess about health, and a real outage costs one call.
 */
import type { DecisionGraph } from '../graph/decision-graph.ts';
import type { Action, Model, Policy, Route, Use } from '../semantics/model.ts';
import type { KeySpec } from '../vocabulary/value-set.ts';
import { boundsSpend, needsAfter, outputLimitToSend } from './expected-output.ts';
import { mayExplore } from './explore.ts';
import { type Fit, fitModel, isResting } from './fit-candidates.ts';
import type { Hop } from './hop.ts';
import type { Needs, Plan, PlannedAttempt, PlanWorld, Reason, Removed } from './plan.ts';
import { refusalOf } from './plan-refusal.ts';
import { type Resolving, resolveTarget } from './resolve-target.ts';
import { strongerReason } from './stronger-reason.ts';
import { modelsUnder } from './targets-under.ts';
import { worstCaseOf } from './worst-case.ts';

/** `rule` is an index into `graph.rules`, as a decision gives it. Throws only where policy and graph do not belong together. */
export function makePlan(policy: Policy, graph: DecisionGraph, rule: number, world: PlanWorld): Plan {
  const { route, use, isCanary } = useOf(policy, graph, rule);
  const { action } = route;
  if (use === undefined) {
    const refusal = action.refuse ?? { status: 403, message: 'The policy refuses this request.' };
    return refused(policy, route, { ...refusal, code: 'policy_refused' });
  }
  const base: Reason = isCanary ? 'canary' : route.name === 'otherwise' ? 'otherwise' : 'matched';
  const asked = oneTurnEach(world);
  return planUse(policy, route, use, base, asked.world, asked.unkeyed);
}

/** The meaning of a rule of the graph; without `use` it refuses. Throws as `makePlan` does. */
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

function planUse(
  policy: Policy,
  route: Route,
  use: Use,
  base: Reason,
  world: PlanWorld,
  unkeyed: ReadonlyMap<string, KeySpec>,
): Plan {
  const transforms = use.transforms.flatMap((name) => policy.transforms.get(name)?.steps ?? []);
  const needs = needsAfter(world.needs, transforms);
  const fits = fitsUnder(policy, use.target, needs, route.action.region, world);
  const fitOf = (model: Model): Fit =>
    fits.get(model.name) ?? { ready: [], cooling: [], open: [], removed: [] };
  const resolved = (usable: Resolving['usable'], explores = false): readonly Hop[] =>
    resolveTarget({ policy, world, needs, usable, explores }, use.target);

  const preferLessBusy = (ids: readonly string[]): readonly string[] =>
    ids.length < 2 ? ids : [...ids].sort((a, b) => world.load(a) - world.load(b));
  let hops = resolved((model) => preferLessBusy(fitOf(model).ready), mayExplore(policy, world));
  let removed = [...fits.values()].flatMap((fit) => fit.removed);
  let reason = base;
  if (hops.length === 0) {
    hops = lastResort(resolved, fitOf);
    if (hops.length === 0)
      return refused(policy, route, refusalOf(route.name, removed, use.orRefuse), removed);
    const asked = new Set(hops.map((hop) => hop.model.name));
    removed = removed.filter((each) => !asked.has(each.model) || !isResting(each));
  } else if (removed.length > 0) {
    const wanted = resolved((model) => model.deployments.map((deployment) => deployment.id))[0];
    // What was explored is compared by what the pool would have chosen.
    const chosen = hops[0]?.explored?.insteadOf ?? hops[0]?.model.name;
    if (wanted && wanted.model.name !== chosen) reason = whyNot(wanted.model, removed, reason);
  }
  const check = checkOf(policy, route.action);
  const bounded = boundsSpend(policy);
  const attempts = hops.map((hop, index) => ({
    ...attemptOf(policy, hop, index, hops.length, check),
    ...limitOf(needs, hop.model, bounded),
  }));
  const worst = worstCaseOf(attempts, check?.retries);
  return {
    ...shared(policy, route.action),
    route: route.name,
    reason: strongerReason(reason, hops[0]?.via ?? 'matched'),
    attempts,
    ...(hops[0]?.propensity === undefined ? {} : { propensity: hops[0].propensity }),
    ...(hops[0]?.explored === undefined ? {} : { explored: hops[0].explored }),
    removed,
    ...(removed.length > 0 && isOrdered(policy, use.target) ? { inOrder: [...fits.keys()] } : {}),
    ...(unkeyed.size === 0
      ? {}
      : { unkeyed: [...unkeyed].map(([salt, by]) => ({ target: targetOf(policy, salt), by })) }),
    ...(use.orRefuse ? { orRefuse: use.orRefuse } : {}),
    transforms,
    ...(check && check.retries > 0 ? { checkRetries: check.retries } : {}),
    worstCase: { attempts: worst.attempts, ms: Math.min(worst.ms, policy.deadlines.whole) },
  };
}

/** When nothing is ready. Empty where nothing could serve at all. */
function lastResort(
  resolved: (usable: Resolving['usable']) => readonly Hop[],
  fitOf: (model: Model) => Fit,
): readonly Hop[] {
  const cooling = resolved((model) => fitOf(model).cooling);
  if (cooling.length > 0) return cooling;
  return resolved((model) => fitOf(model).open)
    .slice(0, 1)
    .map((hop) => ({ ...hop, retries: 0, moves: {} }));
}

function shared(
  policy: Policy,
  action: Action,
): Pick<Plan, 'onBrokenStream' | 'holdUntilComplete' | 'whole' | 'label'> {
  return {
    ...(action.label === undefined ? {} : { label: action.label }),
    onBrokenStream: action.onBrokenStream,
    holdUntilComplete: action.holdUntilComplete,
    whole: policy.deadlines.whole,
  };
}

function refused(
  policy: Policy,
  route: Route,
  refusal: NonNullable<Plan['refusal']>,
  removed: readonly Removed[] = [],
): Plan {
  return {
    ...shared(policy, route.action),
    route: route.name,
    reason: 'refused',
    attempts: [],
    removed,
    refusal,
    transforms: [],
    worstCase: { attempts: 0, ms: 0 },
  };
}

/** Every model under the target, once, in the order in which the policy names them. */
function fitsUnder(
  policy: Policy,
  target: string,
  needs: Needs,
  region: string | undefined,
  world: PlanWorld,
): ReadonlyMap<string, Fit> {
  const fits = new Map<string, Fit>();
  const question = {
    needs,
    state: (id: string) => world.state(id),
    whyNoKey: (id: string) => world.whyNoKey?.(id),
    ...(region === undefined ? {} : { region }),
  };
  for (const name of modelsUnder(policy, target)) {
    const model = policy.models.get(name);
    if (model) fits.set(name, fitModel(policy, model, question));
  }
  return fits;
}

/**
 * Why the plan begins with another model than the policy's first: a breaker, if recovery would bring that model back.
 */
function whyNot(model: Model, removed: readonly Removed[], base: Reason): Reason {
  const mine = removed.filter((each) => each.model === model.name);
  if (mine.length === 0) return base;
  return strongerReason(base, mine.some(isResting) ? 'breaker' : 'capability');
}

interface CheckConsequence {
  readonly action: 'try next' | 'retry' | 'refuse';
  readonly retries: number;
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

function attemptOf(
  policy: Policy,
  hop: Hop,
  index: number,
  count: number,
  check: CheckConsequence | undefined,
): PlannedAttempt {
  const { 'failed-check': onFailedCheck, ...others } = hop.moves;
  const next = check?.action === 'try next' && index + 1 < count ? index + 1 : undefined;
  const failedCheck = check?.action === 'refuse' ? undefined : (onFailedCheck ?? next);
  return {
    model: hop.model.name,
    deployments: hop.deployments,
    deadlines: { ...policy.deadlines, ...hop.deadlines },
    retries: hop.retries,
    ...(hop.hedgeAfter === undefined ? {} : { hedgeAfter: hop.hedgeAfter }),
    ...(hop.model.can.includes('prefill') ? { prefill: true } : {}),
    moves: failedCheck === undefined ? others : { ...others, 'failed-check': failedCheck },
    ...(hop.goodEnoughAt === undefined ? {} : { goodEnoughAt: hop.goodEnoughAt }),
    ...(hop.judged === undefined ? {} : { judged: hop.judged }),
    ...(hop.arm === undefined ? {} : { arm: hop.arm }),
  };
}

/** The output limit to write, where the caller's own or none is not right. */
export function limitOf(needs: Needs, model: Model, bounded: boolean): Pick<PlannedAttempt, 'outputLimit'> {
  const outputLimit = outputLimitToSend(needs, model, bounded);
  return outputLimit === undefined ? {} : { outputLimit };
}

/** The split or rollout with this salt. */
function targetOf(policy: Policy, salt: string): string {
  const drawing = [...policy.targets.values()].find((target) => 'salt' in target && target.salt === salt);
  return drawing?.name ?? salt;
}

/** Models and chains only: the first one is called first. */
function isOrdered(policy: Policy, name: string): boolean {
  const target = policy.targets.get(name);
  if (target === undefined) return true;
  return target.kind === 'chain' && target.steps.every((step) => isOrdered(policy, step.target));
}

/**
 * However often planning reads a pool, one request takes one turn; also collects unknown keys, by salt. Written out
 * member by member, because a world may be a class.
 */
function oneTurnEach(world: PlanWorld): {
  readonly world: PlanWorld;
  readonly unkeyed: ReadonlyMap<string, KeySpec>;
} {
  const turns = new Map<string, number>();
  const unkeyed = new Map<string, KeySpec>();
  const { pinned, exploring, prompt } = world;
  const asked: PlanWorld = {
    needs: world.needs,
    ...(pinned === undefined ? {} : { pinned }),
    ...(exploring === undefined ? {} : { exploring }),
    ...(prompt === undefined ? {} : { prompt }),
    share(key, salt) {
      const share = world.share(key, salt);
      if (share === null && key.kind !== 'request') unkeyed.set(salt, key);
      return share;
    },
    state: (deployment) => world.state(deployment),
    whyNoKey: (deployment) => world.whyNoKey?.(deployment),
    latency: (model) => world.latency(model),
    load: (deployment) => world.load(deployment),
    rolloutShare: (rollout) => world.rolloutShare(rollout),
    quality: (model) => world.quality?.(model),
    turn(pool) {
      const turn = turns.get(pool) ?? world.turn(pool);
      turns.set(pool, turn);
      return turn;
    },
  };
  return { world: asked, unkeyed };
}

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
import type { Action, Model, Policy, Route } from '../semantics/model.ts';
import { needsAfter, outputLimitToSend } from './expected-output.ts';
import { mayExplore } from './explore.ts';
import { type Fit, fitModel, isResting } from './fit-candidates.ts';
import type { Hop } from './hop.ts';
import { OneTurnWorld } from './one-turn-world.ts';
import type { Needs, Plan, PlannedAttempt, PlanWorld, Reason, Removed } from './plan.ts';
import { refusalOf } from './plan-refusal.ts';
import { type CheckConsequence, type PreparedUse, preparedRule } from './prepared-rule.ts';
import { type Resolving, resolveTarget } from './resolve-target.ts';
import { strongerReason } from './stronger-reason.ts';
import { usualKey } from './usual-plan.ts';
import { worstCaseOf } from './worst-case.ts';

export { routeNamed, useOf } from './prepared-rule.ts';

/** `rule` is an index into `graph.rules`, as a decision gives it. Throws only where policy and graph do not belong together. */
export function makePlan(policy: Policy, graph: DecisionGraph, rule: number, world: PlanWorld): Plan {
  const { route, use } = preparedRule(policy, graph, rule);
  if (use === undefined) {
    const refusal = route.action.refuse ?? { status: 403, message: 'The policy refuses this request.' };
    return refused(policy, route, { ...refusal, code: 'policy_refused' });
  }
  const needs = needsAfter(world.needs, use.transforms);
  const key = use.usual && usualKey(use.usual, needs, world);
  const known = key === undefined ? undefined : use.usual?.plans.get(key);
  if (known !== undefined) return withLimits(policy, use, known, needs);
  const plan = planUse(policy, route, use, needs, new OneTurnWorld(world));
  if (key !== undefined) use.usual?.plans.set(key, plan);
  return withLimits(policy, use, plan, needs);
}

/** Without output limits. */
function planUse(
  policy: Policy,
  route: Route,
  prepared: PreparedUse,
  needs: Needs,
  world: OneTurnWorld,
): Plan {
  const { use, base, check, models, transforms } = prepared;
  const fits = fitsUnder(policy, models, needs, route.action.region, world);
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
  const attempts = hops.map((hop, index) => attemptOf(policy, hop, index, hops.length, check));
  const worst = worstCaseOf(attempts, check?.retries);
  const { unkeyed } = world;
  return {
    ...shared(policy, route.action),
    route: route.name,
    reason: strongerReason(reason, hops[0]?.via ?? 'matched'),
    attempts,
    ...(hops[0]?.propensity === undefined ? {} : { propensity: hops[0].propensity }),
    ...(hops[0]?.explored === undefined ? {} : { explored: hops[0].explored }),
    removed,
    ...(removed.length > 0 && prepared.isOrdered ? { inOrder: [...fits.keys()] } : {}),
    ...(unkeyed.size === 0
      ? {}
      : { unkeyed: [...unkeyed].map(([salt, by]) => ({ target: targetOf(policy, salt), by })) }),
    ...(use.orRefuse ? { orRefuse: use.orRefuse } : {}),
    transforms,
    ...(check && check.retries > 0 ? { checkRetries: check.retries } : {}),
    worstCase: { attempts: worst.attempts, ms: Math.min(worst.ms, policy.deadlines.whole) },
  };
}

/** The same plan where no attempt needs a limit. */
function withLimits(policy: Policy, { bounded }: PreparedUse, plan: Plan, needs: Needs): Plan {
  if (!bounded && needs.outputTokens === undefined) return plan;
  let isLimited = false;
  const attempts = plan.attempts.map((attempt) => {
    const model = policy.models.get(attempt.model);
    const outputLimit = model && outputLimitToSend(needs, model, bounded);
    if (outputLimit === undefined) return attempt;
    isLimited = true;
    return { ...attempt, outputLimit };
  });
  return isLimited ? { ...plan, attempts } : plan;
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

/** In the order of `models`. */
function fitsUnder(
  policy: Policy,
  models: ReadonlyMap<string, Model>,
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
  for (const [name, model] of models) fits.set(name, fitModel(policy, model, question));
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

/**
 * Every clause that applies to one request of a test, in the policy's own words: its budgets and limits, transforms,
 * models and deadlines, and checks of the answer. Decides nothing; knows no expectation.
 */
import { routeNamed } from '../../planning/make-plan.ts';
import { namesUnder } from '../../planning/targets-under.ts';
import type { Deadlines, Policy, Rollout } from '../../semantics/model.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import {
  abortWords,
  cacheWords,
  deploymentWords,
  lineWords,
  mirrorWords,
  onFailureWords,
  providerWords,
  quoted,
  ruleWords,
  stepWords,
  transformWords,
} from '../bind/clause-words.ts';
import type { Run } from './run-scenario.ts';

/** `within` alone is the attempt's. `whole` is the plan's. */
export const DEADLINE_WORDS = {
  connect: 'connect within',
  firstToken: 'first token within',
  idle: 'idle within',
  ending: 'ending within',
  attempt: 'within',
  whole: 'whole within',
} as const satisfies Record<keyof Deadlines, string>;

/** Each once; clauses of an attempt are those of the last one, which answered or failed last. */
export function clausesInForce(run: Run): readonly string[] {
  const { policy } = run.facts.tested;
  return [...new Set([...ofSpending(policy), ...ofAnswer(policy, run), ...ofAttempt(policy, run)])];
}

function ofSpending({ budgets, limits }: Policy): string[] {
  return [
    ...[...budgets.values()].flatMap(({ lines, warnAt, zone }) => [
      ...lines.map((line) => `limit ${lineWords(line)}`),
      ...(warnAt === undefined ? [] : [`warn at ${warnAt}%`]),
      `zone ${quoted(zone)}`,
    ]),
    ...[...limits.values()].flatMap(({ lines, waitUpTo }) => [
      ...lines.map((line) => `limit ${lineWords(line)}`),
      ...(waitUpTo === 0 ? [] : [`wait up to ${formatDuration(waitUpTo)}`]),
    ]),
  ];
}

/** Clauses of the route and its target, whichever model answers. */
function ofAnswer(policy: Policy, { plan, rule }: Run): string[] {
  if (plan === undefined) return [];
  const action = routeNamed(policy, plan.route)?.action;
  if (action === undefined) return [];
  const use = rule?.kind === 'canary' ? action.canaries[rule.canary ?? 0] : action.use;
  const checks = action.expects.flatMap((name) => policy.checks.get(name) ?? []);
  return [
    ...plan.transforms.map(transformWords),
    ...checks.flatMap(({ rules, onFailure }) => [...rules.map(ruleWords), onFailureWords(onFailure)]),
    ...action.mirrors.map(mirrorWords),
    ...(action.cache === undefined ? [] : [cacheWords(action.cache)]),
    ...(action.region === undefined ? [] : [`within region ${action.region}`]),
    `on broken stream ${plan.onBrokenStream}`,
    ...(plan.holdUntilComplete ? ['hold until complete'] : []),
    `whole within ${formatDuration(plan.whole)}`,
    ...rolloutsUnder(policy, use?.target ?? '').flatMap(({ steps, aborts }) => [
      ...steps.map(stepWords),
      ...aborts.map(abortWords),
    ]),
  ];
}

function ofAttempt(policy: Policy, { attempts, plan }: Run): string[] {
  const last = attempts.at(-1);
  const planned = last === undefined ? undefined : plan?.attempts[last.index];
  // A second evaluation has another plan, and may end before its first attempt.
  if (last === undefined || planned?.model !== last.model) return [];
  const deployment = policy.models.get(last.model)?.deployments.find(({ id }) => id === last.deployment);
  const provider = policy.providers.get(deployment?.provider ?? '');
  const deadlines = (['connect', 'firstToken', 'idle', 'ending', 'attempt'] as const).map(
    (of) => `${DEADLINE_WORDS[of]} ${formatDuration(planned.deadlines[of])}`,
  );
  return [
    ...(deployment === undefined ? [] : [deploymentWords(deployment)]),
    ...(provider === undefined ? [] : providerWords(provider)),
    ...deadlines,
    ...(planned.hedgeAfter === undefined ? [] : [`hedge after ${formatDuration(planned.hedgeAfter)}`]),
  ];
}

function rolloutsUnder(policy: Policy, name: string): Rollout[] {
  return [...namesUnder(policy, name)].flatMap((each) => {
    const target = policy.targets.get(each);
    return target?.kind === 'rollout' ? [target] : [];
  });
}

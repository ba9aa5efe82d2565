/**
 * The plan of a witness: what makePlan answers for its facts, in a world in which a wanted model comes to be asked, or in
 * a quiet one. Worlds are tried from the most ordinary to the least; what is unusual is reported. Deterministic.
 */

import { makePlan } from '../../planning/make-plan.ts';
import type { DeploymentState, Plan, PlanWorld } from '../../planning/plan.ts';
import { needFlags } from '../../planning/requirements.ts';
import { shareOf } from '../../planning/share.ts';
import { supposedTrim } from '../../planning/trim-history.ts';
import type { Policy } from '../../semantics/model.ts';
import { keyWords } from '../../vocabulary/fact-spec.ts';
import type { FactValue, KeySpec } from '../../vocabulary/value-set.ts';
import type { PolicySpace } from '../space/policy-space.ts';
import { keyNames } from '../space/share-keys.ts';
import { qualityFor } from './pool-choices.ts';

export interface PlannedWitness {
  readonly plan: Plan;
  /** Keys by which splits and rollouts of the plan have divided, chosen so that they draw the wanted arm. */
  readonly keys: ReadonlyMap<string, FactValue>;
  readonly assumptions: readonly string[];
}

interface WorldChoice {
  /** Overrides by fact id: `user`. */
  readonly keys: ReadonlyMap<string, FactValue>;
  readonly favoured?: string;
  readonly rollouts: 'first step' | 'last step';
  readonly othersOpen: boolean;
}

const ORDINARY: WorldChoice = { keys: new Map(), rollouts: 'first step', othersOpen: false };

/** The plan in a quiet world: everything healthy, rollouts at their first step. */
export function quietPlan(
  space: PolicySpace,
  rule: number,
  values: ReadonlyMap<string, FactValue>,
): Pick<PlannedWitness, 'plan' | 'keys'> {
  const { world, keys } = worldOf(space, values, ORDINARY);
  return { plan: makePlan(space.policy, space.graph, rule, world), keys };
}

/** A plan in which the model is asked, first or as a fallback; undefined when none of the worlds makes one. */
export function planAsking(
  space: PolicySpace,
  rule: number,
  values: ReadonlyMap<string, FactValue>,
  model: string,
): PlannedWitness | undefined {
  for (const choice of choices(space, values, model)) {
    const { world, keys } = worldOf(space, values, choice);
    const plan = makePlan(space.policy, space.graph, rule, world);
    if (!plan.attempts.some((attempt) => attempt.model === model)) continue;
    return { plan, keys, assumptions: assumptionsOf(choice, model) };
  }
  return undefined;
}

/** Some sixty keys find an arm of 5 % in all but four cases of a hundred; then a breaker does. */
const KEYS_TRIED = 64;

function* choices(
  { policy, space }: PolicySpace,
  values: ReadonlyMap<string, FactValue>,
  model: string,
): Generator<WorldChoice> {
  yield ORDINARY;
  const names = [...keysOfTargets(policy)].map(([id, key]) => [id, keyNames(space, values, key)] as const);
  for (let number = 1; number <= KEYS_TRIED && names.length > 0; number += 1) {
    const keys = new Map<string, FactValue>();
    for (const [id, generator] of names) {
      const name = generator.next().value;
      if (typeof name === 'string') keys.set(id, name);
    }
    if (keys.size === 0) break;
    yield { ...ORDINARY, keys };
  }
  yield { ...ORDINARY, favoured: model };
  yield { ...ORDINARY, rollouts: 'last step' };
  yield { ...ORDINARY, favoured: model, rollouts: 'last step' };
  yield { ...ORDINARY, othersOpen: true, favoured: model };
}

/** By which splits and rollouts divide. */
function keysOfTargets({ targets }: Policy): ReadonlyMap<string, KeySpec> {
  const keys = new Map<string, KeySpec>();
  for (const target of targets.values())
    if ((target.kind === 'split' || target.kind === 'rollout') && target.by.kind !== 'request')
      keys.set(keyWords(target.by), target.by);
  return keys;
}

function assumptionsOf({ favoured, rollouts, othersOpen }: WorldChoice, model: string): string[] {
  if (othersOpen)
    return [`the other candidates rest behind open circuit breakers, so that ${model} is asked`];
  return [
    ...(favoured === undefined ? [] : [`${model} is the one its pool chooses`]),
    ...(rollouts === 'last step' ? ['rollouts are complete'] : []),
  ];
}

function worldOf(
  { policy }: PolicySpace,
  values: ReadonlyMap<string, FactValue>,
  choice: WorldChoice,
): { readonly world: PlanWorld; readonly keys: ReadonlyMap<string, FactValue> } {
  const keys = new Map<string, FactValue>();
  const modelOf = new Map(
    [...policy.models.values()].flatMap((model) =>
      model.deployments.map(({ id }) => [id, model.name] as const),
    ),
  );
  const byTable = qualityFor(policy, values);
  const output = Number(values.get('output tokens') ?? 0);
  const inputTokens = Number(values.get('tokens') ?? 0);
  const messages = Number(values.get('messages') ?? 1);
  const keyValue = (key: KeySpec): FactValue => {
    const id = keyWords(key);
    if (key.kind === 'request') return 'request-1';
    const usual = key.kind === 'tier' ? (policy.tiers[0] ?? null) : 'name' in key ? null : `${key.kind}-1`;
    const known = values.get(id);
    const chosen = choice.keys.get(id) ?? (known === undefined ? usual : known);
    keys.set(id, chosen);
    return chosen;
  };
  const state = (deployment: string): DeploymentState => {
    const model = modelOf.get(deployment) ?? '';
    const down = values.get(`${model} is down`);
    if (typeof down === 'boolean') return down ? 'open' : 'ready';
    return choice.othersOpen && model !== choice.favoured ? 'open' : 'ready';
  };
  const world: PlanWorld = {
    needs: {
      inputTokens,
      trimmed: (tokens) => supposedTrim(inputTokens, messages, tokens),
      ...(output > 0 ? { outputTokens: output } : {}),
      ...needFlags((feature) => values.get(`request has ${feature}`) === true),
    },
    share(key, salt) {
      const value = keyValue(key);
      return value === null ? null : shareOf(String(value), salt);
    },
    state,
    ...(choice.favoured === undefined ? {} : { exploring: { models: new Set([choice.favoured]) } }),
    turn: () => 0,
    latency: (model) => (model === choice.favoured ? 1 : 500),
    load: (deployment) => (modelOf.get(deployment) === choice.favoured ? 0 : 10),
    rolloutShare(name) {
      const target = policy.targets.get(name);
      if (target?.kind !== 'rollout') return 0;
      return (choice.rollouts === 'last step' ? target.steps.at(-1) : target.steps[0])?.share ?? 0;
    },
    quality: (model) =>
      choice.favoured === undefined ? byTable(model) : model === choice.favoured ? 100 : 0,
  };
  return { world, keys };
}

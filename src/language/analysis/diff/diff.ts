/**
 * What changes between two policies, for every possible request: regions in which the old outcome and the new one differ,
 * as maximal boxes, each with a request that was replayed through both. What is not listed is proved to stay the same,
 * unless something is undecided or left out. Knows no output format.
 */
import { type Told, toldOf } from '../../changes/field.ts';
import { outputToCompare } from '../../planning/expected-output.ts';
import { routeNamed } from '../../planning/make-plan.ts';
import { gradedPoolsUnder, planFacts } from '../../planning/plan-quality.ts';
import { costUsd } from '../../planning/price.ts';
import type { Policy } from '../../semantics/model.ts';
import { groupedCount } from '../../vocabulary/format-quantity.ts';
import type { FactSpec, FactValue } from '../../vocabulary/value-set.ts';
import { FIT_FACTS } from '../space/fit-boxes.ts';
import { regionWords } from '../space/region-words.ts';
import { drawValues, replayed, toWitness, typicalRegion } from '../space/witness.ts';
import { quietPlan } from '../verdicts/plan-worlds.ts';
import { goodModels, qualityFor } from '../verdicts/pool-choices.ts';
import { type ChangeGroup, groupChanges } from './change-groups.ts';
import type { ChangedRegion, Side } from './changed-region.ts';
import {
  type Change,
  type CompareOptions,
  type Comparison,
  comparePolicies,
  coverOfRegion,
  type Half,
} from './compare.ts';
import { candidateChanges, outcomeChanges } from './outcome-changes.ts';
import { windowOrderWords } from './too-long-moves.ts';

export interface PolicyDiff {
  readonly changed: boolean;
  /** All other requests get what they got before: nothing stayed undecided and nothing was left out. */
  readonly proved: boolean;
  readonly regions: readonly ChangedRegion[];
  /** The same for a person to read. */
  readonly groups: readonly ChangeGroup[];
  /** Facts that no group speaks of: no model of its routes serves requests that have them, before or after. */
  readonly leftOut: readonly string[];
  /** Regions beyond the most that are listed were left out. */
  readonly more: boolean;
}

const LIMITS: CompareOptions = { mostRegions: 200, mostAPair: 8 };

export function diffPolicies(
  before: Policy,
  after: Policy,
  options: Partial<CompareOptions> = {},
): PolicyDiff {
  return tellDiff(comparePolicies(before, after, { ...LIMITS, ...options }));
}

export function tellDiff(compared: Comparison): PolicyDiff {
  const { old, next, changes, undecided, more } = compared;
  const regions = changes.map((change) => tell(compared, change));
  const grouped = groupChanges(old, next, changes, regions);
  return { changed: regions.length > 0, proved: !undecided && !more, regions, ...grouped, more };
}

function tell({ old, next }: Comparison, change: Change): ChangedRegion {
  const { space } = old;
  const { before: i, after: j, region, question } = change;
  const inside = [...question.inside, [[coverOfRegion(space, region)]]];
  const drawn = drawValues(space, typicalRegion(space, { inside, covers: question.covers }, change.found));
  const where = regionWords(space, region);
  const differs = differencesOf(old, i, next, j, change);
  // A change in what a model can serve may not affect the model that answers; the example is shown where it does.
  const isShown = drawn.ok && (change.of === undefined || differ(old, i, next, j, drawn.values));
  if (!isShown)
    return {
      where,
      exact: change.exact && change.of === undefined,
      before: sideOf(old, i),
      after: sideOf(next, j),
      ...differs,
    };
  const { values, assumptions } = drawn;
  const asked = new Map([
    ...replayed(old.evaluator, values, old.graph.rules[i] && i),
    ...replayed(next.evaluator, values, next.graph.rules[j] && j),
    ...readByPlans(old, i, values),
    ...readByPlans(next, j, values),
    ...(change.model === undefined ? [] : fittedBy(values)),
  ]);
  const before = planned(old, i, values);
  const after = planned(next, j, values);
  const costs =
    before.cost === undefined || after.cost === undefined
      ? {}
      : { costUsd: { before: before.cost, after: after.cost } };
  const witness = toWitness(specsOfBoth(old, next), asked, assumptions);
  const limits = change.model === undefined ? [] : limitsSent(old, i, next, j, values, change.model);
  const told = [...(differs.differs ?? []), ...limits];
  // Only a quality table differs, and the example is answered alike: what has changed in it need not matter here.
  const isAlike = told.length === 0 && answerKey(before.side) === answerKey(after.side);
  return {
    where,
    exact: change.exact && !isAlike,
    before: before.side,
    after: after.side,
    ...(told.length === 0 ? {} : { differs: told }),
    ...(limits.length === 0 ? {} : { limits }),
    ...costs,
    witness,
  };
}

/** What the caller of the example notices: neither the place in the file nor which models are good enough. */
function answerKey({ at: _at, goodEnough: _goodEnough, ...side }: Side): string {
  return JSON.stringify(side);
}

/** The plans of a quiet day are not the same. */
function differ(
  old: Half,
  i: number,
  next: Half,
  j: number,
  values: ReadonlyMap<string, FactValue>,
): boolean {
  const key = (half: Half, rule: number): string => {
    const { attempts, refusal } = quietPlan(half, rule, values).plan;
    return JSON.stringify([attempts, refusal?.status]);
  };
  return key(old, i) !== key(next, j);
}

/** The output limit that the model is sent for the example, where it is another. */
function limitsSent(
  old: Half,
  i: number,
  next: Half,
  j: number,
  values: ReadonlyMap<string, FactValue>,
  model: string,
): readonly Told[] {
  const [was, is] = [quietPlan(old, i, values), quietPlan(next, j, values)].map(({ plan }) =>
    plan.attempts.find((attempt) => attempt.model === model),
  );
  if (was === undefined || is === undefined || was.outputLimit === is.outputLimit) return [];
  const words = (limit: number | undefined): string =>
    limit === undefined ? 'as the caller asks' : groupedCount(limit);
  return [toldOf(`output limit sent to ${model}`, words(was.outputLimit), words(is.outputLimit))];
}

/** What a request asks of a model, as far as it asks anything. */
function fittedBy(values: ReadonlyMap<string, FactValue>): [string, FactValue][] {
  return FIT_FACTS.flatMap(({ id }): [string, FactValue][] => {
    const value = values.get(id);
    return value === undefined || value === false || value === 0 ? [] : [[id, value]];
  });
}

function differencesOf(
  old: Half,
  i: number,
  next: Half,
  j: number,
  { model, of }: Pick<Change, 'model' | 'of'>,
): Pick<ChangedRegion, 'differs'> {
  const [before, after] = [old.graph.rules[i], next.graph.rules[j]];
  if (before === undefined || after === undefined || before.kind !== after.kind) return {};
  const all = outcomeChanges(old.policy, before, next.policy, after);
  const differs =
    of === 'windows'
      ? windowChanges(old, i, next, j)
      : model === undefined
        ? all
        : candidateChanges(old.policy, next.policy, model);
  return differs.length === 0 ? {} : { differs };
}

function windowChanges(old: Half, i: number, next: Half, j: number): readonly Told[] {
  const words = ({ policy, outcomes }: Half, rule: number): string =>
    windowOrderWords(policy, outcomes[rule]?.target ?? '');
  return [
    toldOf(
      'order of windows, which decides where a request goes on that a provider refuses as too long',
      words(old, i),
      words(next, j),
    ),
  ];
}

/** What the rule's plan asks of the quality table, and no condition may have asked. */
function readByPlans(
  { policy, graph }: Half,
  rule: number,
  values: ReadonlyMap<string, FactValue>,
): [string, FactValue][] {
  if (graph.rules[rule] === undefined) return [];
  return planFacts(policy, graph, rule).flatMap(({ id }): [string, FactValue][] => {
    const value = values.get(id);
    return value === undefined ? [] : [[id, value]];
  });
}

/** A choice has the values of both policies, as it has in the space. */
function specsOfBoth(old: Half, next: Half): ReadonlyMap<string, FactSpec> {
  const specs = [...old.graph.facts, ...next.graph.facts, ...old.space.dimensions.map(({ spec }) => spec)];
  return new Map(specs.map((spec) => [spec.id, spec]));
}

function sideOf({ graph, outcomes, policy }: Half, rule: number): Side {
  const outcome = outcomes[rule];
  const own = graph.rules[rule];
  if (outcome === undefined || own === undefined) return { kind: 'none' };
  const taken = routeNamed(policy, own.route);
  const at = taken?.at;
  const refuse = own.kind === 'refuse' ? taken?.action.refuse : undefined;
  return {
    route: outcome.route,
    kind: outcome.kind,
    ...(outcome.target === undefined ? {} : { target: outcome.target }),
    ...(refuse === undefined ? {} : { refusal: refuse }),
    ...(at === undefined ? {} : { at }),
  };
}

/** Who answers the example, and what it costs: input as it is, output as models are compared. */
function planned(
  half: Half,
  rule: number,
  values: ReadonlyMap<string, FactValue>,
): { readonly side: Side; readonly cost?: number } {
  const side = sideOf(half, rule);
  if (side.kind === 'none') return { side };
  if (side.kind === 'refuse') return { side, cost: 0 };
  const goodEnough = goodEnoughOf(half, side.target ?? '', values);
  const typical = new Map<string, FactValue>([['tokens', 100], ...values]);
  const { plan } = quietPlan(half, rule, typical);
  const model = plan.attempts[0]?.model;
  if (model === undefined) {
    const refusal = plan.refusal && { status: plan.refusal.status, message: plan.refusal.message };
    return { side: { ...side, ...(refusal === undefined ? {} : { refusal }) }, cost: 0 };
  }
  const price = half.policy.models.get(model)?.price;
  const output = Number(values.get('output tokens') ?? 0);
  const needs = {
    inputTokens: Number(typical.get('tokens')),
    ...(output > 0 ? { outputTokens: output } : {}),
    tools: false,
    images: false,
    json: false,
    audio: false,
  };
  const cost =
    price && costUsd(price, { inputTokens: needs.inputTokens, outputTokens: outputToCompare(needs) });
  const tried = plan.attempts.map((attempt) => attempt.model);
  return { side: { ...side, model, tried, ...goodEnough }, ...(cost === undefined ? {} : { cost }) };
}

function goodEnoughOf(
  { policy }: Half,
  target: string,
  values: ReadonlyMap<string, FactValue>,
): Pick<Side, 'goodEnough'> {
  const pools = gradedPoolsUnder(policy, target);
  if (pools.length === 0) return {};
  const quality = qualityFor(policy, values);
  return {
    goodEnough: pools.map((pool) => ({ pool: pool.name, models: goodModels(policy, pool, quality) })),
  };
}

/**
 * Differences between two policies other than routing: what can change an answer, its cost or the value of a fact,
 * each with its old and new text. The table below has a row for every member of a policy, so that none is left out.
 * Must not know regions.
 */

import { dearerInAll } from '../planning/compare-prices.ts';
import { qualityRowsOf } from '../planning/plan-quality.ts';
import { modelsUnder, poolsUnder } from '../planning/targets-under.ts';
import type { Policy } from '../semantics/model.ts';
import { changedFields, type Fields, NONE, sameValue, type Told, toldOf, wholeWords } from './field.ts';
import { changedGroups } from './meaning-changes.ts';
import { deploymentNotes, listed, MODEL_FIELDS, PROVIDER_FIELDS } from './model-fields.ts';
import { changedDocuments } from './rule-document-words.ts';
import { BUDGET_FIELDS, LIMIT_FIELDS, PREDICATE_FIELDS } from './spending-fields.ts';
import { DEADLINE_FIELDS } from './target-fields.ts';

export interface Note extends Told {
  /** It can change which route matches a request, which model gets it, or whether it is refused. */
  readonly moves: boolean;
  /** Its consequence, as a clause: `pool cheap chooses by it`. */
  readonly so?: string;
}

type Compare = (before: Policy, after: Policy) => readonly Note[];

/** `regions`: compared request by request. `served`: policies are matched by it. */
type Row = Compare | 'regions' | 'served' | 'place' | 'for people' | 'derived';

const ROWS: { readonly [K in keyof Policy]-?: Row } = {
  name: renamed,
  at: 'place',
  owner: 'for people',
  serves: 'served',
  exactlyOne: 'for people',
  deadlines: (before, after) =>
    changedFields(DEADLINE_FIELDS, 'defaults', before.deadlines, after.deadlines).map(still),
  facts: 'derived',
  tiers: (before, after) =>
    sameValue(before.tiers, after.tiers)
      ? []
      : [moving(toldOf('tiers', listed(before.tiers) || NONE, listed(after.tiers) || NONE))],
  providers: (before, after) =>
    inBoth(providersOf(before), providersOf(after), (name, old, now) =>
      changedFields(PROVIDER_FIELDS, `provider ${name}`, old, now),
    ).map(still),
  models: modelNotes,
  targets: 'regions',
  intentGroups: (before, after) => changedGroups(before, after).map(moving),
  budgets: (before, after) =>
    declared('budget', BUDGET_FIELDS, before.budgets, after.budgets).map((told) =>
      told.what.endsWith(', warn at') ? still(told) : moving(told),
    ),
  limits: (before, after) => declared('limit', LIMIT_FIELDS, before.limits, after.limits).map(moving),
  transforms: 'regions',
  checks: 'regions',
  quality: qualityNotes,
  predicates: (before, after) =>
    inBoth(before.predicates ?? new Map(), after.predicates ?? new Map(), (name, old, now) =>
      changedFields(PREDICATE_FIELDS, `predicate ${name}`, old, now),
    ).map(moving),
  ruleDocuments: (before, after) => changedDocuments(before, after).map(moving),
  secondLookWithin: (before, after) => {
    const words = ({ secondLookWithin }: Policy): string =>
      secondLookWithin === undefined ? NONE : `usable within ${secondLookWithin}ms`;
    return words(before) === words(after) ? [] : [moving(toldOf('second look', words(before), words(after)))];
  },
  routes: 'regions',
  otherwise: 'regions',
};

export function noteChanges(before: Policy, after: Policy): readonly Note[] {
  return Object.values<Row>(ROWS).flatMap((row) => (typeof row === 'string' ? [] : row(before, after)));
}

const still = (told: Told): Note => ({ ...told, moves: false });
const moving = (told: Told): Note => ({ ...told, moves: true });

/** The progress of rollouts and the models of conversations are stored under the policy's name. */
function renamed(before: Policy, after: Policy): readonly Note[] {
  if (before.name === after.name) return [];
  const told = toldOf('name of the policy', before.name, after.name);
  const rollouts = [...after.targets.values()].some(({ kind }) => kind === 'rollout');
  const so = `conversations do not keep their model${rollouts ? ', and its rollouts start again' : ''}`;
  return [{ ...told, moves: true, so }];
}

/** New and removed ones change routing, and are reported there. */
function inBoth<T>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
  compare: (name: string, old: T, now: T) => readonly Told[],
): readonly Told[] {
  return [...after].flatMap(([name, now]) => {
    const old = before.get(name);
    return old === undefined ? [] : compare(name, old, now);
  });
}

/** Declarations that apply to every request of a policy, by name. */
function declared<T extends object>(
  kind: string,
  fields: Fields<T>,
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): readonly Told[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    const what = `${kind} ${name}`;
    if (old !== undefined && now !== undefined) return changedFields(fields, what, old, now);
    const words = (value: T | undefined): string => (value === undefined ? NONE : wholeWords(fields, value));
    return [toldOf(what, words(old), words(now))];
  });
}

function modelNotes(before: Policy, after: Policy): readonly Note[] {
  const pools = cheapestUnsettled(before, after);
  const names = new Set([...modelsUsed(before)].filter((name) => modelsUsed(after).has(name)));
  return [...names].flatMap((name): readonly Note[] => {
    const [old, now] = [before.models.get(name), after.models.get(name)];
    if (old === undefined || now === undefined) return [];
    const head = `model ${name}`;
    const choosing = [...new Set(pools.filter(({ models }) => models.has(name)).map(({ pool }) => pool))];
    const own = changedFields(MODEL_FIELDS, head, old, now, 'notes').map((told): Note => {
      if (!isCompared(told, head) || choosing.length === 0) return still(told);
      const so = `${listed(choosing.map((pool) => `\`${pool}\``))} ${choosing.length === 1 ? 'chooses' : 'choose'} by it`;
      return { ...moving(told), so };
    });
    return [...own, ...deploymentNotes(head, old, now).map(still)];
  });
}

/** The prices by which `cheapest` compares; cached tokens, reasoning and images do not count. */
function isCompared({ what }: Told, head: string): boolean {
  return ['', ', in', ', out'].some((part) => what === `${head}, price${part}`);
}

/** Pools that may choose another member at the new prices, with the models that they choose from. */
function cheapestUnsettled(
  before: Policy,
  after: Policy,
): { readonly pool: string; readonly models: ReadonlySet<string> }[] {
  const isDearer = dearerInAll([before, after]);
  const pools = usedNames(after).flatMap((name) => poolsUnder(after, name));
  return pools.flatMap(({ name, order, targets }) => {
    const plain = targets.every((target) => after.models.has(target));
    const settled = targets.every((one, at) =>
      targets.every((other, place) => {
        const [first, second] = [at > place, place > at];
        return at === place || isDearer(one, other, first) || isDearer(other, one, second);
      }),
    );
    if (order !== 'cheapest' || (plain && settled)) return [];
    return [{ pool: name, models: modelsUnder(after, name) }];
  });
}

/** The names that routes send requests or copies of them to. */
function usedNames(policy: Policy): readonly string[] {
  const routes = [...policy.routes, ...(policy.otherwise === undefined ? [] : [policy.otherwise])];
  return routes.flatMap(({ action: { use, canaries, mirrors } }) => [
    ...(use === undefined ? [] : [use.target]),
    ...canaries.map(({ target }) => target),
    ...mirrors.map(({ model }) => model),
  ]);
}

/** Models that can be called, and those whose health conditions read. */
function modelsUsed(policy: Policy): ReadonlySet<string> {
  const asked = [...policy.facts.values()].flatMap(({ subject }) =>
    subject !== undefined && policy.models.has(subject) ? [subject] : [],
  );
  return new Set([...usedNames(policy), ...asked].flatMap((name) => [...modelsUnder(policy, name)]));
}

function providersOf(policy: Policy): Policy['providers'] {
  const models = modelsUsed(policy);
  const names = new Set(
    [...policy.models.values()].flatMap(({ name, deployments }) =>
      models.has(name) ? deployments.map(({ provider }) => provider) : [],
    ),
  );
  return new Map([...policy.providers].filter(([name]) => names.has(name)));
}

/**
 * Requests rerouted by another table are reported as regions; a model without a row counts as missing from the table.
 * Which prompts another prompt file reroutes cannot be listed: they may move.
 */
function qualityNotes(before: Policy, after: Policy): readonly Note[] {
  const names = new Set([...modelsUsed(before), ...modelsUsed(after)]);
  const [was = NONE, is = NONE] = [before, after].map((each) => each.quality?.prompts?.hash);
  const prompts =
    was === is || !judgesPrompts(after) ? [] : [moving(toldOf('quality by prompt, file', was, is))];
  const tables = [...names].flatMap((name) => {
    const [old, now] = [qualityRowsOf(before, name), qualityRowsOf(after, name)];
    const rows = (all: typeof old, others: typeof old): string =>
      all
        .map(rowWords)
        .filter((row) => !others.map(rowWords).includes(row))
        .join(', ') || NONE;
    if (sameValue(old.map(rowWords), now.map(rowWords))) return [];
    return [still(toldOf(`quality of ${name}`, rows(old, now), rows(now, old)))];
  });
  return [...prompts, ...tables];
}

function judgesPrompts({ targets }: Policy): boolean {
  return [...targets.values()].some((target) => target.kind === 'pool' && target.byPrompt === true);
}

function rowWords({
  intent,
  complexity,
  quality,
  low,
  high,
}: ReturnType<typeof qualityRowsOf>[number]): string {
  const of = [
    ...(intent === '*' ? [] : [intent]),
    ...(complexity === undefined ? [] : [`${complexity} complexity`]),
  ].join(' of ');
  return `${of === '' ? '' : `${of} `}${quality}% (${low}% to ${high}%)`;
}

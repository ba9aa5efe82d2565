/**
 * Mutants of a typed policy: each has one small change that could be a mistake. A test suite that passes for a mutant
 * does not detect the mistake. Runs nothing.
 */
import { namesUnder } from '../../planning/targets-under.ts';
import {
  DEFAULT_DEADLINES,
  type Deadlines,
  type Place,
  type Policy,
  type Predicate,
  type Route,
} from '../../semantics/model.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import { quoted } from '../bind/clause-words.ts';
import { DEADLINE_WORDS } from '../run/in-force.ts';
import { mutateAction } from './mutate-actions.ts';
import { guardMutants } from './mutate-guard.ts';
import {
  dropItems,
  type Edit,
  instead,
  type Members,
  mutateMembers,
  NAME,
  PLACE,
  scaled,
  within,
} from './mutate-members.ts';
import { mutateModel, mutateProvider } from './mutate-models.ts';
import { mutateCheck, mutateTransform } from './mutate-rewrites.ts';
import { mutateBudget, mutateLimit } from './mutate-spending.ts';
import { mutateTarget } from './mutate-targets.ts';

export interface Mutant {
  readonly at: Place;
  /** The declaration: `route refunds`, `chain careful`; absent for the policy itself. */
  readonly of?: string;
  /** The original and the mutated clause, in the policy's syntax; `''`: nothing. */
  readonly from: string;
  readonly to: string;
  readonly policy: Policy;
}

/** `chain careful: on timeout → nothing`. */
export function changeWords({ of, from, to }: Pick<Mutant, 'of' | 'from' | 'to'>): string {
  const change =
    to === '' ? `\`${from}\` dropped` : from === '' ? `\`${to}\` added` : `\`${from}\` → \`${to}\``;
  return of === undefined ? change : `${of}: ${change}`;
}

const OF_CONDITIONS = { leftAlone: 'it is read by conditions, which are mutated' } as const;

/** Every member of a policy: how it is mutated, or why not. */
const POLICY = {
  name: NAME,
  at: PLACE,
  owner: { leftAlone: 'it names people and does not affect requests' },
  serves: (value) => dropItems(value, (name) => `serves ${quoted(name)}`, 1),
  exactlyOne: { leftAlone: 'a promise about the routes that lint proves; it decides nothing' },
  deadlines: (value, policy) => mutateMembers(value, DEADLINES, policy),
  facts: OF_CONDITIONS,
  tiers: OF_CONDITIONS,
  providers: (value, policy) =>
    ofDeclarations('provider', asked(policy).providers, value, policy, mutateProvider),
  models: (value, policy) => ofDeclarations('model', asked(policy).models, value, policy, mutateModel),
  targets: (value, policy) => ofDeclarations(undefined, asked(policy).targets, value, policy, mutateTarget),
  intentGroups: {
    leftAlone:
      'a model is trained from the examples; `llmr intents eval` measures it, and a message given in a test reads it',
  },
  budgets: (value, policy) => ofDeclarations('budget', [...value.keys()], value, policy, mutateBudget),
  limits: (value, policy) => ofDeclarations('limit', [...value.keys()], value, policy, mutateLimit),
  transforms: (value, policy) =>
    ofDeclarations('transform', asked(policy).transforms, value, policy, mutateTransform),
  checks: (value, policy) => ofDeclarations('check', asked(policy).checks, value, policy, mutateCheck),
  quality: { leftAlone: 'the table is measured, not written; `good enough at` is mutated' },
  predicates: (value, policy) =>
    ofDeclarations('predicate', [...value.keys()], value, policy, (_policy, predicate) =>
      mutateMembers(predicate, PREDICATE, policy),
    ),
  ruleDocuments: { leftAlone: 'a separate file, whose result a test gives' },
  secondLookWithin: { leftAlone: 'the time of an encoder; a test reads a message without a clock' },
  routes: (value, policy) =>
    value.flatMap((route, index) => [
      ...ofRoute(policy, route).map((edit) => ({ ...edit, value: value.with(index, edit.value) })),
      ...swapped(value, index),
    ]),
  otherwise: (value, policy) => ofRoute(policy, value),
} as const satisfies Members<Policy>;

/** Only what the policy contains: a default cannot be a mistake of its author. */
function written(of: keyof Deadlines) {
  const words = (ms: number): string => `${DEADLINE_WORDS[of]} ${formatDuration(ms)}`;
  return (value: number): Edit<number>[] => (value === DEFAULT_DEADLINES[of] ? [] : scaled(value, words));
}

const DEADLINES = {
  connect: written('connect'),
  firstToken: written('firstToken'),
  idle: written('idle'),
  ending: written('ending'),
  attempt: written('attempt'),
  whole: written('whole'),
} as const satisfies Members<Deadlines>;

const PREDICATE = {
  name: NAME,
  at: PLACE,
  within: { leftAlone: 'a deadline for an external service; a test gives the predicate directly' },
  whenUnknown: (value) => instead(value, ['yes', 'no'], (word) => `when unknown ${word}`),
} as const satisfies Members<Predicate>;

/** A route and the one below it, the other way round; `otherwise` stays last. */
function swapped(routes: readonly Route[], index: number): Located<readonly Route[]>[] {
  const [upper, lower] = [routes[index], routes[index + 1]];
  if (upper === undefined || lower === undefined) return [];
  const value = routes.toSpliced(index, 2, lower, upper);
  const from = `${upper.name}, then ${lower.name}`;
  return [{ of: 'routes', at: lower.at, from, to: `${lower.name}, then ${upper.name}`, value }];
}

interface Located<T> extends Edit<T> {
  readonly of: string;
}

function ofRoute(policy: Policy, route: Route): Located<Route>[] {
  const of = route.name === 'otherwise' ? 'otherwise' : `route ${route.name}`;
  return [
    ...guardMutants(policy, route).map(({ at, from, to, guard }) => ({
      at,
      from,
      to,
      value: { ...route, guard },
    })),
    ...within(mutateAction(policy, route), (action): Route => ({ ...route, action })),
  ].map((edit) => ({ at: route.at, ...edit, of }));
}

function ofDeclarations<T extends { readonly name: string; readonly at: Place; readonly kind?: string }>(
  kind: string | undefined,
  names: Iterable<string>,
  all: ReadonlyMap<string, T>,
  policy: Policy,
  mutate: (policy: Policy, one: T) => readonly Edit<T>[],
): Located<ReadonlyMap<string, T>>[] {
  const named = new Set(names);
  return [...all.values()]
    .filter(({ name }) => named.has(name))
    .flatMap((one) =>
      mutate(policy, one).map((edit) => ({
        at: one.at,
        ...edit,
        // An inline pool is named by its text.
        of: one.name.includes(' ') ? 'pool' : `${kind ?? one.kind} ${one.name}`,
        value: new Map(all).set(one.name, edit.value),
      })),
    );
}

interface Asked {
  readonly targets: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  readonly providers: ReadonlySet<string>;
  readonly transforms: ReadonlySet<string>;
  readonly checks: ReadonlySet<string>;
}

/** What some route leads to: the rest has no effect. */
function asked(policy: Policy): Asked {
  const routes = [...policy.routes, ...(policy.otherwise ? [policy.otherwise] : [])];
  const actions = routes.map(({ action }) => action);
  const uses = actions.flatMap(({ use, canaries }) => [...(use ? [use] : []), ...canaries]);
  const names = [...new Set(uses.flatMap(({ target }) => [target, ...namesUnder(policy, target)]))];
  const targets = new Set(names.filter((name) => policy.targets.has(name)));
  const models = new Set(names.filter((name) => policy.models.has(name)));
  const providers = [...models].flatMap((name) =>
    (policy.models.get(name)?.deployments ?? []).map(({ provider }) => provider),
  );
  return {
    targets,
    models,
    providers: new Set(providers),
    transforms: new Set(uses.flatMap(({ transforms }) => transforms)),
    checks: new Set(actions.flatMap(({ expects }) => expects)),
  };
}

/** In the order of the policy's members: targets first, then conditions. Always the same. */
export function mutantsOf(policy: Policy): readonly Mutant[] {
  return mutateMembers(policy, POLICY, policy).map((edit): Mutant => {
    const { at = policy.at, from, to, value } = edit;
    const of = 'of' in edit && typeof edit.of === 'string' ? { of: edit.of } : {};
    return { at, ...of, from, to, policy: value };
  });
}

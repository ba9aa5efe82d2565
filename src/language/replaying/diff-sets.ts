/**
 * Two policy sets compared for every possible request: policies matched by name, each pair by proof; what a proof of
 * decisions does not see (prices, budgets, examples of intents) is named besides. Knows no files and no output.
 */
import { type ChangedRegion, diffPolicies } from '../analysis/diff.ts';
import { qualityRowsOf } from '../planning/plan-quality.ts';
import type { Deadlines, Policy } from '../semantics/model.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import type { Tally } from './moved-decisions.ts';

export interface SetDiff {
  /** Anything at all: regions, policies that came or went, or what is noted. */
  readonly changed: boolean;
  /** Nothing else about where requests go has changed. */
  readonly proved: boolean;
  /** In the order of the new set. */
  readonly policies: readonly PolicyChange[];
  readonly added: readonly ServedPolicy[];
  readonly removed: readonly ServedPolicy[];
  /** Recorded requests, decided by both sets. */
  readonly replay?: Tally;
}

export interface ServedPolicy {
  readonly name: string;
  readonly serves: readonly string[];
}

export interface PolicyChange {
  readonly policy: string;
  /** A name the policy serves, to ask for its example requests. */
  readonly served?: string;
  readonly regions: readonly ChangedRegion[];
  readonly proved: boolean;
  /** Sentences without a full stop. */
  readonly notes: readonly string[];
}

export function diffSets(before: readonly Policy[], after: readonly Policy[]): SetDiff {
  const named = (policies: readonly Policy[], name: string): Policy | undefined =>
    policies.find((policy) => policy.name === name);
  const policies = after.flatMap((policy): PolicyChange[] => {
    const old = named(before, policy.name);
    return old === undefined ? [] : [changeOf(old, policy)];
  });
  const added = after.filter((policy) => named(before, policy.name) === undefined).map(served);
  const removed = before.filter((policy) => named(after, policy.name) === undefined).map(served);
  const changed =
    added.length + removed.length > 0 ||
    policies.some(({ regions, notes }) => regions.length + notes.length > 0);
  return { changed, proved: policies.every((each) => each.proved), policies, added, removed };
}

function served({ name, serves }: Policy): ServedPolicy {
  return { name, serves };
}

function changeOf(before: Policy, after: Policy): PolicyChange {
  const { regions, proved } = diffPolicies(before, after);
  const name = after.serves.find((each) => each !== '*');
  return {
    policy: after.name,
    ...(name === undefined ? {} : { served: name }),
    regions,
    proved,
    notes: notesOf(before, after),
  };
}

type Named<T> = ReadonlyMap<string, T>;

/** What changes an answer, its cost or its refusal without changing a decision. */
function notesOf(before: Policy, after: Policy): string[] {
  return [
    ...(same(before.serves, after.serves)
      ? []
      : [`it serves ${after.serves.join(', ')} (before: ${before.serves.join(', ')})`]),
    ...changedDeadlines(before.deadlines, after.deadlines),
    ...changedNames('price of', prices(before), prices(after)),
    ...changedNames('budget', before.budgets, after.budgets),
    ...changedNames('limit', before.limits, after.limits),
    ...changedNames(
      'meaning of intents in',
      before.intentGroups,
      after.intentGroups,
      ', so that messages may be read differently',
    ),
    ...changedNames('quality of', qualities(before), qualities(after)),
    ...changedNames('what is sent to', wireFacts(before), wireFacts(after)),
    ...changedNames('provider', before.providers, after.providers),
  ];
}

function prices({ models }: Policy): Named<unknown> {
  return new Map([...models].map(([name, model]) => [name, model.price]));
}

/** Only of models that both policies have: the others are changes of decisions. */
function wireFacts({ models }: Policy): Named<unknown> {
  return new Map([...models].map(([name, model]) => [name, model.wire]));
}

/** Models without a row are as models that are not there. */
function qualities(policy: Policy): Named<unknown> {
  const rows = [...policy.models.keys()].map((name) => [name, qualityRowsOf(policy, name)] as const);
  return new Map(rows.filter(([, own]) => own.length > 0));
}

/** They come and go with their models, which changes decisions and is reported there. */
const OF_MODELS: ReadonlySet<string> = new Set(['price of', 'what is sent to']);

/** The clauses of a provider, as they are written, that are not what they were. */
function changedMembers(before: unknown, after: unknown): string[] {
  const [old, now] = [before, after] as readonly Readonly<Record<string, unknown>>[];
  return Object.keys({ ...old, ...now })
    .filter((key) => key !== 'at' && !same(old?.[key], now?.[key]))
    .map((key) => CLAUSE_OF_MEMBER[key] ?? key);
}
const CLAUSE_OF_MEMBER: Readonly<Record<string, string>> = {
  url: 'at',
  keyVariable: 'key env',
  apiVersion: 'api version',
  wire: 'wire facts',
};

function changedDeadlines(before: Deadlines, after: Deadlines): string[] {
  const changed = (Object.keys(DEADLINE_WORDS) as (keyof Deadlines)[]).filter(
    (key) => before[key] !== after[key],
  );
  if (changed.length === 0) return [];
  const words = changed.map(
    (key) =>
      `${DEADLINE_WORDS[key]} within ${formatQuantity('ms', after[key])} (before: ${formatQuantity('ms', before[key])})`,
  );
  return [`its default deadlines have changed: ${words.join(', ')}`];
}
const DEADLINE_WORDS: Readonly<Record<keyof Deadlines, string>> = {
  connect: 'connect',
  firstToken: 'first token',
  idle: 'idle',
  ending: 'ending',
  attempt: 'attempt',
  whole: 'whole',
};

function changedNames<T>(what: string, before: Named<T>, after: Named<T>, so = ''): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
    const [old, now] = [before.get(name), after.get(name)];
    if (!before.has(name)) return OF_MODELS.has(what) ? [] : [`${what} ${name} is new${so}`];
    if (!after.has(name)) return OF_MODELS.has(what) ? [] : [`${what} ${name} is gone${so}`];
    if (same(old, now)) return [];
    const members = what === 'provider' ? ` (${changedMembers(old, now).join(', ')})` : '';
    return [`${what} ${name} has changed${members}${so}`];
  });
}

/** Places in the text are no part of what is said. */
function same(a: unknown, b: unknown): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(value: unknown): string {
  return (
    JSON.stringify(value, (key, part: unknown) =>
      key === 'at' ? undefined : part instanceof Map ? [...part] : part,
    ) ?? ''
  );
}

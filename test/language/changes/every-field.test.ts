// Every member of a typed policy is changed by itself, and the comparison of the two sets has to say so: in a region or
// in a note. What may change unseen is listed here, with the reason.
import { describe, expect, test } from 'vitest';
import {
  ACTION_FIELDS,
  CANARY_FIELDS,
  CHECK_FIELDS,
  TRANSFORM_FIELDS,
} from '../../../src/language/changes/action-fields.ts';
import {
  DEPLOYMENT_FIELDS,
  MODEL_FIELDS,
  PRICE_FIELDS,
  PROVIDER_FIELDS,
} from '../../../src/language/changes/model-fields.ts';
import {
  BUDGET_FIELDS,
  INTENT_FIELDS,
  LIMIT_FIELDS,
  PREDICATE_FIELDS,
} from '../../../src/language/changes/spending-fields.ts';
import {
  CHAIN_FIELDS,
  DEADLINE_FIELDS,
  POOL_FIELDS,
  ROLLOUT_FIELDS,
  SPLIT_FIELDS,
  STEP_FIELDS,
} from '../../../src/language/changes/target-fields.ts';
import { diffSets } from '../../../src/language/replaying/diff-sets.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { wholePolicy } from '../../support/whole-policy.ts';

type Path = readonly (string | number)[];

/** Places of the same member are one: `models.*.price.input`. */
function nameOf(path: Path, isKey: readonly boolean[]): string {
  return path.map((part, at) => (typeof part === 'number' || isKey[at] === true ? '*' : part)).join('.');
}

interface Leaf {
  readonly name: string;
  readonly path: Path;
  readonly value: unknown;
}

/** Values that hold no others, and lists, each with where it is. */
function* leavesOf(value: unknown, path: Path = [], isKey: readonly boolean[] = []): Generator<Leaf> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    yield { name: nameOf(path, isKey), path, value };
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  for (const [key, inner] of entries)
    yield* leavesOf(
      inner,
      [...path, Array.isArray(value) ? Number(key) : String(key)],
      [...isKey, value instanceof Map],
    );
}

function withValue(policy: Policy, path: Path, change: (value: unknown) => unknown): Policy {
  const copy = structuredClone(policy);
  let holder: unknown = copy;
  for (const key of path.slice(0, -1)) holder = read(holder, key);
  const last = path.at(-1) ?? '';
  const next = change(read(holder, last));
  if (holder instanceof Map) holder.set(last, next);
  else if (next === undefined) delete (holder as Record<string, unknown>)[last];
  else (holder as Record<string | number, unknown>)[last] = next;
  return copy;
}

function read(holder: unknown, key: string | number): unknown {
  return holder instanceof Map ? holder.get(key) : (holder as Record<string | number, unknown>)[key];
}

/** Members that name another part of the policy, or are one of a few words, cannot be any text. */
const OTHERS: readonly (readonly [RegExp, (value: unknown) => unknown])[] = [
  [
    /target$|targets\.\*\.(from|to)$|targets\.\*\.targets\.\*$|mirrors\.\*\.model$/,
    (value) => (value === 'gpt-4o' ? 'sonnet' : 'gpt-4o'),
  ],
  [/deployments\.\*\.provider$/, () => 'lab'],
  // No request asks for `reasoning`, the last of them.
  [/can$/, (value) => (value as readonly string[]).slice(1)],
  [/can\.\*$/, () => 'audio'],
  [/targets\.\*\.order$/, () => 'in turn'],
  [/targets\.\*\.on\.\*$/, () => 'malformed'],
  [/by\.kind$/, () => 'team'],
  [/onBrokenStream$/, (value) => (value === 'error' ? 'restart' : 'error')],
  [/expects\.\*$|transforms\.\*$/, () => 'none-such'],
  [/price$/, () => undefined],
  [/goodEnoughAt$/, () => 92],
];

/** Changed by itself, nothing that a request gets is another, or the member follows from others. */
const UNSEEN: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)at\./, 'where it is written'],
  [/^owner$|because$|retires$|exactlyOne$/, 'for readers'],
  [/^facts\./, 'made from the conditions, in which it is seen'],
  [/^quality\.prompts\.runs/, 'the hash of the prompt file represents its content'],
  [/^quality\.facts/, 'made from the intents'],
  [/^ruleDocuments\.\*\.(name|file|facts|tokenCuts)/, 'made from the conditions of the document'],
  [/words$/, 'the condition as it was written'],
  [/^routes\.\*\.guard.*\.fact$|\.canaries\.\*\.(fact|from|to)$/, 'its set is seen'],
  [/\.name$/, 'what it is called; maps are by name'],
  [/^(targets\.\*|.*rules\.\*|.*steps\.\*|.*guard.*)\.kind$/, 'another kind has other members'],
  [/deployments\.\*\.id$/, 'made from the model and its provider'],
  [/^otherwise\.guard/, 'it has no condition'],
  [/file$/, 'what is in the file is seen'],
  [/action\.until$/, 'also a condition, in which it is seen'],
  [/^quality\.cells\.\*\.(rows)$/, 'how many rows an estimate rests on'],
];

const policy = wholePolicy();
const NOT_EMPTY = [...leavesOf(policy)].filter(({ value }) => !Array.isArray(value) || value.length > 0);
const LEAVES = [...Map.groupBy(NOT_EMPTY, ({ name }) => name)];

function changeOf({ name, value }: Leaf): (value: unknown) => unknown {
  const other = OTHERS.find(([pattern]) => pattern.test(name))?.[1];
  if (other !== undefined) return other;
  if (Array.isArray(value)) return () => value.slice(0, -1);
  if (typeof value === 'number') return () => value + 1;
  if (typeof value === 'boolean') return () => !value;
  return () => `${String(value)}x`;
}

describe('every member of a policy', () => {
  const seen = LEAVES.filter(([name]) => !UNSEEN.some(([pattern]) => pattern.test(name)));
  test.each(seen)('%s', (_name, leaves) => {
    const some = leaves.some((leaf) => {
      const { changed, elsewhere, moves, policies } = diffSets(
        [policy],
        [withValue(policy, leaf.path, changeOf(leaf))],
      );
      const told =
        moves.length > 0 || policies.some(({ regions, notes }) => regions.length + notes.length > 0);
      expect({ changed, exit: changed || elsewhere !== 'unchanged' }).toEqual({ changed: told, exit: told });
      return told;
    });
    expect(some).toBe(true);
  });
});

describe('the policy of this test says every member of', () => {
  const steps = [...policy.targets.values()].flatMap((target) =>
    target.kind === 'chain' ? target.steps : [],
  );
  const kinds: readonly (readonly [string, object, Iterable<object>])[] = [
    ['a provider', PROVIDER_FIELDS, policy.providers.values()],
    ['a model', MODEL_FIELDS, policy.models.values()],
    ['a deployment', DEPLOYMENT_FIELDS, [...policy.models.values()].flatMap((model) => model.deployments)],
    ['a price', PRICE_FIELDS, [...policy.models.values()].flatMap(({ price }) => price ?? [])],
    ['a budget', BUDGET_FIELDS, policy.budgets.values()],
    ['a limit', LIMIT_FIELDS, policy.limits.values()],
    ['an intent', INTENT_FIELDS, [...policy.intentGroups.values()].flatMap((group) => group.intents)],
    ['a predicate', PREDICATE_FIELDS, policy.predicates?.values() ?? []],
    ['a chain step', STEP_FIELDS, steps],
    ['deadlines', DEADLINE_FIELDS, [policy.deadlines]],
    [
      'a target',
      { ...CHAIN_FIELDS, ...POOL_FIELDS, ...SPLIT_FIELDS, ...ROLLOUT_FIELDS },
      policy.targets.values(),
    ],
    [
      'a canary',
      { ...CANARY_FIELDS, orRefuse: 'derived' },
      [{ orRefuse: 0 }, ...policy.routes.flatMap((route) => route.action.canaries)],
    ],
    ['a transform', TRANSFORM_FIELDS, policy.transforms.values()],
    ['a check', CHECK_FIELDS, policy.checks.values()],
    // A cache is checked, and not yet acted on.
    [
      'an action',
      { ...ACTION_FIELDS, cache: 0 },
      [{ cache: 0 }, ...policy.routes.map((route) => route.action)],
    ],
  ];
  test.each(kinds)('%s', (_kind, fields, values) => {
    const said = new Set([...values].flatMap((value) => Object.keys(value)));
    expect(Object.keys(fields).filter((key) => !said.has(key))).toEqual([]);
  });
});

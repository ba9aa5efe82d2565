/**
 * Mutates one clause of a chain, pool, split or rollout: a step left out or out of order, a trigger, a deadline, a
 * share, the order of a pool. Knows no route.
 */
import { DEFAULT_TRIGGERS, type FailureClass } from '../../semantics/failures.ts';
import type {
  Chain,
  ChainStep,
  Deadlines,
  Policy,
  Pool,
  Rollout,
  Split,
  Target,
} from '../../semantics/model.ts';
import { derivedSalt, type ShareKind } from '../../semantics/salts.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import type { KeySpec } from '../../vocabulary/value-set.ts';
import { abortWords, quoted, stepWords } from '../bind/clause-words.ts';
import { DEADLINE_WORDS } from '../run/in-force.ts';
import {
  dropItems,
  type Edit,
  instead,
  KIND,
  type Members,
  mutateItems,
  mutateMembers,
  NAME,
  PLACE,
  scaled,
  within,
} from './mutate-members.ts';
import { otherModel } from './other-model.ts';

function deadline<K extends keyof Deadlines>(of: K) {
  const words = (ms: number): string => `${DEADLINE_WORDS[of]} ${formatDuration(ms)}`;
  return (value: number): Edit<number | undefined>[] => [
    { from: words(value), to: '', value: undefined },
    ...scaled(value, words),
  ];
}

const STEP_DEADLINES = {
  connect: deadline('connect'),
  firstToken: deadline('firstToken'),
  idle: deadline('idle'),
  ending: deadline('ending'),
  attempt: deadline('attempt'),
  whole: deadline('whole'),
} as const satisfies Members<Partial<Deadlines>>;

const STEP = {
  target: (value, policy, { at }) => {
    const other = otherModel(policy, value);
    return other === undefined ? [] : [{ from: value, to: other, value: other, at }];
  },
  at: PLACE,
  deadlines: (value, policy, { at, target }) =>
    within(
      mutateMembers(value, STEP_DEADLINES, policy),
      (deadlines) => deadlines,
      (words) => `${target} ${words}`,
    ).map((edit) => ({ ...edit, at })),
  retries: (value, _policy, { at, target }) => [
    { from: retryWords(target, value), to: retryWords(target, value + 1), value: value + 1, at },
    ...(value === 0 ? [] : [{ from: retryWords(target, value), to: retryWords(target, 0), value: 0, at }]),
  ],
  hedgeAfter: (value, _policy, { at, target }) => [
    { from: `${target} hedge after ${formatDuration(value)}`, to: '', value: undefined, at },
    ...scaled(value, (ms) => `${target} hedge after ${formatDuration(ms)}`).map((edit) => ({ ...edit, at })),
  ],
} as const satisfies Members<ChainStep>;

const retryWords = (target: string, times: number): string =>
  times === 0 ? target : `${target} retry ${times}`;

const CHAIN = {
  kind: KIND,
  name: NAME,
  at: PLACE,
  steps: (value, policy) => [
    ...dropItems(value, ({ target }, index) => `${index === 0 ? 'try' : 'then'} ${target}`, 1).map(
      (edit, index) => ({
        ...edit,
        ...placeOf(value[index]),
      }),
    ),
    ...value.slice(1).flatMap((step, index): Edit<readonly ChainStep[]>[] => {
      const before = value[index];
      if (before === undefined) return [];
      const words = [
        `${before.target}, then ${step.target}`,
        `${step.target}, then ${before.target}`,
      ] as const;
      return [{ from: words[0], to: words[1], value: value.toSpliced(index, 2, step, before), at: step.at }];
    }),
    ...mutateItems(value, (step) => mutateMembers(step, STEP, policy)),
  ],
  on: (value) => {
    // A chain without an `on` line: these are defaults.
    if (value.length === DEFAULT_TRIGGERS.length && value.every((one) => DEFAULT_TRIGGERS.includes(one)))
      return [];
    const other = ADDED.find((one) => !value.includes(one));
    return [
      ...dropItems(value, (trigger) => `on ${trigger}`),
      ...(other === undefined ? [] : [{ from: '', to: `on ${other}`, value: [...value, other] }]),
    ];
  },
} as const satisfies Members<Chain>;

/** The least common first. */
const ADDED: readonly FailureClass[] = ['bad-request', 'content-filter', 'auth', ...DEFAULT_TRIGGERS];

function placeOf(step: ChainStep | undefined): Pick<Edit<unknown>, 'at'> {
  return step === undefined ? {} : { at: step.at };
}

const orderWords = (order: Pool['order']): string => (order === 'in turn' ? order : `${order} of`);

const POOL = {
  kind: KIND,
  name: NAME,
  at: PLACE,
  order: (value) => instead(value, ['cheapest', 'fastest', 'in turn'], orderWords).slice(0, 1),
  targets: (value, policy) => [
    ...dropItems(value, (member) => member, 1),
    ...mutateItems(value, (member): Edit<string>[] => {
      const other = [...policy.models.keys()].find((name) => !value.includes(name));
      return other === undefined ? [] : [{ from: member, to: other, value: other }];
    }),
  ],
  goodEnoughAt: (value) => {
    const words = (percent: number): string => `good enough at ${percent}%`;
    const others = [value - 1, value + 1, value / 2, (value + 100) / 2].filter((one) => one > 0 && one < 100);
    return [
      { from: words(value), to: '', value: undefined },
      ...[...new Set(others)].map((other) => ({ from: words(value), to: words(other), value: other })),
    ];
  },
  byPrompt: () => [{ from: 'by prompt', to: '', value: undefined }],
  // Tests explore only what is given as explored, so another share makes no difference to them.
  explore: (value) => [{ from: `explore ${value}%`, to: '', value: undefined }],
} as const satisfies Members<Pool>;

function otherKey(by: KeySpec): Edit<KeySpec>[] {
  const other = by.kind === 'user' ? 'team' : 'user';
  const words = by.kind === 'header' || by.kind === 'metadata' ? `${by.kind} "${by.name}"` : by.kind;
  return [{ from: `by ${words}`, to: `by ${other}`, value: { kind: other } }];
}

/** A declared salt keeps callers on their side; without it they are reassigned. */
function withoutSalt(policy: Policy, salt: string, kind: ShareKind, name: string): Edit<string>[] {
  const value = derivedSalt(policy.name, kind, name);
  return value === salt ? [] : [{ from: `salt ${quoted(salt)}`, to: '', value }];
}

type Arms = Split['arms'];
const armsWords = (arms: Arms): string => arms.map(({ share, target }) => `${share}% ${target}`).join(', ');

/** Shares the other way round, and half of the smaller one's requests given to its neighbour. */
function otherShares(arms: Arms): Edit<Arms>[] {
  return arms.slice(1).flatMap((arm, index): Edit<Arms>[] => {
    const first = arms[index];
    if (first === undefined) return [];
    const moved = Math.min(first.share, arm.share) / 2;
    const pairs = [
      ...(first.share === arm.share ? [] : [[arm.share, first.share] as const]),
      [first.share - moved, arm.share + moved] as const,
    ];
    return pairs.map(([upper, lower]) => {
      const value = arms.toSpliced(index, 2, { ...first, share: upper }, { ...arm, share: lower });
      return { from: armsWords(arms), to: armsWords(value), value };
    });
  });
}

const SPLIT = {
  kind: KIND,
  name: NAME,
  at: PLACE,
  by: otherKey,
  salt: (value, policy, { kind, name }) => withoutSalt(policy, value, kind, name),
  arms: (value, policy, { name }) => {
    const other = otherModel(policy, name);
    const others = mutateItems(value, (arm) =>
      other === undefined
        ? []
        : [
            {
              from: `${arm.share}% ${arm.target}`,
              to: `${arm.share}% ${other}`,
              value: { ...arm, target: other },
            },
          ],
    );
    return [...otherShares(value), ...others];
  },
} as const satisfies Members<Split>;

const ROLLOUT_STEP = {
  share: (value, _policy, step) => scaled(value, (share) => stepWords({ ...step, share }), 100),
  after: (value, _policy, step) => scaled(value, (after) => stepWords({ ...step, after })),
} as const satisfies Members<Rollout['steps'][number]>;

const ABORT = {
  measure: { leftAlone: 'the same number of another measure has another unit' },
  over: (value, _policy, abort) => scaled(value, (over) => abortWords({ ...abort, over })),
  for: (value, _policy, abort) => scaled(value, (ms) => abortWords({ ...abort, for: ms })),
} as const satisfies Members<Rollout['aborts'][number]>;

const ROLLOUT = {
  kind: KIND,
  name: NAME,
  at: PLACE,
  by: otherKey,
  salt: (value, policy, { kind, name }) => withoutSalt(policy, value, kind, name),
  from: (value, _policy, { to }) => [{ from: `from ${value}`, to: `from ${to}`, value: to }],
  to: (value, _policy, { from }) => [{ from: `to ${value}`, to: `to ${from}`, value: from }],
  steps: (value, policy) => [
    ...dropItems(value, stepWords, 1),
    ...mutateItems(value, (step) => mutateMembers(step, ROLLOUT_STEP, policy)),
  ],
  aborts: (value, policy) => [
    ...dropItems(value, abortWords),
    ...mutateItems(value, (abort) => mutateMembers(abort, ABORT, policy)),
  ],
} as const satisfies Members<Rollout>;

export function mutateTarget(policy: Policy, target: Target): readonly Edit<Target>[] {
  switch (target.kind) {
    case 'chain':
      return mutateMembers(target, CHAIN, policy);
    case 'pool':
      return mutateMembers(target, POOL, policy);
    case 'split':
      return mutateMembers(target, SPLIT, policy);
    case 'rollout':
      return mutateMembers(target, ROLLOUT, policy);
  }
}

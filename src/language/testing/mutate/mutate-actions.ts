/**
 * Mutates one clause of a route's action: its target, refusal, mirrors, caches or checks. Knows no guard, and
 * declarations only by name.
 */
import type { Action, Canary, Policy, Refusal, Route, Use } from '../../semantics/model.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import { cacheWords, mirrorWords, quoted } from '../bind/clause-words.ts';
import {
  dropItems,
  type Edit,
  instead,
  type Members,
  mutateItems,
  mutateMembers,
  PLACE,
  scaled,
  shortened,
  within,
} from './mutate-members.ts';
import { otherModel } from './other-model.ts';

const REFUSAL = {
  status: (value) => {
    const other = value === 599 ? 598 : value + 1;
    return [{ from: `refuse ${value}`, to: `refuse ${other}`, value: other }];
  },
  message: (value, _policy, { status }) => shortened(value, (text) => `refuse ${status} ${quoted(text)}`),
} as const satisfies Members<Refusal>;

const USE = {
  target: (value, policy) => {
    const other = otherModel(policy, value);
    return other === undefined ? [] : [{ from: `use ${value}`, to: `use ${other}`, value: other }];
  },
  transforms: (value) => dropItems(value, (name) => `with ${name}`),
  orRefuse: (value, policy) => [
    { from: `or refuse ${value.status}`, to: '', value: undefined },
    ...within(
      mutateMembers(value, REFUSAL, policy),
      (refusal) => refusal,
      (words) => `or ${words}`,
    ),
  ],
} as const satisfies Members<Use>;

const SHARE_FACT = { leftAlone: 'the key is part of the fact, and its share is mutated' } as const;

const CANARY = {
  ...USE,
  at: PLACE,
  from: { leftAlone: 'where a share begins follows from the shares above it' },
  to: (value, _policy, canary) => {
    const words = (share: number): string => `canary ${share}%`;
    return within(scaled(value - canary.from, words, 100 - canary.from), (share) => canary.from + share);
  },
  fact: SHARE_FACT,
} as const satisfies Members<Canary>;

const MIRROR = {
  share: (value, _policy, mirror) => scaled(value, (share) => mirrorWords({ ...mirror, share }), 100),
  model: (value, policy, mirror) => {
    const other = otherModel(policy, value);
    if (other === undefined) return [];
    return [{ from: mirrorWords(mirror), to: mirrorWords({ ...mirror, model: other }), value: other }];
  },
} as const satisfies Members<Action['mirrors'][number]>;

const ACTION = {
  use: (value, policy) => mutateMembers(value, USE, policy),
  refuse: (value, policy, { use }) => {
    const edits = mutateMembers(value, REFUSAL, policy);
    return use === undefined ? edits : [];
  },
  canaries: (value, policy) => [
    ...dropItems(value, ({ from, to, target }) => `canary ${to - from}% use ${target}`),
    ...mutateItems(value, (canary) =>
      mutateMembers(canary, CANARY, policy).map((edit) => ({ ...edit, at: canary.at })),
    ),
  ],
  mirrors: (value, policy) => [
    ...dropItems(value, mirrorWords),
    ...mutateItems(value, (mirror) => mutateMembers(mirror, MIRROR, policy)),
  ],
  expects: (value) => dropItems(value, (name) => `expect ${name}`),
  label: (value) => [
    { from: `label ${quoted(value)}`, to: '', value: undefined },
    ...shortened(value, (label) => `label ${quoted(label)}`),
  ],
  until: { leftAlone: 'it is a condition of the route as well, which is mutated' },
  onBrokenStream: (value) =>
    // `error` is the default.
    instead<typeof value>(value, ['continue', 'restart', 'error'], (how) => `on broken stream ${how}`).filter(
      () => value !== 'error',
    ),
  holdUntilComplete: (value) => (value ? [{ from: 'hold until complete', to: '', value: false }] : []),
  cache: (value) => [
    { from: cacheWords(value), to: '', value: undefined },
    ...within(
      scaled(value.ms, formatDuration),
      (ms) => ({ ...value, ms }),
      (time) => `cache ${time}`,
    ),
    ...instead(value.per, ['team', 'all'], (per) => cacheWords({ ...value, per })).map((edit) => ({
      ...edit,
      value: { ...value, per: edit.value },
    })),
  ],
  region: (value) => {
    const other = value === 'us' ? 'eu' : 'us';
    const words = (region: string): string => `within region ${region}`;
    return [
      { from: words(value), to: '', value: undefined },
      { from: words(value), to: words(other), value: other },
    ];
  },
} as const satisfies Members<Action>;

export function mutateAction(policy: Policy, { action }: Route): readonly Edit<Action>[] {
  return [...mutateMembers(action, ACTION, policy), ...answered(policy, action)];
}

/** Replaces a refusal by an answer. */
function answered(policy: Policy, { refuse, ...rest }: Action): Edit<Action>[] {
  const model = policy.models.keys().next().value;
  if (refuse === undefined || rest.use !== undefined || model === undefined) return [];
  const use = { target: model, transforms: [] };
  return [{ from: `refuse ${refuse.status}`, to: `use ${model}`, value: { ...rest, use } }];
}

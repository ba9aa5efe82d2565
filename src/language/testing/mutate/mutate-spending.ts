/** Mutates one clause of a budget or limit: amount, window, key, and `when unknown`. Must not know routes. */
import type { Budget, BudgetLine, Limit, Per, Policy } from '../../semantics/model.ts';
import { formatDuration } from '../../vocabulary/format-quantity.ts';
import { lineWords, quoted } from '../bind/clause-words.ts';
import {
  dropItems,
  type Edit,
  instead,
  type Members,
  mutateItems,
  mutateMembers,
  NAME,
  PLACE,
  scaled,
} from './mutate-members.ts';

const LINE = {
  unit: { leftAlone: 'the amount is mutated, and another unit is another amount' },
  amount: (value, _policy, line) => scaled(value, (amount) => lineWords({ ...line, amount })),
  window: (value, _policy, line) => {
    const other = value === 'day' ? 'month' : 'day';
    return [{ from: lineWords(line), to: lineWords({ ...line, window: other }), value: other }];
  },
  per: (value, _policy, line) => {
    const other: Per = value === 'user' ? 'team' : 'user';
    return [{ from: lineWords(line), to: lineWords({ ...line, per: other }), value: other }];
  },
} as const satisfies Members<BudgetLine>;

const AT_ONCE = {
  unit: LINE.unit,
  amount: (value, _policy, line) => scaled(value, (amount) => lineWords({ ...line, amount })),
  per: (value, _policy, line) => {
    const other: Per = value === 'user' ? 'team' : 'user';
    return [{ from: lineWords(line), to: lineWords({ ...line, per: other }), value: other }];
  },
} as const satisfies Members<Extract<Limit['lines'][number], { unit: 'at once' }>>;

const BUDGET = {
  name: NAME,
  at: PLACE,
  lines: (value, policy) => [
    ...dropItems(value, (line) => `limit ${lineWords(line)}`, 1),
    ...mutateItems(value, (line) => mutateMembers(line, LINE, policy)),
  ],
  warnAt: (value) => [
    { from: `warn at ${value}%`, to: '', value: undefined },
    ...scaled(value, (percent) => `warn at ${percent}%`, 100),
  ],
  // UTC is the default of a budget.
  zone: (value) => (value === 'UTC' ? [] : [{ from: `zone ${quoted(value)}`, to: '', value: 'UTC' }]),
  whenUnknown: (value) => instead(value, ['refuse', 'allow'], (word) => `when unknown ${word}`),
  durableEvery: { leftAlone: 'it decides when spend is written, which no test can see' },
} as const satisfies Members<Budget>;

const LIMIT = {
  name: NAME,
  at: PLACE,
  lines: (value, policy) => [
    ...dropItems(value, lineWords, 1),
    ...mutateItems(value, (line): readonly Edit<Limit['lines'][number]>[] =>
      line.unit === 'at once'
        ? mutateMembers(line, AT_ONCE, policy)
        : mutateMembers<Exclude<typeof line, { unit: 'at once' }>>(line, LINE, policy),
    ),
  ],
  waitUpTo: (value) => scaled(value, (ms) => `wait up to ${formatDuration(ms)}`),
} as const satisfies Members<Limit>;

export function mutateBudget(policy: Policy, budget: Budget): readonly Edit<Budget>[] {
  return mutateMembers(budget, BUDGET, policy);
}

export function mutateLimit(policy: Policy, limit: Limit): readonly Edit<Limit>[] {
  return mutateMembers(limit, LIMIT, policy);
}

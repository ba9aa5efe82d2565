/** The clauses of budgets, limits, intents and predicates as text, and where a difference in each is reported. */
import type { Budget, BudgetLine, Intent, Limit, Predicate } from '../semantics/model.ts';
import { formatCount, formatDuration, formatMoney } from '../vocabulary/format-quantity.ts';
import { changedEntries, type Fields, type Told, toldOf } from './field.ts';
import { listed, quoted } from './model-fields.ts';

type Line = BudgetLine | Limit['lines'][number];

export function lineWords(line: Line): string {
  if (line.unit === 'at once') return `${formatCount(line.amount)} at once per ${line.per}`;
  const amount = line.unit === 'usd' ? formatMoney(line.amount) : `${formatCount(line.amount)} ${line.unit}`;
  return `${amount}/${line.window} per ${line.per}`;
}

const lines = {
  told: 'notes',
  clause: '',
  words: (all: readonly Line[]) => listed(all.map(lineWords)),
  changes: changedEntries<Line>(lineWords),
} as const;

export const BUDGET_FIELDS: Fields<Budget> = {
  name: 'name',
  at: 'place',
  lines,
  warnAt: { told: 'notes', clause: 'warn at', words: (percent) => `${percent}%` },
  zone: { told: 'notes', clause: 'zone', words: quoted },
  whenUnknown: { told: 'notes', clause: 'when unknown', words: (action) => action },
  durableEvery: { told: 'notes', clause: 'durable every', words: (is) => (is ? 'durable every' : 'no') },
};

export const LIMIT_FIELDS: Fields<Limit> = {
  name: 'name',
  at: 'place',
  lines,
  waitUpTo: { told: 'notes', clause: 'wait up to', words: formatDuration },
};

export const PREDICATE_FIELDS: Fields<Predicate> = {
  name: 'name',
  at: 'place',
  within: { told: 'notes', clause: 'within', words: formatDuration },
  whenUnknown: { told: 'notes', clause: 'when unknown', words: (answer) => answer },
};

type Examples = Intent['like'];

const examples = {
  told: 'notes',
  words: (all: Examples) => `${all.length} ${all.length === 1 ? 'example' : 'examples'}`,
  changes: exampleChanges,
} as const;

export const INTENT_FIELDS: Fields<Intent> = {
  name: 'name',
  at: 'place',
  library: { told: 'notes', clause: 'library', words: (address) => address },
  means: { told: 'notes', clause: 'means', words: quoted },
  like: { ...examples, clause: 'like' },
  not: { ...examples, clause: 'not' },
  matchAtLeast: { told: 'notes', clause: 'match at least', words: String },
  wholeMessage: { told: 'notes', clause: 'whole message', words: (is) => (is ? 'whole message' : 'no') },
};

/** More than so many are counted. */
const MOST_TOLD = 3;

/** Removed and added examples; training also depends on their order. */
function exampleChanges(head: string, before: Examples = [], after: Examples = []): readonly Told[] {
  const gone = without(before, after);
  const come = without(after, before);
  if (gone.length + come.length === 0) return [toldOf(head, 'in the order before', 'in another order')];
  return [toldOf(head, someOf(gone), someOf(come))];
}

/** As often as they are written. */
function without(all: Examples, others: Examples): readonly string[] {
  const left = new Map<string, number>();
  for (const { text } of others) left.set(text, (left.get(text) ?? 0) + 1);
  return all.flatMap(({ text }) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count > 0 ? [] : [text];
  });
}

function someOf(texts: readonly string[]): string {
  if (texts.length <= MOST_TOLD) return listed(texts.map(quoted)) || 'none';
  return `${listed(texts.slice(0, MOST_TOLD).map(quoted))} and ${texts.length - MOST_TOLD} more`;
}

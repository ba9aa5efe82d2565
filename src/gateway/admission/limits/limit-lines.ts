/**
 * A limit's lines as counters: requests and tokens in a window are buckets of the ledger, `N at once` are permits.
 * Knows the policy's model; reads and writes nothing.
 */
import type { Budget, BudgetLine, Limit } from '../../../language/semantics/model.ts';
import {
  type BudgetBucket,
  bucketsOfCall,
  callValue,
  type Spender,
  type Spending,
} from '../../ledger/budget-buckets.ts';

export interface PlaceLine {
  readonly limit: Limit;
  readonly key: string;
  readonly most: number;
  /** A permit of a model is held by an attempt, every other one by the request. */
  readonly ofAttempt: boolean;
  /** `5 at once per user`. */
  readonly words: string;
}

export interface WindowLine extends BudgetBucket {
  readonly limit: Limit;
}

export function windowLines(
  limits: readonly Limit[],
  spender: Spender,
  spending: Spending,
  now: number,
): WindowLine[] {
  return limits.flatMap((limit) =>
    bucketsOfCall([budgetOf(limit)], spender, spending, now).map((bucket) => ({ ...bucket, limit })),
  );
}

export function placeLines(limits: readonly Limit[], spender: Spender, spending: Spending): PlaceLine[] {
  return limits.flatMap((limit) =>
    limit.lines.flatMap((line) => {
      if (line.unit !== 'at once') return [];
      const value = callValue(line.per, spender, spending);
      return [
        {
          limit,
          // As for buckets: unknown callers share one key, and `?` cannot be the encoding of a name.
          key: `${limit.name}@${limit.at.path}/${line.per}:${value === null ? '?' : encodeURIComponent(value)}`,
          most: line.amount,
          ofAttempt: line.per === 'model',
          words: `${line.amount} at once per ${line.per}`,
        },
      ];
    }),
  );
}

/** Lines whose counters are known before the decision. */
export const callersOwn = oncePerLimit((limit): Limit => {
  const later = new Set(['model', 'route', 'label']);
  return { ...limit, lines: limit.lines.filter((line) => !later.has(line.per)) };
});

/** `limit:` keeps a limit's counters apart from those of a budget of the same name. */
const budgetOf = oncePerLimit((limit): Budget => {
  const lines = limit.lines.filter((line): line is BudgetLine & typeof line => line.unit !== 'at once');
  return { name: `limit:${limit.name}`, at: limit.at, lines, zone: 'UTC', whenUnknown: 'allow' };
});

/** Buckets are kept with their budget, so it has to be the same object for each request. */
function oncePerLimit<T>(make: (limit: Limit) => T): (limit: Limit) => T {
  const made = new WeakMap<Limit, T>();
  return (limit) => {
    const before = made.get(limit);
    if (before !== undefined) return before;
    const one = make(limit);
    made.set(limit, one);
    return one;
  };
}

/**
 * The counters that a call is charged to, from a policy's budgets and one caller. Callers whose team (key, user,
 * tier) is unknown share one bucket, so that anonymous callers are limited, too. Knows the policy's model and the
 * calendar; reads and writes nothing.
 */
import type { Budget, BudgetLine, Per, Policy } from '../../language/semantics/model.ts';
import { formatCount, formatMoney } from '../../language/vocabulary/format-quantity.ts';
import type { Bucket } from './ledger.ts';
import { microsOfDollars } from './money.ts';
import { windowAt } from './windows.ts';

/** The caller's attributes; null where one is not known. */
export interface Spender {
  readonly key: string | null;
  readonly user: string | null;
  readonly team: string | null;
  readonly tier: string | null;
}

/** What a call is charged for. */
export interface Spending {
  readonly model: string;
  readonly route: string;
  readonly label: string | undefined;
}

export interface BudgetBucket {
  readonly bucket: Bucket;
  readonly budget: Budget;
  readonly line: BudgetLine;
}

/** The buckets that one call is charged to, in the order in which the budgets are written. */
export function bucketsOfCall(
  budgets: Iterable<Budget>,
  spender: Spender,
  spending: Spending,
  now: number,
): BudgetBucket[] {
  const byKey = new Map<string, BudgetBucket>();
  for (const budget of budgets) {
    for (const line of budget.lines)
      add(byKey, bucketOf(budget, line, callValue(line.per, spender, spending), now));
  }
  return [...byKey.values()];
}

/**
 * The buckets of one budget before the decision: a line per model, route or label covers every model, route or label
 * of the policy, because any of them may be chosen.
 */
export function bucketsInSight(
  budget: Budget,
  policy: Policy,
  spender: Spender,
  now: number,
): BudgetBucket[] {
  const byKey = new Map<string, BudgetBucket>();
  for (const line of budget.lines) {
    for (const value of valuesInSight(line.per, policy, spender))
      add(byKey, bucketOf(budget, line, value, now));
  }
  return [...byKey.values()];
}

/** Whether the line counts what many callers spend together. */
export function isSharedBucket({ line }: BudgetBucket): boolean {
  return line.per === 'all' || line.per === 'model' || line.per === 'route' || line.per === 'label';
}

/** `$50/day per team`, as it is written. */
export function lineWords(line: BudgetLine): string {
  const amount = line.unit === 'usd' ? formatMoney(line.amount) : `${formatCount(line.amount)} ${line.unit}`;
  return `${amount}/${line.window} per ${line.per}`;
}

/** Two lines that count the same thing in the same window are one counter, held to the smaller amount. */
function add(byKey: Map<string, BudgetBucket>, one: BudgetBucket): void {
  const before = byKey.get(one.bucket.key);
  if (before === undefined || one.bucket.limit < before.bucket.limit) byKey.set(one.bucket.key, one);
}

function bucketOf(budget: Budget, line: BudgetLine, value: string | null, now: number): BudgetBucket {
  const window = windowAt(line.window, budget.zone, now);
  // `?` cannot be the encoding of any value. The amount is not part of it: raising a limit keeps what is spent.
  const whose = value === null ? '?' : encodeURIComponent(value);
  const key = `${keyOfLine(budget, line)}:${whose}/${window.id}`;
  const exact = budget.durableEvery === true ? { slack: 0n } : {};
  return {
    bucket: { key, name: budget.name, unit: line.unit, limit: limitOf(line), resetsAt: window.end, ...exact },
    budget,
    line,
  };
}

/** The bucket of a stored counter under these budgets; undefined where no budget counts it any more. */
export function storedBucket(
  budgets: Iterable<Budget>,
  { key, resetsAt }: Pick<Bucket, 'key' | 'resetsAt'>,
): BudgetBucket | undefined {
  const byKey = new Map<string, BudgetBucket>();
  for (const budget of budgets) {
    for (const line of budget.lines) {
      if (!key.startsWith(`${keyOfLine(budget, line)}:`)) continue;
      add(byKey, {
        bucket: { key, name: budget.name, unit: line.unit, limit: limitOf(line), resetsAt },
        budget,
        line,
      });
    }
  }
  return byKey.get(key);
}

/** The prefix of the keys of a line's counters: name, file, unit, window and owner. */
function keyOfLine(budget: Budget, line: BudgetLine): string {
  // The file is part of the name: two policies may each declare a `cap`, while one that is imported twice is one.
  return `${budget.name}@${budget.at.path}/${line.unit}/${line.window}/${line.per}`;
}

function limitOf(line: BudgetLine): bigint {
  return line.unit === 'usd' ? microsOfDollars(line.amount) : BigInt(Math.floor(line.amount));
}

/** The owner of the counter that a line uses; null where it is not known. */
export function callValue(per: Per, spender: Spender, spending: Spending): string | null {
  switch (per) {
    case 'key':
    case 'user':
    case 'team':
    case 'tier':
      return spender[per];
    case 'model':
    case 'route':
      return spending[per];
    case 'label':
      return spending.label ?? null;
    case 'all':
      return '';
  }
}

function valuesInSight(per: Per, policy: Policy, spender: Spender): readonly (string | null)[] {
  switch (per) {
    case 'key':
    case 'user':
    case 'team':
    case 'tier':
      return [spender[per]];
    case 'model':
      return [...policy.models.keys()];
    case 'route':
      return routesOf(policy).map((route) => route.name);
    case 'label':
      return [null, ...routesOf(policy).flatMap((route) => route.action.label ?? [])];
    case 'all':
      return [''];
  }
}

function routesOf(policy: Policy): Policy['routes'] {
  return policy.otherwise === undefined ? policy.routes : [...policy.routes, policy.otherwise];
}

/**
 * The counters that a call is charged to, from a policy's budgets and one caller. Callers whose team (key, user,
 * tier) is unknown share one bucket, so that anonymous callers are limited, too. Buckets of the current windows are
 * kept with their budget. Knows the policy's model and the calendar; reads and writes nothing.
 */
import type { Budget, BudgetLine, Per, Policy } from '../../language/semantics/model.ts';
import { formatCount, formatMoney } from '../../language/vocabulary/format-quantity.ts';
import type { Bucket } from './ledger.ts';
import { microsOfDollars } from './money.ts';
import { type CalendarWindow, windowAt } from './windows.ts';

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
  const buckets: BudgetBucket[] = [];
  for (const budget of budgets) {
    for (const counters of countersOf(budget))
      buckets.push(counters.at(callValue(counters.line.per, spender, spending), now));
  }
  return buckets;
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
  const buckets: BudgetBucket[] = [];
  for (const counters of countersOf(budget)) {
    const values = valuesInSight(counters.line.per, policy, spender);
    for (const value of values.length > 1 ? new Set(values) : values) buckets.push(counters.at(value, now));
  }
  return buckets;
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

const countersByBudget = new WeakMap<Budget, readonly LineCounters[]>();

function countersOf(budget: Budget): readonly LineCounters[] {
  let counters = countersByBudget.get(budget);
  if (counters === undefined) {
    counters = makeCounters(budget);
    countersByBudget.set(budget, counters);
  }
  return counters;
}

/** Two lines that count the same thing in the same window are one counter, held to the smaller amount. */
function makeCounters(budget: Budget): readonly LineCounters[] {
  const byPrefix = new Map<string, LineCounters>();
  for (const line of budget.lines) {
    const one = new LineCounters(budget, line);
    const before = byPrefix.get(one.prefix);
    if (before === undefined || one.limit < before.limit) byPrefix.set(one.prefix, one);
  }
  return [...byPrefix.values()];
}

/** The counters of a line in its current window, made once for each owner. */
class LineCounters {
  readonly line: BudgetLine;
  /** Of the keys. */
  readonly prefix: string;
  readonly limit: bigint;
  readonly #budget: Budget;
  #window: CalendarWindow | undefined;
  #byOwner = new Map<string | null, BudgetBucket>();

  constructor(budget: Budget, line: BudgetLine) {
    this.#budget = budget;
    this.line = line;
    this.prefix = keyOfLine(budget, line);
    this.limit = limitOf(line);
  }

  at(owner: string | null, now: number): BudgetBucket {
    let window = this.#window;
    if (window === undefined || now < window.start || now >= window.end) {
      window = windowAt(this.line.window, this.#budget.zone, now);
      this.#window = window;
      this.#byOwner = new Map();
    }
    let one = this.#byOwner.get(owner);
    if (one === undefined) {
      one = this.#make(owner, window);
      if (this.#byOwner.size >= OWNERS_KEPT) this.#byOwner = new Map();
      this.#byOwner.set(owner, one);
    }
    return one;
  }

  #make(owner: string | null, window: CalendarWindow): BudgetBucket {
    const { limit, line } = this;
    const { name, durableEvery } = this.#budget;
    // `?` cannot be the encoding of any value. The amount is not part of it: raising a limit keeps what is spent.
    const whose = owner === null ? '?' : encodeURIComponent(owner);
    const key = `${this.prefix}:${whose}/${window.id}`;
    const exact = durableEvery === true ? { slack: 0n } : {};
    return {
      bucket: { key, name, unit: line.unit, limit, resetsAt: window.end, ...exact },
      budget: this.#budget,
      line,
    };
  }
}

/** Of each line. */
const OWNERS_KEPT = 10_000;

/** The bucket of a stored counter under these budgets; undefined where no budget counts it any more. */
export function storedBucket(
  budgets: Iterable<Budget>,
  { key, resetsAt }: Pick<Bucket, 'key' | 'resetsAt'>,
): BudgetBucket | undefined {
  for (const budget of budgets) {
    for (const { prefix, limit, line } of countersOf(budget))
      if (key.startsWith(`${prefix}:`))
        return { bucket: { key, name: budget.name, unit: line.unit, limit, resetsAt }, budget, line };
  }
  return undefined;
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

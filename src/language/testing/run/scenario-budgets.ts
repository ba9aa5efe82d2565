/**
 * Whether an attempt would be admitted by the limits, budgets and prices of a scenario, with the same estimate that
 * the service reserves. A failed attempt costs nothing here. Knows no ledger, and of a plan only one attempt.
 */
import type { Needs } from '../../planning/plan.ts';
import { costUsd, dearestPrice, type PricedUsage } from '../../planning/price.ts';
import { reserveFor } from '../../planning/reserve.ts';
import type { Budget, BudgetLine, Guard, Model, Policy } from '../../semantics/model.ts';
import { formatCount, formatMoney } from '../../vocabulary/format-quantity.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';

export interface NotAdmitted {
  /** The policy is evaluated again only for `budget`: unpriced and unknown do not change. */
  readonly by: 'budget' | 'unpriced' | 'store' | 'limit';
  readonly name: string;
  readonly status: number;
  readonly message: string;
}

/** Percent of a budget that is used; null: unknown. */
export type UsedShare = (budget: string) => FactValue;

/** Undefined: it may be sent. `needs` as they are after transforms. */
export function whyNotAdmitted(
  policy: Policy,
  model: Model,
  needs: Needs,
  used: UsedShare,
): NotAdmitted | undefined {
  for (const budget of policy.budgets.values()) {
    const why = whyOverBudget(budget, model, needs, used(budget.name));
    if (why) return { name: budget.name, ...why };
  }
  return undefined;
}

function whyOverBudget(
  budget: Budget,
  model: Model,
  needs: Needs,
  used: FactValue,
): Omit<NotAdmitted, 'name'> | undefined {
  if (typeof used !== 'number') {
    if (budget.whenUnknown === 'allow') return undefined;
    return {
      by: 'store',
      status: 503,
      message: `budget ${budget.name} is unknown, and has \`when unknown refuse\``,
    };
  }
  const { usage } = reserveFor(model, needs);
  for (const line of budget.lines) {
    if (line.unit === 'usd' && !model.price) {
      return {
        by: 'unpriced',
        status: 402,
        message: `${model.name} has no price, and budget ${budget.name} is in dollars`,
      };
    }
    const left = line.amount * (1 - used / 100);
    const amount = estimate(line, model, usage);
    // Binary rounding errors must not refuse what fits exactly; a free model always fits.
    if (amount > 0 && amount > left + 1e-9) {
      const [room, wanted] = [left, amount].map((each) => amountWords(line, Math.max(0, each)));
      const message = `budget ${budget.name} has ${room} left, and ${model.name} may take ${wanted}`;
      return { by: 'budget', status: 402, message };
    }
  }
  return undefined;
}

function estimate(line: BudgetLine, model: Model, usage: PricedUsage): number {
  if (line.unit === 'requests') return 1;
  if (line.unit === 'tokens') return usage.inputTokens + usage.outputTokens;
  const { price } = model;
  return price ? costUsd(dearestPrice(price), usage) : 0;
}

function amountWords(line: BudgetLine, amount: number): string {
  if (line.unit === 'usd') return formatMoney(Number(amount.toPrecision(4)));
  return `${formatCount(Math.floor(amount))} ${line.unit}`;
}

/** A reached limit refuses every request, except on routes with a condition on it, which decide themselves. */
export function whyOverLimit(
  policy: Policy,
  guard: Guard,
  reached: (limit: string) => FactValue,
): NotAdmitted | undefined {
  const asked = new Set(
    guard.all
      .flatMap((each) => (each.kind === 'any' ? each.alternatives.flat() : [each]))
      .map((term) => term.fact),
  );
  for (const { name } of policy.limits.values()) {
    if (reached(name) !== true || asked.has(`limit ${name} reached`)) continue;
    return { by: 'limit', name, status: 429, message: `limit ${name} is reached` };
  }
  return undefined;
}

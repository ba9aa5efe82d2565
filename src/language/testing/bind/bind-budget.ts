/**
 * `budget B 96%`, `budget B $2`, `budget B unknown`: derives both facts of a budget from the given one, so that
 * routes on `left` and on `used` are tested with the same given. Knows no ledger.
 */
import type { Budget } from '../../semantics/model.ts';
import { replacement } from '../../semantics/report.ts';
import type * as Ast from '../../syntax/ast.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';
import { declaredName } from './bind-names.ts';
import { wrongValue } from './bind-value.ts';
import { EMPTY_SCENARIO, type Scenario } from './scenario.ts';
import type { Binding } from './tested-policy.ts';

export function bindBudget(
  binding: Binding,
  subject: Ast.Name | Ast.Text,
  value: Ast.Literal,
): Scenario | undefined {
  const name = declaredName(binding, subject, 'budget');
  const budget = name === undefined ? undefined : binding.policy.budgets.get(name);
  if (!budget) return undefined;
  if (value.kind === 'name' && !value.quoted && value.text === 'unknown')
    return budgetScenario(budget, null, null);
  if (value.kind === 'percent') return budgetScenario(budget, value.value, dollarsLeft(budget, value.value));
  const dollars = leastDollars(budget);
  if (value.kind === 'money' && dollars !== undefined) {
    const used = Math.max(0, 100 * (1 - value.value / dollars));
    return budgetScenario(budget, used, value.value);
  }
  // `0.96`, and `96` without its sign.
  const number = value.kind === 'number' && value.value > 0 && value.value <= 100 ? value.value : undefined;
  const share =
    number === undefined ? undefined : `${number < 1 ? Number((number * 100).toPrecision(6)) : number}%`;
  const or = dollars === undefined ? '' : ', has dollars left such as `$2`,';
  return wrongValue(
    binding,
    value,
    `a budget is used to a percentage such as \`96%\`${or} or is \`unknown\``,
    'L1301',
    {
      because: 'a test gives how much of a budget is used, or what is left of it',
      help: `for example \`given budget ${budget.name} 96%\``,
      ...(share === undefined
        ? {}
        : { fix: { ...replacement(binding.file, value.span, share), guess: true } }),
    },
  );
}

export function budgetFacts(budget: Budget, used: FactValue, left: FactValue): [string, FactValue][] {
  return [
    [`budget ${budget.name} used`, used],
    [`budget ${budget.name} left`, left],
  ];
}

/** Dollars left at a used share of the smallest dollar limit, at least zero; null without a dollar limit. */
export function dollarsLeft(budget: Budget, usedPercent: number): number | null {
  const dollars = leastDollars(budget);
  return dollars === undefined ? null : Math.max(0, dollars * (1 - usedPercent / 100));
}

function leastDollars(budget: Budget): number | undefined {
  const amounts = budget.lines.filter((line) => line.unit === 'usd').map((line) => line.amount);
  return amounts.length === 0 ? undefined : Math.min(...amounts);
}

function budgetScenario(budget: Budget, used: FactValue, left: FactValue): Scenario {
  return { ...EMPTY_SCENARIO, facts: new Map(budgetFacts(budget, used, left)) };
}

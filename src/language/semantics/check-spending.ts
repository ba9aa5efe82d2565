/**
 * `budget` and `limit`: amount, unit, window and key. AST → typed. Must not know routes or how spend is counted.
 */
import type * as Ast from '../syntax/ast.ts';
import { checkQuantity } from './check-quantity.ts';
import { checkZone } from './check-text-value.ts';
import { type Context, fault, missingClause, oneOf, place, sayNotYet, wordsOf } from './context.ts';
import type { Budget, BudgetLine, BudgetWindow, Limit, Per } from './model.ts';

export const PERS: readonly Per[] = ['key', 'user', 'team', 'tier', 'model', 'route', 'label', 'all'];
const WINDOWS: readonly BudgetWindow[] = ['min', 'hour', 'day', 'week', 'month'];

export function checkBudget(context: Context, node: Ast.Budget): Budget {
  if (node.limits.length === 0) {
    missingClause(
      context,
      node.name,
      'budget',
      'how much may be spent|limit $50/day per team',
      'a budget without a limit has no effect',
    );
  }
  const warnAt =
    node.warnAt === undefined
      ? undefined
      : checkQuantity(context, node.warnAt, {
          unit: 'percent',
          what: '`warn at`',
          example: 'warn at 80%',
          high: 100,
          over: true,
        });
  const zone = node.zone === undefined ? 'UTC' : (checkZone(context, node.zone) ?? 'UTC');
  const whenUnknown =
    node.whenUnknown === undefined
      ? undefined
      : oneOf(context, node.whenUnknown, 'an answer', ['refuse', 'allow'] as const);
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    lines: node.limits.map((line) => checkBudgetLine(context, line)).filter((line) => line !== undefined),
    ...(warnAt === undefined ? {} : { warnAt }),
    zone,
    whenUnknown: whenUnknown ?? 'refuse',
    ...(node.durableEvery === undefined ? {} : { durableEvery: true }),
  };
}

function checkBudgetLine(context: Context, line: Ast.LimitClause): BudgetLine | undefined {
  if (line.unit === 'at once') {
    fault(context, line.span, 'L1402', 'a budget cannot count `at once`', {
      because: 'a budget counts what is spent in a window of time',
      help: 'declare a `limit` for requests at the same time',
    });
    return undefined;
  }
  return windowLine(context, line, 'limit $50/day per team');
}

/** Amount, window and `per`; faults of all three are reported together. */
function windowLine(context: Context, line: Ast.LimitClause, example: string): BudgetLine | undefined {
  const amount = amountOf(context, line, example);
  const window =
    line.window === undefined ? undefined : oneOf(context, line.window, 'a window of time', WINDOWS);
  if (line.window === undefined) {
    fault(context, line.amount.span, 'L1401', 'this limit has no time window', {
      because: 'windows begin and end with the calendar: a minute, an hour, a day, a week, a month',
      help: `for example \`${example}\``,
    });
  }
  const per = perOf(context, line, example);
  if (amount === undefined || window === undefined || per === undefined) return undefined;
  return { ...amount, window, per };
}

function amountOf(
  context: Context,
  line: Ast.LimitClause,
  example: string,
): Pick<BudgetLine, 'unit' | 'amount'> | undefined {
  const what = 'a limit';
  if (line.unit === 'tokens' || line.unit === 'requests') {
    const unit = line.unit === 'tokens' ? 'tokens' : 'count';
    const value = checkQuantity(context, line.amount, { unit, what, example, low: 1, integer: true });
    return value === undefined ? undefined : { unit: line.unit, amount: value };
  }
  if (line.amount.kind === 'number') {
    const written = wordsOf(context, line.amount.span);
    fault(context, line.amount.span, 'L1301', `\`${written}\` needs a unit`, {
      because: 'a budget is in dollars, tokens or requests',
      help: `write \`$${written}\`, \`${written} tokens\` or \`${written} requests\``,
    });
    return undefined;
  }
  const value = checkQuantity(context, line.amount, { unit: 'usd', what, example, over: true });
  return value === undefined ? undefined : { unit: 'usd', amount: value };
}

function perOf(context: Context, line: Ast.LimitClause, example: string): Per | undefined {
  if (line.per !== undefined) return oneOf(context, line.per, 'what a limit can be per', PERS);
  fault(context, line.span, 'L1401', 'this limit has no `per`', {
    because: 'without `per` it would be unclear whether callers share it',
    help: `add \`per key\`, \`user\`, \`team\`, \`tier\`, \`model\`, \`route\`, \`label\` or \`all\`, for example \`${example}\``,
  });
  return undefined;
}

export function checkLimit(context: Context, node: Ast.Limit): Limit {
  sayNotYet(context, 'limit', node.name.span);
  if (node.limits.length === 0) {
    missingClause(
      context,
      node.name,
      'limit',
      'how much is allowed|60 requests/min per user',
      'a limit without a line has no effect',
    );
  }
  const waitUpTo =
    node.waitUpTo === undefined
      ? undefined
      : checkQuantity(context, node.waitUpTo, { unit: 'ms', what: '`wait up to`', example: 'wait up to 2s' });
  return {
    name: node.name.text,
    at: place(context, node.name.span),
    lines: node.limits.map((line) => checkLimitLine(context, line)).filter((line) => line !== undefined),
    waitUpTo: waitUpTo ?? 0,
  };
}

function checkLimitLine(context: Context, line: Ast.LimitClause): Limit['lines'][number] | undefined {
  if (line.unit === 'at once') {
    const amount = checkQuantity(context, line.amount, {
      unit: 'count',
      what: 'a limit',
      example: '5 at once per user',
      low: 1,
      integer: true,
    });
    const per = perOf(context, line, '5 at once per user');
    return amount === undefined || per === undefined ? undefined : { unit: 'at once', amount, per };
  }
  if (line.unit === undefined) {
    const money = line.amount.kind === 'money';
    fault(
      context,
      line.amount.span,
      'L1301',
      money ? 'a `limit` cannot be in dollars' : 'this limit has no unit',
      {
        because: 'a limit counts requests, tokens, or requests at the same time',
        help: money
          ? 'declare a `budget` for money: `limit $50/day per team`'
          : 'for example `60 requests/min per user`',
      },
    );
    return undefined;
  }
  const { unit } = line;
  const checked = windowLine(context, line, '60 requests/min per user');
  return checked === undefined ? undefined : { ...checked, unit };
}

/**
 * Lines of budgets and limits that another line makes pointless: the tighter of two is reached first. Knows the typed
 * policy, no rule.
 */
import type { Origin } from '../diagnostics/diagnostic.ts';
import type { Budget, BudgetLine, BudgetWindow, Limit, Place, Policy } from '../semantics/model.ts';
import { formatCount, formatDuration, formatMoney } from '../vocabulary/format-quantity.ts';
import type { Idle } from './idle-clauses.ts';
import type { LintContext } from './lint-context.ts';

export function idleLimits(policy: Policy, context: LintContext): readonly Idle[] {
  return [
    ...[...policy.budgets.values()].flatMap((budget) => [
      ...slackLines(context, budget),
      ...lateWarning(budget),
    ]),
    ...[...policy.limits.values()].flatMap((limit) => [
      ...slackLines(context, limit),
      ...idleWait(policy, limit),
    ]),
  ];
}

type Line = Budget['lines'][number] | Limit['lines'][number];

const WINDOWS: readonly BudgetWindow[] = ['min', 'hour', 'day', 'week', 'month'];

/** A longer window with no more room is always the tighter one: what fits into it fits into each part of it. */
function slackLines(context: LintContext, { name, lines, at }: Budget | Limit): readonly Idle[] {
  return lines.flatMap((line, index): Idle[] => {
    const tighter = lines.find(
      (other, position) => position !== index && isTighter(other, line, position < index),
    );
    if (tighter === undefined) return [];
    return [
      {
        at: lineAt(context, at, index),
        what: `\`${wordsOf(line)}\` of "${name}"`,
        because: `\`${wordsOf(tighter)}\` is ${same(line, tighter) ? 'the same' : 'used up first'}`,
        help: 'delete the line, or correct its amount, its window or its `per`',
      },
    ];
  });
}

function lineAt(context: LintContext, at: Place, index: number): Origin {
  const written = context
    .fileAt(at.path)
    ?.ast.declarations.find(
      (one) => (one.kind === 'budget' || one.kind === 'limit') && one.name.span.start === at.span.start,
    );
  const span = written !== undefined && 'limits' in written ? written.limits[index]?.span : undefined;
  return { path: at.path, span: span ?? at.span };
}

/** Of two equal lines the later one is idle. */
function isTighter(one: Line, than: Line, isEarlier: boolean): boolean {
  if (one.unit !== than.unit || one.per !== than.per || one.amount > than.amount) return false;
  if (same(one, than)) return isEarlier;
  return ranks(one) >= ranks(than);
}

function same(one: Line, other: Line): boolean {
  return one.amount === other.amount && ranks(one) === ranks(other);
}

function ranks(line: Line): number {
  return line.unit === 'at once' ? 0 : WINDOWS.indexOf(line.window);
}

function wordsOf(line: Line): string {
  if (line.unit === 'at once') return `${formatCount(line.amount)} at once per ${line.per}`;
  const { amount, unit, window, per }: BudgetLine = line;
  const written = unit === 'usd' ? formatMoney(amount) : `${formatCount(amount)} ${unit}`;
  return `${written}/${window} per ${per}`;
}

function lateWarning({ name, warnAt, at }: Budget): readonly Idle[] {
  if (warnAt !== 100) return [];
  return [
    {
      at,
      what: `\`warn at 100%\` of "${name}"`,
      because: 'a budget that is used up already refuses requests',
      help: 'warn earlier: `warn at 80%`',
    },
  ];
}

function idleWait({ deadlines }: Policy, { name, waitUpTo, at }: Limit): readonly Idle[] {
  if (waitUpTo <= deadlines.whole) return [];
  return [
    {
      at,
      what: `\`wait up to ${formatDuration(waitUpTo)}\` of "${name}", as far as it is longer than a request,`,
      because: `a request ends after ${formatDuration(deadlines.whole)}, waiting included`,
      help: `write at most ${formatDuration(deadlines.whole)}, or give requests more time with \`whole within\``,
    },
  ];
}

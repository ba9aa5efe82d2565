/**
 * `split` and `rollout`: shares of requests, sticky by a key. AST → typed; shares add up, steps increase. Must not
 * know routes; canaries use the same rule for one share.
 */
import type * as Ast from '../syntax/ast.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import { checkQuantity, type Measure } from './check-quantity.ts';
import { duration } from './check-target.ts';
import { checkKey } from './check-text-value.ts';
import { type Context, fault, missingClause, place, sayNotYet, wordsOf } from './context.ts';
import type { Rollout, Split } from './model.ts';
import { checkSalt, UNSAID } from './salts.ts';

function share(what: string, example: string): Measure {
  return { unit: 'percent', what, example, high: 100, over: true };
}

export function checkSplit(context: Context, node: Ast.Split): Split | undefined {
  const by = checkKey(context, node.by);
  const seen = new Map<string, Ast.Name>();
  const arms: Split['arms'][number][] = [];
  let sum = 0;
  let whole = true;
  for (const arm of node.arms) {
    const value = checkShare(context, arm.share, 'an arm', '90% sonnet');
    const first = seen.get(arm.target.text);
    if (first !== undefined) {
      fault(context, arm.target.span, 'L1503', `\`${arm.target.text}\` has two arms of this split`, {
        because: 'both arms lead to the same target',
        help: 'merge the two arms',
        labels: [{ path: context.file.source.path, span: first.span, text: 'the first arm' }],
      });
    }
    seen.set(arm.target.text, first ?? arm.target);
    whole &&= value !== undefined;
    sum += value ?? 0;
    arms.push({ share: value ?? 0, target: arm.target.text });
  }
  if (node.arms.length === 0) {
    missingClause(
      context,
      node.name,
      'split',
      'its arms|90% MODEL',
      'a split shares requests among its arms',
    );
  } else if (whole && Math.abs(sum - 100) > 1e-9) {
    const total = formatQuantity('percent', Number(sum.toPrecision(12)));
    fault(
      context,
      node.name.span,
      'L1501',
      `the arms of split \`${node.name.text}\` add up to ${total}, not 100%`,
      {
        because: node.arms.map((arm) => wordsOf(context, arm.span)).join(', '),
        help:
          sum < 100
            ? `give the missing ${formatQuantity('percent', Number((100 - sum).toPrecision(12)))} to an arm`
            : 'make the shares add up to 100%',
      },
    );
  }
  const salt = checkSalt(context, node.by.salt) ?? UNSAID;
  return by === undefined
    ? undefined
    : { kind: 'split', name: node.name.text, at: place(context, node.name.span), by, salt, arms };
}

/** A share over 0% and at most 100%: `bad-weights` for a percentage, `type-or-unit` for anything else. */
export function checkShare(
  context: Context,
  quantity: Ast.Quantity,
  what: string,
  example: string,
): number | undefined {
  if (quantity.kind === 'percent' && (quantity.value <= 0 || quantity.value > 100)) {
    fault(context, quantity.span, 'L1502', `${what} cannot be ${formatQuantity('percent', quantity.value)}`, {
      because: 'a share is over 0% and at most 100%',
      help: quantity.value <= 0 ? 'delete the line, or give it a share' : `for example \`${example}\``,
    });
    return undefined;
  }
  return checkQuantity(context, quantity, share(what, example));
}

export function checkRollout(context: Context, node: Ast.Rollout): Rollout | undefined {
  sayNotYet(context, 'rollout', node.name.span);
  const by = checkKey(context, node.by);
  for (const [clause, there] of [
    ['from|from OLD to NEW', node.from],
    ['to|from OLD to NEW', node.to],
  ] as const) {
    if (there === undefined) {
      const word = clause.split('|')[0] ?? '';
      missingClause(
        context,
        node.name,
        'rollout',
        `${word} which target|from OLD to NEW`,
        'it moves requests from one target to another',
      );
    }
  }
  if (node.from !== undefined && node.from.text === node.to?.text) {
    fault(
      context,
      node.to.span,
      'L1503',
      `rollout \`${node.name.text}\` leads from \`${node.to.text}\` to itself`,
      {
        because: 'it would move no requests',
        help: 'name two different targets',
      },
    );
  }
  const steps = checkRolloutSteps(context, node);
  const aborts = node.aborts
    .map((abort) => checkAbort(context, abort))
    .filter((abort) => abort !== undefined);
  const salt = checkSalt(context, node.by.salt) ?? UNSAID;
  if (by === undefined || node.from === undefined || node.to === undefined) return undefined;
  return {
    kind: 'rollout',
    name: node.name.text,
    at: place(context, node.name.span),
    by,
    salt,
    from: node.from.text,
    to: node.to.text,
    steps,
    aborts,
  };
}

function checkRolloutSteps(context: Context, node: Ast.Rollout): Rollout['steps'] {
  if (node.steps.length === 0) {
    missingClause(
      context,
      node.name,
      'rollout',
      'its steps|steps 1%, 5% after 30min, 100% after 1d',
      'it moves step by step',
    );
  }
  let before = 0;
  return node.steps.map((step, index) => {
    const value = checkShare(context, step.share, 'a step', '5% after 30min');
    const after =
      step.after === undefined
        ? undefined
        : checkQuantity(context, step.after, duration('`after`', '5% after 30min'));
    if (step.after === undefined && index > 0) {
      fault(context, step.span, 'L1401', 'this step has no time', {
        because: 'only the first step begins immediately',
        help: `add how long the previous step lasts: \`${wordsOf(context, step.share.span)} after 30min\``,
      });
    }
    if (value !== undefined && value <= before) {
      fault(
        context,
        step.share.span,
        'L1501',
        `the steps do not increase: ${formatQuantity('percent', value)} comes after ${formatQuantity('percent', before)}`,
        {
          because: 'each step moves more requests than the one before',
          help: 'write the steps in increasing order',
        },
      );
    }
    before = Math.max(before, value ?? 0);
    return { share: value ?? before, after: after ?? 0 };
  });
}

function checkAbort(context: Context, node: Ast.AbortClause): Rollout['aborts'][number] | undefined {
  const over = checkQuantity(
    context,
    node.over,
    node.measure === 'error rate'
      ? {
          unit: 'percent',
          what: '`error rate`',
          example: 'abort when error rate over 3% for 5min',
          high: 100,
        }
      : { unit: 'ms', what: '`p95 latency`', example: 'abort when p95 latency over 6s for 10min' },
  );
  const lasting = checkQuantity(
    context,
    node.for,
    duration('`for`', 'abort when error rate over 3% for 5min'),
  );
  return over === undefined || lasting === undefined
    ? undefined
    : { measure: node.measure, over, for: lasting };
}

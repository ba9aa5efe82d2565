/**
 * `chain` and `pool`: AST → typed, with deadlines in milliseconds and triggers made explicit. Names are resolved by
 * binding. Must not know routes.
 */
import type * as Ast from '../syntax/ast.ts';
import { formatQuantity } from '../vocabulary/format-quantity.ts';
import { checkQuantity, type Measure } from './check-quantity.ts';
import { type Context, eachOnce, fault, missingClause, oneOf, place, sayNotYet } from './context.ts';
import { DEFAULT_TRIGGERS, FAILURE_CLASSES } from './failures.ts';
import type { Chain, ChainStep, Deadlines, Pool } from './model.ts';

export function checkChain(context: Context, node: Ast.Chain): Chain {
  if (node.steps.length === 0) {
    missingClause(context, node.name, 'chain', 'what to try|try MODEL', 'a chain begins with one `try`');
  }
  const on =
    node.on === undefined
      ? DEFAULT_TRIGGERS
      : eachOnce(context, node.on, 'failure class')
          .map((word) => oneOf(context, word, 'a failure class', FAILURE_CLASSES))
          .filter((failure) => failure !== undefined);
  return {
    kind: 'chain',
    name: node.name.text,
    at: place(context, node.name.span),
    steps: node.steps.map((step) => checkStep(context, step)),
    on,
  };
}

const MOST_RETRIES = 10;

function checkStep(context: Context, node: Ast.ChainStep): ChainStep {
  const retries =
    node.retry === undefined
      ? undefined
      : checkQuantity(context, node.retry, {
          unit: 'count',
          what: '`retry`',
          example: 'retry 1',
          high: MOST_RETRIES,
          integer: true,
        });
  const hedgeAfter =
    node.hedgeAfter === undefined
      ? undefined
      : checkQuantity(context, node.hedgeAfter, duration('`hedge after`', 'hedge after 800ms'));
  return {
    target: node.target.text,
    at: place(context, node.span),
    deadlines: checkDeadlines(context, node.deadlines),
    retries: retries ?? 0,
    ...(hedgeAfter === undefined ? {} : { hedgeAfter }),
  };
}

const DEADLINE_KEYS: Readonly<Record<Ast.DeadlineClause['of'], keyof Deadlines>> = {
  connect: 'connect',
  'first token': 'firstToken',
  idle: 'idle',
  ending: 'ending',
  attempt: 'attempt',
  whole: 'whole',
};

/** Milliseconds each, over zero. */
export function checkDeadlines(context: Context, clauses: readonly Ast.DeadlineClause[]): Partial<Deadlines> {
  const deadlines: Partial<Record<keyof Deadlines, number>> = {};
  for (const clause of clauses) {
    const name = clause.of === 'attempt' ? 'within' : `${clause.of} within`;
    const value = checkQuantity(
      context,
      clause.value,
      duration(`\`${name}\``, `${name} ${clause.of === 'ending' ? '5s' : '20s'}`),
    );
    const key = DEADLINE_KEYS[clause.of];
    if (deadlines[key] !== undefined) {
      fault(context, clause.span, 'L1204', `duplicate \`${name}\``, {
        because: 'only one of the two can apply',
        help: 'delete one of the two',
      });
    }
    deadlines[key] ??= value ?? 1;
  }
  return deadlines;
}

export function duration(what: string, example: string): Measure {
  return { unit: 'ms', what, example, over: true };
}

export function checkPool(context: Context, node: Ast.Pool): Pool {
  sayNotYet(context, `pool ${node.order}`, node.name.span);
  return {
    kind: 'pool',
    name: node.name.text,
    at: place(context, node.name.span),
    order: node.order,
    targets: eachOnce(context, node.targets, 'target').map((name) => name.text),
    ...poolClauses(context, node),
  };
}

type PoolClause = 'goodEnoughAt' | 'byPrompt' | 'explore';

/** What follows the members, in a declared pool and in one that is written in place. */
function poolClauses(context: Context, node: Pick<Ast.Pool, PoolClause>): Pick<Pool, PoolClause> {
  const goodEnoughAt = checkGoodEnoughAt(context, node.goodEnoughAt);
  const explore = checkExplore(context, node.explore);
  return {
    ...(goodEnoughAt === undefined ? {} : { goodEnoughAt }),
    ...(node.byPrompt === undefined ? {} : { byPrompt: true }),
    ...(explore === undefined ? {} : { explore }),
  };
}

/** With all requests explored, the pool's own choice would never be observed. */
const MOST_EXPLORED = 99;

function checkExplore(context: Context, written: Ast.Quantity | undefined): number | undefined {
  if (written === undefined) return undefined;
  return checkQuantity(context, written, {
    unit: 'percent',
    what: '`explore`',
    because: 'it is the share of requests that another member of the pool answers',
    example: 'explore 2%',
    high: MOST_EXPLORED,
    over: true,
  });
}

/** Percent. Whether there is a table is checked for the policy. */
function checkGoodEnoughAt(context: Context, written: Ast.Quantity | undefined): number | undefined {
  if (written === undefined) return undefined;
  return checkQuantity(context, written, {
    unit: 'percent',
    what: '`good enough at`',
    example: 'good enough at 90%',
    high: 100,
    over: true,
  });
}

/** An inline pool; its name is its text. */
export function checkInlinePool(
  context: Context,
  node: Extract<Ast.TargetUse, { kind: 'inline-pool' }>,
): Pool {
  sayNotYet(context, `pool ${node.order}`, node.span);
  const clauses = poolClauses(context, node);
  const targets = eachOnce(context, node.targets, 'target').map((name) => name.text);
  const order = node.order === 'in turn' ? 'in turn' : `${node.order} of`;
  return {
    kind: 'pool',
    name: `${order} ${targets.join(', ')}${clauseWords(clauses)}`,
    at: place(context, node.span),
    order: node.order,
    targets,
    ...clauses,
  };
}

function clauseWords({ goodEnoughAt, byPrompt, explore }: Pick<Pool, PoolClause>): string {
  const percent = (value: number): string => formatQuantity('percent', value);
  return [
    goodEnoughAt === undefined ? '' : ` good enough at ${percent(goodEnoughAt)}`,
    byPrompt === undefined ? '' : ' by prompt',
    explore === undefined ? '' : ` explore ${percent(explore)}`,
  ].join('');
}

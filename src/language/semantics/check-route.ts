/**
 * Routes and `otherwise`: guard and action, AST → typed. Canaries get consecutive shares, `until` becomes a term,
 * inline pools get a name. Must not know how a policy is composed.
 */
import type * as Ast from '../syntax/ast.ts';
import { factId, factSpec, keyWords } from '../vocabulary/fact-spec.ts';
import { formatDate, formatQuantity } from '../vocabulary/format-quantity.ts';
import { rangeOf } from '../vocabulary/value-sets.ts';
import { type ConditionContext, checkWhen } from './check-condition.ts';
import { checkQuantity } from './check-quantity.ts';
import { checkShare } from './check-shares.ts';
import { PERS } from './check-spending.ts';
import { checkInlinePool } from './check-target.ts';
import { checkKey } from './check-text-value.ts';
import { fault, oneOf, place, sayNotYet } from './context.ts';
import type { Action, Canary, Guard, Pool, Refusal, Route, Term, Use } from './model.ts';
import { unknownValue } from './report.ts';
import { checkSalt, derivedSalt } from './salts.ts';

export interface RouteContext extends ConditionContext {
  /** Regions that some provider or deployment of the policy names. */
  readonly regions: readonly string[];
  /** Filled with the inline pools of routes, by their generated name. */
  readonly inlinePools: Map<string, Pool>;
}

export function checkRoute(context: RouteContext, node: Ast.Route | Ast.Otherwise): Route {
  const name = node.kind === 'route' ? node.name.text : 'otherwise';
  const guard = checkWhen(context, node.kind === 'route' ? node.when : undefined);
  const until = checkUntil(context, node);
  return {
    name,
    at: place(context, node.head),
    ...(node.action.because === undefined ? {} : { because: node.action.because.text }),
    guard: until === undefined ? guard : withTerm(guard, until.term),
    action: checkAction(context, node, name, until?.date),
  };
}

function withTerm(guard: Guard, term: Term): Guard {
  return { all: [...guard.all, term] };
}

/** Active up to and including the day, in UTC. */
function checkUntil(context: RouteContext, node: Ast.Route | Ast.Otherwise) {
  const { until } = node.action;
  if (until === undefined) return undefined;
  const days = checkQuantity(context, until, { unit: 'date', what: '`until`', example: 'until 2029-12-31' });
  if (days === undefined) return undefined;
  const date = formatDate(days);
  if (node.kind === 'otherwise') {
    fault(context, until.span, 'L1701', `after ${date} requests that match no route would have no answer`, {
      because: '`otherwise` handles every remaining request',
      help: 'give `until` to a route above it',
    });
    return undefined;
  }
  const spec = factSpec('date', {}, context.declared);
  context.facts.set(spec.id, spec);
  const term: Term = {
    kind: 'term',
    fact: spec.id,
    set: { kind: 'numbers', ranges: [rangeOf(0, days)] },
    at: place(context, until.span),
    words: `until ${date}`,
  };
  return { date, term };
}

function checkAction(
  context: RouteContext,
  node: Ast.Route | Ast.Otherwise,
  route: string,
  until: string | undefined,
): Action {
  const { action } = node;
  saysWhatToDo(context, node);
  const refuse = action.refuse === undefined ? undefined : checkRefusal(context, action.refuse);
  const use = action.use === undefined ? undefined : checkUse(context, action.use);
  const cache = action.cache === undefined ? undefined : checkCache(context, action.cache);
  const region = action.withinRegion === undefined ? undefined : checkRegion(context, action.withinRegion);
  return {
    ...(use === undefined ? {} : { use }),
    ...(refuse === undefined ? {} : { refuse }),
    canaries: checkCanaries(context, action.canaries, route),
    mirrors: action.mirrors
      .map((mirror) => checkMirror(context, mirror))
      .filter((mirror) => mirror !== undefined),
    expects: action.expects.map((name) => name.text),
    ...(action.label === undefined ? {} : { label: action.label.text }),
    ...(until === undefined ? {} : { until }),
    onBrokenStream: action.onBrokenStream?.action ?? 'error',
    holdUntilComplete: action.holdUntilComplete,
    ...(cache === undefined ? {} : { cache }),
    ...(region === undefined ? {} : { region }),
  };
}

/** One of `use` and `refuse`; a route with canaries may leave the rest to the next routes. */
function saysWhatToDo(context: RouteContext, node: Ast.Route | Ast.Otherwise): void {
  const { action, head } = node;
  const what = node.kind === 'route' ? `route \`${node.name.text}\`` : '`otherwise`';
  if (action.use === undefined && action.refuse === undefined) {
    if (node.kind === 'route' && action.canaries.length > 0) return;
    fault(context, head, 'L1401', `${what} has neither \`use\` nor \`refuse\``, {
      because: 'a request must be answered or refused',
      help: 'add `use TARGET`, or `refuse 403 "the reason"`',
    });
    return;
  }
  if (action.use !== undefined || action.canaries.length > 0) return;
  const answers: readonly (readonly [string, boolean])[] = [
    ['mirror', action.mirrors.length > 0],
    ['expect', action.expects.length > 0],
    ['cache', action.cache !== undefined],
    ['hold until complete', action.holdUntilComplete],
    ['on broken stream', action.onBrokenStream !== undefined],
  ];
  const useless = answers.find(([, there]) => there)?.[0];
  if (useless === undefined) return;
  fault(context, head, 'L1402', `${what} refuses requests, so \`${useless}\` has no effect`, {
    because: 'there is no answer that it could apply to',
    help: `delete \`${useless}\`, or use a target`,
  });
}

function checkUse(context: RouteContext, node: Ast.Use): Use {
  const orRefuse = node.orRefuse === undefined ? undefined : checkRefusal(context, node.orRefuse);
  return {
    target: targetOf(context, node.target),
    transforms: node.transforms.map((name) => name.text),
    ...(orRefuse === undefined ? {} : { orRefuse }),
  };
}

function targetOf(context: RouteContext, target: Ast.TargetUse): string {
  if (target.kind === 'name') return target.text;
  const pool = checkInlinePool(context, target);
  context.inlinePools.set(pool.name, context.inlinePools.get(pool.name) ?? pool);
  return pool.name;
}

function checkRefusal(context: RouteContext, node: Ast.Refuse): Refusal {
  const status = checkQuantity(context, node.status, {
    unit: 'count',
    what: 'a status',
    example: 'refuse 403 "Not for this team."',
    low: 400,
    high: 599,
    integer: true,
  });
  return { status: status ?? 400, message: node.message.text };
}

/**
 * Shares of one key and salt take [0, 5), then [5, 15), …: no key is in two canaries of a route. Where a route has
 * canaries by several keys, the second key has another salt, regardless of the order.
 */
function checkCanaries(context: RouteContext, nodes: readonly Ast.Canary[], route: string): Canary[] {
  const taken = new Map<string, number>();
  const positions = new Map<string, number>();
  return nodes.flatMap((node) => {
    const share = checkShare(context, node.share, 'a canary', 'canary 5% by user use MODEL');
    const key = checkKey(context, node.by);
    const target = targetOf(context, node.target);
    if (share === undefined || key === undefined) return [];
    const words = keyWords(key);
    positions.set(words, positions.get(words) ?? positions.size + 1);
    const position = positions.get(words) ?? 1;
    const salt = checkSalt(context, node.by.salt) ?? derivedSalt(context.salt, 'canary', route, position);
    const id = factId('share', { key, salt });
    const from = taken.get(id) ?? 0;
    const to = Number((from + share).toPrecision(12));
    taken.set(id, to);
    if (to > 100) {
      fault(
        context,
        node.share.span,
        'L1501',
        `the canaries by ${words} of this route add up to ${formatQuantity('percent', to)}`,
        {
          because: 'their sum can be at most 100%',
          help: 'reduce the shares, or use a `split`',
        },
      );
      return [];
    }
    const spec = factSpec('share', { key, salt, of: 'canary' }, context.declared);
    context.facts.set(spec.id, spec);
    return [
      {
        at: place(context, node.span),
        from,
        to,
        fact: spec.id,
        target,
        transforms: node.transforms.map((name) => name.text),
      },
    ];
  });
}

function checkMirror(context: RouteContext, node: Ast.Mirror) {
  sayNotYet(context, 'mirror', node.span);
  const share = checkShare(context, node.share, 'a mirror', 'mirror 5% to haiku');
  const entry = context.references.get(node.model);
  if (entry !== undefined && entry.node.kind !== 'model') {
    fault(context, node.model.span, 'L1309', `\`${node.model.text}\` is a ${entry.node.kind}, not a model`, {
      because: 'a mirrored copy goes to one model, and its answer is discarded',
      help: 'name a model',
    });
    return undefined;
  }
  return share === undefined ? undefined : { share, model: node.model.text };
}

function checkCache(context: RouteContext, node: NonNullable<Ast.Action['cache']>): Action['cache'] {
  sayNotYet(context, 'cache', node.span);
  const ms = checkQuantity(context, node.for, {
    unit: 'ms',
    what: '`cache`',
    example: 'cache 10min per team',
    over: true,
  });
  const per = oneOf(context, node.per, 'what a cache can be per', PERS);
  return ms === undefined || per === undefined ? undefined : { ms, per };
}

function checkRegion(context: RouteContext, name: Ast.Name): string | undefined {
  if (context.regions.includes(name.text)) return name.text;
  const what = { kind: 'a region of this policy', name: name.text };
  const hint = 'regions are named by providers and deployments: `region eu`';
  context.report(unknownValue(context.file, name.span, what, context.regions, hint));
  return undefined;
}

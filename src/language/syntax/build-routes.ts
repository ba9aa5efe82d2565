/**
 * Routes, `otherwise` and their actions as AST nodes.
 * A route whose name is missing is undefined; a clause with a syntax error is left out.
 */
import type { IToken } from 'chevrotain';
import { joinSpans, type Span } from '../text/span.ts';
import type { Action, Canary, Mirror, Otherwise, Refuse, Route, TargetUse, Use, When } from './ast.ts';
import { buildWhen } from './build-conditions.ts';
import { buildKey, exploreOf, goodEnoughOf, poolOrderOf } from './build-targets.ts';
import { type Building, checkOneAnswer, clausesOf } from './check-clauses.ts';
import type {
  ActionClauseCstNode,
  CanaryCstNode,
  OtherwiseCstNode,
  RefuseCstNode,
  RouteCstNode,
  TargetCstNode,
  UseTargetCstNode,
  WithTransformsCstNode,
} from './cst.generated.ts';
import { nameOf, namesOf, nodeSpan, one, quantityOf, textOf, tokenSpan, writtenName } from './cst-reading.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const REPEATABLE = ['canary', 'mirror', 'expect'];

export function buildRoute(node: RouteCstNode, building: Building): Route | undefined {
  const name = writtenName(node.children.Word);
  const word = node.children.Route?.[0];
  if (name === undefined || word === undefined) return undefined;
  const subject = `route ${name.text}`;
  let when: When | undefined;
  const actions: ActionClauseCstNode[] = [];
  for (const clause of clausesOf(node.children.routeClause, REPEATABLE, subject, building)) {
    if (clause.children.when !== undefined) when = buildWhen(one(clause.children.when));
    else actions.push(one(clause.children.actionClause));
  }
  return {
    kind: 'route',
    name,
    head: joinSpans(tokenSpan(word), name.span),
    ...(when === undefined ? {} : { when }),
    action: buildAction(actions, subject, building),
    span: nodeSpan(node),
  };
}

export function buildOtherwise(node: OtherwiseCstNode, building: Building): Otherwise | undefined {
  const word: IToken | undefined = node.children.Otherwise?.[0];
  if (word === undefined) return undefined;
  const clauses = clausesOf(node.children.actionClause, REPEATABLE, '`otherwise`', building);
  const action = buildAction(clauses, '`otherwise`', building);
  return { kind: 'otherwise', head: tokenSpan(word), action, span: nodeSpan(node) };
}

function buildAction(clauses: readonly ActionClauseCstNode[], subject: string, building: Building): Action {
  const canaries: Canary[] = [];
  const mirrors: Mirror[] = [];
  const expects: Action['expects'][number][] = [];
  const action: Mutable<Action> = { canaries, mirrors, expects, holdUntilComplete: false };
  for (const clause of clauses) {
    const of = clause.children;
    const span = nodeSpan(clause);
    if (of.Because !== undefined) action.because = textOf(one(of.Str));
    else if (of.useTarget !== undefined) action.use = buildUse(one(of.useTarget));
    else if (of.refuse !== undefined) action.refuse = buildRefuse(one(of.refuse));
    else if (of.canary !== undefined) canaries.push(buildCanary(one(of.canary)));
    else if (of.Mirror !== undefined) mirrors.push(buildMirror(clause));
    else if (of.Expect !== undefined) expects.push(nameOf(one(of.Word)));
    else if (of.Label !== undefined) action.label = textOf(one(of.Str));
    else if (of.Stream !== undefined) action.onBrokenStream = { action: brokenStreamAction(clause), span };
    else if (of.Hold !== undefined) action.holdUntilComplete = true;
    else if (of.Until !== undefined) action.until = quantityOf(one(of.Quantity));
    else if (of.Cache !== undefined) {
      action.cache = { for: quantityOf(one(of.Quantity)), per: nameOf(one(of.Word)), span };
    } else action.withinRegion = nameOf(one(of.Word));
  }
  checkOneAnswer(action, subject, building);
  return action;
}

function brokenStreamAction(node: ActionClauseCstNode): 'continue' | 'restart' | 'error' {
  const { Continue, Restart } = node.children;
  if (Continue !== undefined) return 'continue';
  return Restart === undefined ? 'error' : 'restart';
}

function buildUse(node: UseTargetCstNode): Use {
  const { target, withTransforms, refuse } = node.children;
  return {
    kind: 'use',
    target: buildTarget(one(target)),
    transforms: transformsOf(withTransforms),
    ...(refuse === undefined ? {} : { orRefuse: buildRefuse(one(refuse)) }),
    span: nodeSpan(node),
  };
}

function buildTarget(node: TargetCstNode): TargetUse {
  const { poolOrder, names, goodEnough, explore, Word } = node.children;
  if (poolOrder === undefined) return nameOf(one(Word));
  return {
    kind: 'inline-pool',
    order: poolOrderOf(one(poolOrder)),
    targets: namesOf(one(names)),
    ...goodEnoughOf(goodEnough),
    ...exploreOf(explore),
    span: nodeSpan(node),
  };
}

function transformsOf(list: readonly WithTransformsCstNode[] | undefined): Use['transforms'] {
  return list === undefined ? [] : namesOf(one(one(list).children.names));
}

function buildRefuse(node: RefuseCstNode): Refuse {
  const { Quantity, Str } = node.children;
  return {
    kind: 'refuse',
    status: quantityOf(one(Quantity)),
    message: textOf(one(Str)),
    span: nodeSpan(node),
  };
}

function buildCanary(node: CanaryCstNode): Canary {
  const { Quantity, key, target, withTransforms } = node.children;
  return {
    kind: 'canary',
    share: quantityOf(one(Quantity)),
    by: buildKey(one(key)),
    target: buildTarget(one(target)),
    transforms: transformsOf(withTransforms),
    span: nodeSpan(node),
  };
}

function buildMirror(node: ActionClauseCstNode): Mirror {
  const { Quantity, Word } = node.children;
  const span: Span = nodeSpan(node);
  return { kind: 'mirror', share: quantityOf(one(Quantity)), model: nameOf(one(Word)), span };
}

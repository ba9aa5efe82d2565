/**
 * Chains, pools, splits, rollouts, transforms and checks as AST nodes.
 * A declaration whose name is missing is undefined; a clause with a syntax error is left out.
 */
import type {
  AbortClause,
  Chain,
  ChainStep,
  Check,
  CheckRule,
  DeadlineClause,
  Key,
  Pool,
  PoolOrder,
  Rollout,
  Split,
  Transform,
  TransformStep,
} from './ast.ts';
import { type Building, checkChainOrder, checkNotEmpty, clausesOf } from './check-clauses.ts';
import type {
  ChainClauseCstNode,
  ChainCstNode,
  CheckClauseCstNode,
  CheckCstNode,
  ExploreCstNode,
  GoodEnoughCstNode,
  KeyCstNode,
  PoolCstNode,
  PoolOrderCstNode,
  RolloutClauseCstNode,
  RolloutCstNode,
  SplitCstNode,
  TransformClauseCstNode,
  TransformCstNode,
} from './cst.generated.ts';
import {
  deadlineOf,
  isClean,
  literalOf,
  nameOf,
  namesOf,
  nodeSpan,
  one,
  patternOf,
  quantityOf,
  textOf,
  writtenName,
} from './cst-reading.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function buildKey(node: KeyCstNode): Key {
  const { Word, name, salt } = node.children;
  return {
    kind: 'key',
    of: nameOf(one(Word)),
    ...(name === undefined ? {} : { name: textOf(one(name)) }),
    ...(salt === undefined ? {} : { salt: textOf(one(salt)) }),
    span: nodeSpan(node),
  };
}

export function poolOrderOf(node: PoolOrderCstNode): PoolOrder {
  const of = node.children;
  if (of.Fastest !== undefined) return 'fastest';
  if (of.Cheapest !== undefined) return 'cheapest';
  return of.Least === undefined ? 'in turn' : 'least busy';
}

export function exploreOf(nodes: readonly ExploreCstNode[] | undefined): Pick<Pool, 'explore'> | undefined {
  return nodes === undefined ? undefined : { explore: quantityOf(one(one(nodes).children.Quantity)) };
}

export function goodEnoughOf(
  nodes: readonly GoodEnoughCstNode[] | undefined,
): Pick<Pool, 'goodEnoughAt' | 'byPrompt'> | undefined {
  if (nodes === undefined) return undefined;
  const { Quantity, Prompt } = one(nodes).children;
  return {
    goodEnoughAt: quantityOf(one(Quantity)),
    ...(Prompt === undefined ? {} : { byPrompt: true }),
  };
}

export function buildChain(node: ChainCstNode, building: Building): Chain | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const steps: ChainStep[] = [];
  const chain: Mutable<Chain> = { kind: 'chain', name, steps, span: nodeSpan(node) };
  const subject = `chain ${name.text}`;
  const clauses = clausesOf(node.children.chainClause, ['then'], subject, building);
  checkNotEmpty(node.children.chainClause, name.span, subject, '`try MODEL`', building);
  checkChainOrder(node.children.chainClause ?? [], subject, building);
  for (const clause of clauses) {
    if (clause.children.On !== undefined) chain.on = namesOf(one(clause.children.names));
    else steps.push(buildStep(clause, building));
  }
  return chain;
}

function buildStep(node: ChainClauseCstNode, building: Building): ChainStep {
  const target = nameOf(one(node.children.Word));
  const deadlines: DeadlineClause[] = [];
  const step: Mutable<ChainStep> = { kind: 'step', target, deadlines, span: nodeSpan(node) };
  for (const option of clausesOf(node.children.stepOption, [], `the step ${target.text}`, building)) {
    const of = option.children;
    const value = quantityOf(one(of.Quantity));
    const span = nodeSpan(option);
    if (of.Retry !== undefined) step.retry = value;
    else if (of.Hedge !== undefined) step.hedgeAfter = value;
    else deadlines.push({ kind: 'deadline', of: deadlineOf(of), value, span });
  }
  return step;
}

export function buildPool(node: PoolCstNode, building: Building): Pool | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const [clause] = clausesOf(node.children.poolClause, [], `pool ${name.text}`, building);
  const span = nodeSpan(node);
  const example = '`fastest of A, B`';
  checkNotEmpty(node.children.poolClause, name.span, `pool ${name.text}`, example, building);
  if (clause === undefined) return { kind: 'pool', name, order: 'in turn', targets: [], span };
  const { poolOrder, names, goodEnough, explore } = clause.children;
  return {
    kind: 'pool',
    name,
    order: poolOrderOf(one(poolOrder)),
    targets: namesOf(one(names)),
    ...goodEnoughOf(goodEnough),
    ...exploreOf(explore),
    span,
  };
}

export function buildSplit(node: SplitCstNode, building: Building): Split | undefined {
  const name = writtenName(node.children.Word);
  const key = node.children.key?.[0];
  if (name === undefined || key === undefined || !isClean(key)) return undefined;
  checkNotEmpty(node.children.splitArm, name.span, `split ${name.text}`, '`90% A`', building);
  const arms = clausesOf(node.children.splitArm, ['line'], `split ${name.text}`, building).map((arm) => ({
    share: quantityOf(one(arm.children.Quantity)),
    target: nameOf(one(arm.children.Word)),
    span: nodeSpan(arm),
  }));
  return { kind: 'split', name, by: buildKey(key), arms, span: nodeSpan(node) };
}

export function buildRollout(node: RolloutCstNode, building: Building): Rollout | undefined {
  const name = writtenName(node.children.Word);
  const key = node.children.key?.[0];
  if (name === undefined || key === undefined || !isClean(key)) return undefined;
  const aborts: AbortClause[] = [];
  const span = nodeSpan(node);
  const rollout: Mutable<Rollout> = { kind: 'rollout', name, by: buildKey(key), steps: [], aborts, span };
  for (const clause of clausesOf(node.children.rolloutClause, ['abort'], `rollout ${name.text}`, building)) {
    const of = clause.children;
    if (of.From !== undefined) {
      rollout.from = nameOf(one(of.from));
      rollout.to = nameOf(one(of.to));
    } else if (of.Abort !== undefined) aborts.push(buildAbort(clause));
    else {
      rollout.steps = (of.rolloutStep ?? []).map((step) => {
        const { share, after } = step.children;
        const written = { share: quantityOf(one(share)), span: nodeSpan(step) };
        return after === undefined ? written : { ...written, after: quantityOf(one(after)) };
      });
    }
  }
  return rollout;
}

function buildAbort(node: RolloutClauseCstNode): AbortClause {
  const { Error: error, over, for: lasting } = node.children;
  return {
    kind: 'abort',
    measure: error === undefined ? 'p95 latency' : 'error rate',
    over: quantityOf(one(over)),
    for: quantityOf(one(lasting)),
    span: nodeSpan(node),
  };
}

export function buildTransform(node: TransformCstNode, building: Building): Transform | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const clauses = clausesOf(node.children.transformClause, ['set'], `transform ${name.text}`, building);
  return { kind: 'transform', name, steps: clauses.map(buildTransformStep), span: nodeSpan(node) };
}

function buildTransformStep(node: TransformClauseCstNode): TransformStep {
  const of = node.children;
  const span = nodeSpan(node);
  if (of.System !== undefined) {
    const how = of.Prepend !== undefined ? 'prepend' : of.Append !== undefined ? 'append' : 'replace';
    return { kind: 'system', how, text: textOf(one(of.Str)), span };
  }
  if (of.Set !== undefined) {
    return { kind: 'set', parameter: nameOf(one(of.Word)), value: literalOf(one(of.literal)), span };
  }
  if (of.Cap !== undefined) return { kind: 'cap-output', tokens: quantityOf(one(of.Quantity)), span };
  if (of.Trim !== undefined) return { kind: 'trim-history', tokens: quantityOf(one(of.Quantity)), span };
  return { kind: 'drop', what: nameOf(one(of.Word)), span };
}

export function buildCheck(node: CheckCstNode, building: Building): Check | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const rules: CheckRule[] = [];
  const check: Mutable<Check> = { kind: 'check', name, rules, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.checkClause, ['not'], `check ${name.text}`, building)) {
    if (clause.children.On === undefined) rules.push(buildCheckRule(clause));
    else check.onFailure = buildOnFailure(clause);
  }
  return check;
}

function buildCheckRule(node: CheckClauseCstNode): CheckRule {
  const of = node.children;
  const span = nodeSpan(node);
  const negated = of.Not !== undefined;
  if (of.Json !== undefined) return { kind: 'json-schema', file: textOf(one(of.Str)), span };
  if (of.Contains !== undefined) return { kind: 'contains', text: textOf(one(of.Str)), negated, span };
  if (of.Matches !== undefined)
    return { kind: 'matches', pattern: patternOf(one(of.Pattern)), negated, span };
  return { kind: 'length', upTo: quantityOf(one(of.Quantity)), span };
}

function buildOnFailure(node: CheckClauseCstNode): NonNullable<Check['onFailure']> {
  const { Try, Retry, Quantity } = node.children;
  const span = nodeSpan(node);
  if (Retry !== undefined) return { action: 'retry', times: quantityOf(one(Quantity)), span };
  return { action: Try === undefined ? 'refuse' : 'try next', span };
}

/**
 * The policy header, imports, providers, models, tiers, intents, budgets, limits and predicates as AST nodes.
 * A declaration whose name is missing is undefined; a clause with a syntax error is left out.
 */
import type {
  Budget,
  DeadlineClause,
  Defaults,
  Deployment,
  Import,
  Intent,
  Limit,
  LimitClause,
  MeaningSettings,
  Model,
  PolicyHeader,
  Predicate,
  Price,
  Provider,
  Quantity,
  Tiers,
  WireClauses,
} from './ast.ts';
import { type Building, clausesOf, firstOf } from './check-clauses.ts';
import type {
  BudgetCstNode,
  ImportFromCstNode,
  IntentCstNode,
  LimitCstNode,
  LimitLineCstNode,
  ModelClauseCstNode,
  ModelCstNode,
  PolicyClauseCstNode,
  PolicyCstNode,
  PredicateCstNode,
  PricePartCstNode,
  ProviderCstNode,
  TiersCstNode,
  WireFactCstNode,
} from './cst.generated.ts';
import {
  deadlineOf,
  isClean,
  nameOf,
  namesOf,
  nodeSpan,
  one,
  quantityOf,
  textOf,
  writtenName,
  writtenText,
} from './cst-reading.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function buildPolicy(node: PolicyCstNode, building: Building): PolicyHeader | undefined {
  const name = writtenName(node.children.Word);
  const edition = node.children.Quantity?.[0];
  if (name === undefined || edition === undefined) return undefined;
  const header: Mutable<PolicyHeader> = {
    kind: 'policy-header',
    name,
    edition: quantityOf(edition),
    exactlyOne: false,
    span: nodeSpan(node),
  };
  for (const clause of clausesOf(node.children.policyClause, [], 'the policy header', building)) {
    const of = clause.children;
    if (of.Owner !== undefined) header.owner = textOf(one(of.Str));
    else if (of.Serves !== undefined) header.serves = (of.Str ?? []).map(textOf);
    else if (of.Salt !== undefined) header.salt = textOf(one(of.Str));
    else if (of.Rules !== undefined) header.exactlyOne = true;
    else if (of.Defaults !== undefined) header.defaults = buildDefaults(clause, building);
    else header.meaning = buildMeaning(clause, building);
  }
  return header;
}

function buildDefaults(node: PolicyClauseCstNode, building: Building): Defaults {
  const clauses = clausesOf(node.children.defaultClause, [], '`defaults`', building).map((clause) => {
    const deadline: DeadlineClause = {
      kind: 'deadline',
      of: deadlineOf(clause.children),
      value: quantityOf(one(clause.children.Quantity)),
      span: nodeSpan(clause),
    };
    return deadline;
  });
  return { kind: 'defaults', clauses, span: nodeSpan(node) };
}

function buildMeaning(node: PolicyClauseCstNode, building: Building): MeaningSettings {
  const [clause] = clausesOf(node.children.meaningClause, [], '`meaning`', building);
  const span = nodeSpan(node);
  if (clause === undefined) return { kind: 'meaning', span };
  return { kind: 'meaning', secondLookWithin: quantityOf(one(clause.children.Quantity)), span };
}

export function buildImport(node: ImportFromCstNode): Import | undefined {
  const from = writtenText(node.children.Str);
  const names = node.children.names?.[0];
  if (from === undefined || names === undefined || !isClean(names)) return undefined;
  const intents = node.children.Intent === undefined ? {} : { intents: true as const };
  return { kind: 'import', ...intents, names: namesOf(names), from, span: nodeSpan(node) };
}

export function buildProvider(node: ProviderCstNode, building: Building): Provider | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const provider: Mutable<Provider> = { kind: 'provider', name, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.providerClause, [], `provider ${name.text}`, building)) {
    const of = clause.children;
    if (of.Speaks !== undefined) {
      provider.speaks = nameOf(one(of.Word));
      if (of.Str !== undefined) provider.package = textOf(one(of.Str));
    } else if (of.At !== undefined) provider.at = textOf(one(of.Str));
    else if (of.Key !== undefined) provider.keyVariable = nameOf(one(of.Word));
    else if (of.Region !== undefined) provider.region = nameOf(one(of.Word));
    else if (of.wireFact !== undefined) buildWireFact(one(of.wireFact), provider);
    else if (of.Pass !== undefined) provider.pass = namesOf(one(of.names));
    else provider.apiVersion = textOf(one(of.Str));
  }
  return provider;
}

export function buildModel(node: ModelCstNode, building: Building): Model | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const deployments: Deployment[] = [];
  // After `window`, or on a line of its own.
  const outputs: Quantity[] = [];
  const model: Mutable<Model> = { kind: 'model', name, deployments, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.modelClause, ['is'], `model ${name.text}`, building)) {
    const of = clause.children;
    if (of.Is !== undefined) deployments.push(buildDeployment(clause, building));
    else if (of.Window !== undefined) {
      const [window, output] = of.Quantity ?? [];
      model.window = quantityOf(one([window]));
      if (output !== undefined) outputs.push(quantityOf(output));
    } else if (of.Output !== undefined) outputs.push(quantityOf(one(of.Quantity)));
    else if (of.Price !== undefined) model.price = buildPrice(clause);
    else if (of.Can !== undefined) model.can = namesOf(one(of.names));
    else if (of.wireFact !== undefined) buildWireFact(one(of.wireFact), model);
    else model.retires = quantityOf(one(of.Quantity));
  }
  const output = firstOf(outputs, 'output', `model ${name.text}`, building);
  if (output !== undefined) model.output = output;
  return model;
}

function buildWireFact(node: WireFactCstNode, into: Mutable<WireClauses>): void {
  const of = node.children;
  if (of.Not !== undefined) into.noStreamOptions = true;
  else if (of.Max !== undefined) into.maxAs = nameOf(one(of.Word));
  else into.fixedTemperature = true;
}

function buildDeployment(node: ModelClauseCstNode, building: Building): Deployment {
  const deployment: Mutable<Deployment> = {
    kind: 'deployment',
    upstreamId: textOf(one(node.children.Str)),
    provider: nameOf(one(node.children.Word)),
    span: nodeSpan(node),
  };
  for (const clause of clausesOf(node.children.deploymentClause, [], 'this deployment', building)) {
    const of = clause.children;
    if (of.Region !== undefined) deployment.region = nameOf(one(of.Word));
    else if (of.First !== undefined) deployment.firstToken = quantityOf(one(of.Quantity));
    else deployment.fails = { share: quantityOf(one(of.Quantity)), with: nameOf(one(of.Word)) };
  }
  return deployment;
}

function buildPrice(node: ModelClauseCstNode): Price {
  const { Str, pricePart } = node.children;
  const span = nodeSpan(node);
  if (Str !== undefined) return { kind: 'catalogue-price', id: textOf(one(Str)), span };
  const parts = (pricePart ?? []).map((part) => ({
    value: quantityOf(one(part.children.Quantity)),
    per: pricedBy(part),
    span: nodeSpan(part),
  }));
  return { kind: 'price', parts, span };
}

function pricedBy(node: PricePartCstNode): Extract<Price, { kind: 'price' }>['parts'][number]['per'] {
  const of = node.children;
  if (of.In !== undefined) return 'in';
  if (of.Out !== undefined) return 'out';
  if (of.Cached !== undefined) return 'cached';
  if (of.Cache !== undefined) return 'cache write';
  return of.Reasoning === undefined ? 'image' : 'reasoning';
}

export function buildTiers(node: TiersCstNode): Tiers | undefined {
  const names = node.children.names?.[0];
  if (names === undefined || !isClean(names)) return undefined;
  return { kind: 'tiers', names: namesOf(names), span: nodeSpan(node) };
}

export function buildIntent(node: IntentCstNode, building: Building): Intent | undefined {
  const name = writtenName(node.children.name);
  if (name === undefined) return undefined;
  const group = writtenName(node.children.group);
  const like: Intent['like'][number][] = [];
  const not: Intent['not'][number][] = [];
  const intent: Mutable<Intent> = { kind: 'intent', name, like, not, span: nodeSpan(node) };
  if (group !== undefined) intent.group = group;
  for (const clause of clausesOf(
    node.children.intentClause,
    ['like', 'not'],
    `intent ${name.text}`,
    building,
  )) {
    const of = clause.children;
    if (of.Means !== undefined) intent.means = textOf(one(of.Str));
    else if (of.Like !== undefined) like.push(textOf(one(of.Str)));
    else if (of.Not !== undefined) not.push(textOf(one(of.Str)));
    else if (of.Examples !== undefined) intent.examplesFrom = textOf(one(of.Str));
    else if (of.Whole !== undefined) intent.wholeMessage = true;
    else intent.matchAtLeast = quantityOf(one(of.Quantity));
  }
  return intent;
}

function buildLimitLine(node: LimitLineCstNode): LimitClause {
  const { Quantity, At, Tokens, Requests, window, per } = node.children;
  const unit = At !== undefined ? 'at once' : Tokens !== undefined ? 'tokens' : 'requests';
  const hasUnit = At !== undefined || Tokens !== undefined || Requests !== undefined;
  return {
    kind: 'limit-clause',
    amount: quantityOf(one(Quantity)),
    ...(hasUnit ? { unit } : {}),
    ...(window === undefined ? {} : { window: nameOf(one(window)) }),
    per: nameOf(one(per)),
    span: nodeSpan(node),
  };
}

export function buildBudget(node: BudgetCstNode, building: Building): Budget | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const limits: LimitClause[] = [];
  const budget: Mutable<Budget> = { kind: 'budget', name, limits, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.budgetClause, ['limit'], `budget ${name.text}`, building)) {
    const of = clause.children;
    if (of.limitLine !== undefined) limits.push(buildLimitLine(one(of.limitLine)));
    else if (of.Warn !== undefined) budget.warnAt = quantityOf(one(of.Quantity));
    else if (of.Zone !== undefined) budget.zone = textOf(one(of.Str));
    else if (of.Durable !== undefined) budget.durableEvery = true;
    else budget.whenUnknown = nameOf(one(of.Word));
  }
  return budget;
}

export function buildLimit(node: LimitCstNode, building: Building): Limit | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const limits: LimitClause[] = [];
  const limit: Mutable<Limit> = { kind: 'limit', name, limits, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.limitClause, ['line'], `limit ${name.text}`, building)) {
    const of = clause.children;
    if (of.limitLine !== undefined) limits.push(buildLimitLine(one(of.limitLine)));
    else limit.waitUpTo = quantityOf(one(of.Quantity));
  }
  return limit;
}

export function buildPredicate(node: PredicateCstNode, building: Building): Predicate | undefined {
  const name = writtenName(node.children.Word);
  if (name === undefined) return undefined;
  const predicate: Mutable<Predicate> = { kind: 'predicate', name, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.predicateClause, [], `predicate ${name.text}`, building)) {
    const of = clause.children;
    if (of.Within !== undefined) predicate.within = quantityOf(one(of.Quantity));
    else predicate.whenUnknown = nameOf(one(of.Word));
  }
  return predicate;
}

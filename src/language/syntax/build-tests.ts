/**
 * Tests, tables of cases, properties and acceptance as AST nodes.
 * A test whose title is missing is undefined; a clause with a syntax error is left out.
 */
import type { CstNode, IToken } from 'chevrotain';
import type {
  Acceptance,
  Cases,
  Claim,
  Column,
  Expectation,
  ExpectedClause,
  Given,
  Literal,
  Property,
  Test,
  When,
} from './ast.ts';
import { bareFact, buildWhen, measureWords } from './build-conditions.ts';
import { type Building, clausesOf } from './check-clauses.ts';
import type {
  AboutNameCstNode,
  AcceptanceCstNode,
  CasesCstNode,
  ClauseInForceCstNode,
  ColumnCstNode,
  ExpectationCstNode,
  FailsWithCstNode,
  GivenCstNode,
  GivenFactCstNode,
  PropertyClauseCstNode,
  PropertyCstNode,
  TestCaseCstNode,
} from './cst.generated.ts';
import {
  isNode,
  literalOf,
  nameOf,
  namesOf,
  nodeSpan,
  one,
  patternOf,
  quantityOf,
  textOf,
  writtenText,
} from './cst-reading.ts';
import { wording } from './parse-errors.ts';
import { ClosedString, Pattern, Quantity } from './tokens.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type GivenParts = Partial<Pick<Given, 'subject' | 'values' | 'negated' | 'times'>>;

export function buildTest(node: TestCaseCstNode, building: Building): Test | undefined {
  const title = writtenText(node.children.Str);
  if (title === undefined) return undefined;
  const givens: Given[] = [];
  const expectations: (Expectation | ExpectedClause)[] = [];
  for (const clause of clausesOf(node.children.testClause, ['given', 'expect'], 'this test', building)) {
    const { given, expect } = clause.children;
    if (given !== undefined) givens.push(...buildGivens(one(given)));
    else expectations.push(...one(expect).children.expectation.map(buildExpectation));
  }
  return { kind: 'test', title, givens, expectations, span: nodeSpan(node) };
}

export function buildCases(node: CasesCstNode, building: Building): Cases | undefined {
  const title = writtenText(node.children.Str);
  if (title === undefined) return undefined;
  const givens: Given[] = [];
  const rows: Cases['rows'][number][] = [];
  const cases: Mutable<Cases> = { kind: 'cases', title, givens, columns: [], rows, span: nodeSpan(node) };
  for (const clause of clausesOf(node.children.casesClause, ['given', 'case'], 'this table', building)) {
    const of = clause.children;
    if (of.given !== undefined) givens.push(...buildGivens(one(of.given)));
    else if (of.Columns !== undefined) cases.columns = (of.column ?? []).map(buildColumn);
    else rows.push({ cells: (of.literal ?? []).map(literalOf), span: nodeSpan(clause) });
  }
  return cases;
}

export function buildProperty(node: PropertyCstNode, building: Building): Property | undefined {
  const title = writtenText(node.children.Str);
  if (title === undefined) return undefined;
  let when: When | undefined;
  const claims: Claim[] = [];
  for (const clause of clausesOf(node.children.propertyClause, [], 'this property', building)) {
    if (clause.children.when !== undefined) when = buildWhen(one(clause.children.when));
    else claims.push(buildClaim(clause));
  }
  return {
    kind: 'property',
    claimKind: node.children.Never === undefined ? 'always' : 'never',
    title,
    ...(when === undefined ? {} : { when }),
    claims,
    span: nodeSpan(node),
  };
}

function buildClaim(node: PropertyClauseCstNode): Claim {
  const of = node.children;
  const names = of.names === undefined ? [] : namesOf(one(of.names));
  const what =
    of.Tokens !== undefined
      ? 'tokens fit model'
      : of.Refused !== undefined
        ? 'refused'
        : of.Route !== undefined
          ? 'route in'
          : 'model in';
  return { kind: 'claim', what, names, span: nodeSpan(node) };
}

export function buildAcceptance(node: AcceptanceCstNode, building: Building): Acceptance | undefined {
  const title = writtenText(node.children.Str);
  if (title === undefined) return undefined;
  const givens: Given[] = [];
  let claim: Pick<Acceptance, 'over' | 'by' | 'shares'> | undefined;
  for (const clause of clausesOf(node.children.acceptClause, ['given'], 'this acceptance test', building)) {
    const { given, Quantity, Word, acceptShare } = clause.children;
    if (given !== undefined) givens.push(...buildGivens(one(given)));
    else {
      const shares = (acceptShare ?? []).map((share) => ({
        name: nameOf(one(share.children.Word)),
        from: quantityOf(one(share.children.from)),
        to: quantityOf(one(share.children.to)),
        span: nodeSpan(share),
      }));
      claim = { over: quantityOf(one(Quantity)), by: nameOf(one(Word)), shares };
    }
  }
  if (claim === undefined) {
    if (!building.broken) {
      building.faults.push(
        wording.emptyBlock(title.span, 'this acceptance test', '`over 10k users expect …`'),
      );
    }
    return undefined;
  }
  return { kind: 'acceptance', title, givens, ...claim, span: nodeSpan(node) };
}

function buildExpectation(node: ExpectationCstNode): Expectation | ExpectedClause {
  const of = node.children;
  if (of.clauseInForce !== undefined) return buildExpectedClause(one(of.clauseInForce));
  const value = literalIn(of.literal, of.Word, of.Quantity);
  return {
    kind: 'expectation',
    what: expectedOf(of),
    ...(value === undefined ? {} : { value }),
    ...(of.Str === undefined ? {} : { message: textOf(one(of.Str)) }),
    span: nodeSpan(node),
  };
}

function expectedOf(of: ExpectationCstNode['children']): Expectation['what'] {
  if (of.Route !== undefined) return 'route';
  if (of.Model !== undefined) return 'model';
  if (of.Attempts !== undefined) return 'attempts';
  if (of.Reason !== undefined) return 'reason';
  if (of.Label !== undefined) return 'label';
  if (of.Cost !== undefined) return of.Up === undefined ? 'cost' : 'cost up to';
  return 'refused';
}

function buildExpectedClause(node: ClauseInForceCstNode): ExpectedClause {
  const parts = tokensOf(node).map((token) => {
    if (token.tokenType === ClosedString) return textOf(token);
    if (token.tokenType === Pattern) return patternOf(token);
    return token.tokenType.CATEGORIES?.includes(Quantity) ? quantityOf(token) : nameOf(token);
  });
  return { kind: 'expected-clause', parts, span: nodeSpan(node) };
}

/** In the order of the text. */
function tokensOf(node: CstNode): IToken[] {
  return Object.values(node.children)
    .flat()
    .flatMap((element) => (isNode(element) ? tokensOf(element) : [element]))
    .sort((a, b) => a.startOffset - b.startOffset);
}

function literalIn(
  literals: Parameters<typeof literalOf>[0][] | undefined,
  words: IToken[] | undefined,
  quantities: IToken[] | undefined,
): Literal | undefined {
  if (literals?.[0] !== undefined) return literalOf(literals[0]);
  if (words?.[0] !== undefined) return nameOf(words[0]);
  return quantities?.[0] === undefined ? undefined : quantityOf(quantities[0]);
}

function buildGivens(node: GivenCstNode): Given[] {
  return node.children.givenFact.map(buildGiven);
}

function buildGiven(node: GivenFactCstNode): Given {
  const of = node.children;
  const given = (what: string, parts: GivenParts = {}): Given => ({
    kind: 'given',
    what,
    values: [],
    negated: false,
    ...parts,
    span: nodeSpan(node),
  });
  const negated = of.Not !== undefined || of.No !== undefined;
  const value = literalIn(of.literal, undefined, of.Quantity);
  const values = value === undefined ? [] : [value];
  if (of.Message !== undefined) return given('message', { values: [textOf(one(of.Str))] });
  if (of.Header !== undefined) return given('header', { subject: textOf(one(of.Str)), values });
  if (of.Metadata !== undefined) return given('metadata', { subject: textOf(one(of.Str)), values });
  if (of.Request !== undefined) return given('request', { values: [nameOf(one(of.feature))], negated });
  if (of.Rules !== undefined) return given('rules', { subject: textOf(one(of.Str)), negated });
  if (of.Output !== undefined) return given('output tokens', { values });
  if (of.Asked !== undefined) return given('asked for', { values: [textOf(one(of.Str))] });
  if (of.subject !== undefined) {
    const subject = nameOf(one(of.subject));
    if (of.Budget !== undefined) return given('budget', { subject, values });
    if (of.Limit !== undefined) return given('limit', { subject, negated });
    if (of.Rollout !== undefined) return given('rollout', { subject, values });
    if (of.Similarity !== undefined) return given('similarity to', { subject, values });
    return given('predicate', { subject, negated });
  }
  return given('', aboutName(one(of.name), one(of.aboutName)));
}

/** What is given of a bare name: a fact's value, a model's health, or how a model fails. */
function aboutName(name: IToken, node: AboutNameCstNode): GivenParts & { readonly what: string } {
  const of = node.children;
  const subject = nameOf(name);
  if (of.failsWith !== undefined) {
    const fails = one(of.failsWith);
    const times = timesOf(fails);
    const values = [literalOf(one(fails.children.literal))];
    return { what: 'fails', subject, values, ...(times === undefined ? {} : { times }) };
  }
  if (of.Down !== undefined) return { what: 'down', subject, negated: of.Not !== undefined };
  if (of.Explored !== undefined) return { what: 'explored', subject, negated: of.Not !== undefined };
  if (of.Predicted !== undefined)
    return { what: 'predicted', subject, values: [quantityOf(one(of.Quantity))] };
  if (of.measure !== undefined) {
    return { what: measureWords(one(of.measure)), subject, values: [quantityOf(one(of.Quantity))] };
  }
  if (of.First !== undefined) return { what: 'in first', subject, values: [quantityOf(one(of.Quantity))] };
  const fact = bareFact(name);
  const values = [literalOf(one(of.literal))];
  return fact.subject === undefined
    ? { what: fact.words, values }
    : { what: fact.words, subject: fact.subject, values };
}

/** Not a number where the count has a unit: binding reports it. */
function timesOf(node: FailsWithCstNode): number | undefined {
  const { Once, Twice, Quantity } = node.children;
  if (Once !== undefined) return 1;
  if (Twice !== undefined) return 2;
  if (Quantity?.[0] === undefined) return undefined;
  const count = quantityOf(Quantity[0]);
  return count.kind === 'number' ? count.value : Number.NaN;
}

const COLUMN_WORDS = ['message', 'route', 'model', 'attempts', 'reason', 'label', 'refused'];

function buildColumn(node: ColumnCstNode): Column {
  const of = node.children;
  const span = nodeSpan(node);
  const column = (what: string, subject?: Column['subject']): Column =>
    subject === undefined ? { kind: 'column', what, span } : { kind: 'column', what, subject, span };
  if (of.Header !== undefined) return column('header', textOf(one(of.Str)));
  if (of.Metadata !== undefined) return column('metadata', textOf(one(of.Str)));
  if (of.Rules !== undefined) return column('rules', textOf(one(of.Str)));
  if (of.Output !== undefined) return column('output tokens');
  if (of.Asked !== undefined) return column('asked for');
  if (of.Cost !== undefined) return column(of.Up === undefined ? 'cost' : 'cost up to');
  if (of.subject !== undefined) {
    const subject = nameOf(one(of.subject));
    if (of.Budget !== undefined) return column('budget', subject);
    if (of.Limit !== undefined) return column('limit', subject);
    if (of.Rollout !== undefined) return column('rollout', subject);
    return column(of.Similarity === undefined ? 'predicate' : 'similarity to', subject);
  }
  const name = one(of.name);
  if (of.Fails !== undefined) return column('fails', nameOf(name));
  if (of.Down !== undefined) return column('down', nameOf(name));
  if (of.Explored !== undefined) return column('explored', nameOf(name));
  if (of.Predicted !== undefined) return column('predicted', nameOf(name));
  if (of.measure !== undefined) return column(measureWords(one(of.measure)), nameOf(name));
  if (of.First !== undefined) return column('in first', nameOf(name));
  if (COLUMN_WORDS.includes(name.image)) return column(name.image);
  const fact = bareFact(name);
  return column(fact.words, fact.subject);
}

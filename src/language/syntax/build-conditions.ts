/**
 * `when`, `any { }`, facts and tests of the concrete tree as nodes of the AST.
 * Spelling only: whether a fact takes a test is decided where types are known.
 */
import type { IToken } from 'chevrotain';
import type { Span } from '../text/span.ts';
import type { AnyGroup, Comparator, Condition, FactPhrase, Quantity, TestPhrase, When } from './ast.ts';
import type {
  AnyGroupCstNode,
  ComparisonCstNode,
  ConditionCstNode,
  FactCstNode,
  MeasureCstNode,
  QuantityOrNameCstNode,
  TestCstNode,
  TextTestCstNode,
  WhenCstNode,
} from './cst.generated.ts';
import { literalOf, nameOf, nodeSpan, one, patternOf, quantityOf, textOf } from './cst-reading.ts';

/** Facts that are one word and no more. Any other bare word is the name of a group or a model. */
const ONE_WORD_FACTS = new Set([
  ...['tokens', 'messages', 'images', 'request', 'endpoint', 'tier', 'team', 'user', 'key', 'text'],
  ...['time', 'day', 'date', 'complexity', 'language', 'intent'],
]);

export function buildWhen(node: WhenCstNode): When {
  const all = node.children.conditionOrGroup.map((item) => {
    const { anyGroup, condition } = item.children;
    return anyGroup === undefined ? buildCondition(one(condition)) : buildAnyGroup(one(anyGroup));
  });
  return { kind: 'when', all, span: nodeSpan(node) };
}

function buildAnyGroup(node: AnyGroupCstNode): AnyGroup {
  const alternatives = node.children.alternative.map((alternative) =>
    alternative.children.condition.map(buildCondition),
  );
  return { kind: 'any', alternatives, span: nodeSpan(node) };
}

function buildCondition(node: ConditionCstNode): Condition {
  const { fact, test, zone } = node.children;
  return {
    kind: 'condition',
    fact: buildFact(one(fact)),
    test: buildTest(one(test)),
    ...(zone === undefined ? {} : { zone: textOf(one(zone)) }),
    span: nodeSpan(node),
  };
}

export function measureWords(node: MeasureCstNode): 'p95 latency' | 'error rate' | 'load' {
  if (node.children.P95 !== undefined) return 'p95 latency';
  return node.children.Error === undefined ? 'load' : 'error rate';
}

/** The fact a bare word names: itself, or a group (`tone`) or model that binding will find. */
export function bareFact(token: IToken): Pick<FactPhrase, 'words' | 'subject'> {
  return ONE_WORD_FACTS.has(token.image)
    ? { words: token.image }
    : { words: 'group', subject: nameOf(token) };
}

function buildFact(node: FactCstNode): FactPhrase {
  const of = node.children;
  const span = nodeSpan(node);
  const fact = (words: string): FactPhrase => ({ kind: 'fact', words, span });
  const about = (words: string, subject: FactPhrase['subject']): FactPhrase =>
    subject === undefined ? fact(words) : { kind: 'fact', words, subject, span };
  if (of.Output !== undefined) return fact('output tokens');
  if (of.Asked !== undefined) return fact('asked for');
  if (of.Header !== undefined) return about('header', textOf(one(of.Str)));
  if (of.Metadata !== undefined) return about('metadata', textOf(one(of.Str)));
  if (of.Rules !== undefined) return about('rules', textOf(one(of.Str)));
  if (of.Budget !== undefined) return about('budget', nameOf(one(of.subject)));
  if (of.Limit !== undefined) return about('limit', nameOf(one(of.subject)));
  if (of.Similarity !== undefined) return about('similarity to', nameOf(one(of.subject)));
  if (of.Predicate !== undefined) return about('predicate', nameOf(one(of.subject)));
  const name = one(of.name);
  if (of.measure !== undefined) return about(measureWords(one(of.measure)), nameOf(name));
  return { kind: 'fact', ...bareFact(name), span };
}

function buildTest(node: TestCstNode): TestPhrase {
  const of = node.children;
  const span = nodeSpan(node);
  if (of.comparison !== undefined) {
    const test = buildComparison(one(of.comparison));
    if (of.Used === undefined && of.Left === undefined) return test;
    return { kind: 'spend', side: of.Used === undefined ? 'left' : 'used', test, span };
  }
  if (of.textTest !== undefined) return buildTextTest(one(of.textTest), of.Not !== undefined, span);
  if (of.Has !== undefined) {
    const features = (of.feature ?? []).map(nameOf);
    return { kind: 'has', negated: of.No !== undefined, features, span };
  }
  if (of.First !== undefined) return { kind: 'first', share: quantityOf(one(of.Quantity)), span };
  // `asked for "gpt-*"`: a bare text is a glob.
  return { kind: 'like', negated: false, globs: one(of.texts).children.Str.map(textOf), span };
}

function buildTextTest(node: TextTestCstNode, negated: boolean, span: Span): TestPhrase {
  const of = node.children;
  const texts = of.texts?.[0]?.children.Str.map(textOf) ?? [];
  if (of.Like !== undefined) return { kind: 'like', negated, globs: texts, span };
  if (of.Contains !== undefined) return { kind: 'contains', negated, texts, span };
  if (of.patterns !== undefined) {
    return { kind: 'matches', negated, patterns: one(of.patterns).children.Pattern.map(patternOf), span };
  }
  return { kind: 'flag', negated, span };
}

function buildComparison(node: ComparisonCstNode): TestPhrase {
  const of = node.children;
  const span = nodeSpan(node);
  if (of.Between !== undefined) {
    const [low, high] = of.Quantity ?? [];
    return { kind: 'between', low: quantityOf(one([low])), high: quantityOf(one([high])), span };
  }
  if (of.Is !== undefined) {
    return { kind: 'is', negated: of.Not !== undefined, values: (of.literal ?? []).map(literalOf), span };
  }
  const comparator: Comparator =
    of.Over !== undefined
      ? 'over'
      : of.Under !== undefined
        ? 'under'
        : of.Up !== undefined
          ? 'up to'
          : 'at least';
  return compare(comparator, one(of.quantityOrName), span);
}

function compare(comparator: Comparator, node: QuantityOrNameCstNode, span: Span): TestPhrase {
  const { Quantity, Word } = node.children;
  if (Word !== undefined) return { kind: 'rank', comparator, value: nameOf(one(Word)), span };
  const value: Quantity = quantityOf(one(Quantity));
  return { kind: 'compare', comparator, value, span };
}

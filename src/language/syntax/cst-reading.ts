/**
 * Reading tokens and nodes of the concrete tree as names, texts, quantities and spans.
 * Knows how values are written; knows nothing of declarations.
 */
import type { CstElement, CstNode, IToken } from 'chevrotain';
import { joinSpans, type Span, spanOf } from '../text/span.ts';
import type { DeadlineClause, Literal, Name, Quantity, RegularPattern, Text } from './ast.ts';
import type { LiteralCstNode, NamesCstNode } from './cst.generated.ts';
import { Clock, DateLiteral, Duration, Money, Percent } from './tokens.ts';

/** The only element of a list the grammar guarantees; only for nodes without recovery. */
export function one<T>(list: readonly (T | undefined)[] | undefined): T {
  const first = list?.[0];
  if (first === undefined) throw new Error('the grammar promised an element that is not there');
  return first;
}

export function isNode(element: CstElement): element is CstNode {
  return 'children' in element;
}

/** Each level of a declaration asks of the levels below it, so that each node keeps its answer. */
const clean = new WeakMap<CstNode, boolean>();

/** True when nothing below was skipped or invented by error recovery. Only for a tree that is complete. */
export function isClean(node: CstNode): boolean {
  const known = clean.get(node);
  if (known !== undefined) return known;
  const found = isCleanBelow(node);
  clean.set(node, found);
  return found;
}

function isCleanBelow(node: CstNode): boolean {
  if (node.recoveredNode === true) return false;
  for (const key in node.children)
    for (const element of node.children[key] ?? [])
      if (isNode(element) ? !isClean(element) : element.isInsertedInRecovery === true) return false;
  return true;
}

export function tokenSpan(token: IToken): Span {
  return spanOf(token.startOffset, (token.endOffset ?? token.startOffset) + 1);
}

export function nodeSpan(node: CstNode): Span {
  const { startOffset = 0, endOffset = startOffset } = node.location ?? { startOffset: 0 };
  return spanOf(startOffset, Math.max(startOffset, (endOffset ?? startOffset) + 1));
}

const firstTokens = new WeakMap<CstNode, IToken | null>();

/** The first token of a node in the order of the text. Only for a tree that is complete. */
export function firstToken(node: CstNode): IToken | undefined {
  const known = firstTokens.get(node);
  if (known !== undefined) return known ?? undefined;
  const found = firstTokenBelow(node);
  firstTokens.set(node, found ?? null);
  return found;
}

function firstTokenBelow(node: CstNode): IToken | undefined {
  let found: IToken | undefined;
  for (const key in node.children)
    for (const element of node.children[key] ?? []) {
      const token = isNode(element) ? firstToken(element) : element;
      if (token === undefined || token.isInsertedInRecovery === true) continue;
      if (found === undefined || token.startOffset < found.startOffset) found = token;
    }
  return found;
}

export function nameOf(token: IToken): Name {
  return { kind: 'name', text: token.image, quoted: false, span: tokenSpan(token) };
}

/** The name of a declaration, when it is there and was written by the user. */
export function writtenName(list: readonly IToken[] | undefined): Name | undefined {
  const token = list?.[0];
  return token === undefined || token.isInsertedInRecovery === true ? undefined : nameOf(token);
}

export function writtenText(list: readonly IToken[] | undefined): Text | undefined {
  const token = list?.[0];
  return token === undefined || token.isInsertedInRecovery === true ? undefined : textOf(token);
}

export function namesOf(node: NamesCstNode): Name[] {
  return node.children.Word.map(nameOf);
}

export function textOf(token: IToken): Text {
  return { kind: 'text', text: decodeString(token.image), span: tokenSpan(token) };
}

export function patternOf(token: IToken): RegularPattern {
  return {
    kind: 'pattern',
    source: token.image.slice(1, token.image.lastIndexOf('/')),
    span: tokenSpan(token),
  };
}

/** What is between the quotes, with `\"`, `\\` and `\n` replaced; any other escape stays as written. */
export function decodeString(image: string): string {
  return image
    .slice(1, -1)
    .replace(/\\(["\\n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

const DURATION_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

export function quantityOf(token: IToken): Quantity {
  const span = tokenSpan(token);
  const { image } = token;
  switch (token.tokenType) {
    case DateLiteral:
      return { kind: 'date', value: image, span };
    case Clock:
      return { kind: 'time', value: Number(image.slice(0, 2)) * 60 + Number(image.slice(3)), span };
    case Money:
      return { kind: 'money', value: scaled(image.slice(1)), span };
    case Percent:
      return { kind: 'percent', value: Number(image.slice(0, -1)), span };
    case Duration: {
      const [, amount = '0', unit = 'ms'] = /^([\d.]+)([a-z]+)$/.exec(image) ?? [];
      return { kind: 'duration', value: rounded(Number(amount) * (DURATION_MS[unit] ?? 1)), span };
    }
    default:
      return { kind: 'number', value: scaled(image), span };
  }
}

function scaled(image: string): number {
  const factor = image.endsWith('k') ? 1000 : image.endsWith('M') ? 1_000_000 : 1;
  return factor === 1 ? Number(image) : rounded(Number(image.slice(0, -1)) * factor);
}

/** 1.1k is 1100, not 1100.0000000000002. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

export function literalOf(node: LiteralCstNode): Literal {
  const { Str, Quantity, Word } = node.children;
  if (Str !== undefined) return textOf(one(Str));
  if (Quantity !== undefined) return quantityOf(one(Quantity));
  return nameOf(one(Word));
}

/** Which deadline a clause or a step option speaks of; the bare `within` of a step is the attempt's. */
export function deadlineOf(of: Readonly<Partial<Record<DeadlineWord, unknown>>>): DeadlineClause['of'] {
  if (of.Connect !== undefined) return 'connect';
  if (of.First !== undefined) return 'first token';
  if (of.Idle !== undefined) return 'idle';
  if (of.Ending !== undefined) return 'ending';
  return of.Whole === undefined ? 'attempt' : 'whole';
}
type DeadlineWord = 'Connect' | 'First' | 'Idle' | 'Ending' | 'Whole';

export function spanFrom(tokens: readonly IToken[]): Span {
  return tokens.map(tokenSpan).reduce(joinSpans, tokenSpan(one(tokens)));
}

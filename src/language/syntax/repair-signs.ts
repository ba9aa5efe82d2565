/**
 * Signs that other languages use: what each is here, by the line it is on. A sign in a condition is a comparison, in
 * `given` and `expect` it is nothing, `:` at the end of a declaration's first line is a `{`.
 * Looks at a token and its line; knows no grammar.
 */

import type { IToken } from 'chevrotain';
import { type Span, spanOf } from '../text/span.ts';
import { ONE_WORD_FACTS } from './condition-words.ts';
import { tokenSpan } from './cst-reading.ts';
import { isDeclarationWord } from './keywords.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { tokenLike } from './token-copy.ts';
import { LCurly, Quantity, RCurly, Sign, Word } from './tokens.ts';

const COMPARISONS: Readonly<Record<string, string>> = {
  '=': 'is',
  '==': 'is',
  '===': 'is',
  '!=': 'is not',
  '!==': 'is not',
  '<>': 'is not',
  '!': 'not',
  '>': 'over',
  '>=': 'at least',
  '=>': 'at least',
  '<': 'under',
  '<=': 'up to',
  '=<': 'up to',
  '&&': 'and',
  '&': 'and',
};

/** Facts that a line of `any { … }` may begin with: there no `when` and no `and` says that it is a condition. */
const FACT_WORDS = new Set([
  // `key` begins a clause of a provider, too.
  ...ONE_WORD_FACTS.filter((word) => word !== 'key'),
  ...['output', 'request', 'asked', 'header', 'metadata'],
]);
/** On one line, for one message; the rest of such a line is noise. */
const MOST_SIGNS = 8;
/** Tokens of a line that are looked at on each side of a sign: a hostile line must not cost its square. */
const MOST_TOKENS = 64;
const TEST_CLAUSES = new Set(['given', 'expect', 'case', 'columns']);
const CLOSERS: Readonly<Record<string, string>> = { '[': ']', '(': ')' };

function isTouching(first: IToken | undefined, second: IToken | undefined): boolean {
  return (
    first !== undefined &&
    second !== undefined &&
    (first.endOffset ?? first.startOffset) + 1 === second.startOffset
  );
}

/** `-- a comment` at the beginning of a line: how many tokens it has; 0 where it is none. */
export function dashComment(tokens: readonly IToken[], index: number, faults: SyntaxFault[]): number {
  const token = tokens[index];
  const next = tokens[index + 1];
  const after = tokens[index + 2];
  if (token?.image !== '-' || next?.image !== '-' || !isTouching(token, next) || isTouching(next, after))
    return dashes(tokens, index, faults);
  return commentFrom(tokens, index, 2, faults);
}

function dashes(tokens: readonly IToken[], index: number, faults: SyntaxFault[]): number {
  return /^--+$/.test(tokens[index]?.image ?? '') ? commentFrom(tokens, index, 1, faults) : 0;
}

function commentFrom(tokens: readonly IToken[], index: number, signs: number, faults: SyntaxFault[]): number {
  const token = tokens[index] as IToken;
  if (tokens[index - 1]?.endLine === token.startLine) return 0;
  let end = index;
  while (tokens[end + 1]?.startLine === token.startLine) end++;
  const last = tokens[index + signs - 1] as IToken;
  faults.push(wording.dashComment(spanOf(token.startOffset, (last.endOffset ?? last.startOffset) + 1)));
  return end - index + 1;
}

/** Tokens to put in its place. A sign that is given back as it is gets its message from the parser's error. */
export function repairedSign(tokens: readonly IToken[], index: number, faults: SyntaxFault[]): IToken[] {
  const token = tokens[index] as IToken;
  const span = tokenSpan(token);
  const line = lineOf(tokens, index);
  const place = placeOf(line.before);
  const [previous, next] = [line.before.at(-1), line.after[0]];
  if (place === 'test') {
    faults.push(wording.signInTest(span, token.image, between(previous, token, next), previous?.image ?? ''));
    return [];
  }
  if (token.image === '-' && line.before.length === 0) {
    faults.push(wording.listItem(span));
    return [];
  }
  if (place === 'condition' && waitsForParser(token, line)) return [token];
  if (/^(?:import|intent)$/.test(previous?.image ?? '') && token.image === '*') return [token];
  if (token.image === '||' || token.image === '|') {
    faults.push(wording.alternatives(span, token.image));
    return [like(token, 'or')];
  }
  if (token.image === ':' && isTouching(token, next) && next?.tokenType === Sign) return [];
  const tested =
    token.image === ':' && /^(?:is|over|under|at|up|between|like|not|in)$/.test(next?.image ?? '');
  const meant = token.image === ':' && place === 'condition' && !tested ? 'is' : COMPARISONS[token.image];
  if (meant === undefined || place !== 'condition' || previous?.image === 'when') {
    if (meant === 'not' && place === 'condition') return [like(token, 'not')];
    const inside = previous !== undefined && next !== undefined && token.image !== '(' && token.image !== ')';
    const gap = inside ? between(previous, token, next) : undefined;
    const touches = isTouching(previous, token) || isTouching(token, next);
    const callee =
      token.image === '(' && isTouching(previous, token) ? spanOf(span.start, span.end) : undefined;
    faults.push(
      wording.uselessSign(
        span,
        token.image,
        gap !== undefined && touches ? gap : (callee ?? span),
        (gap !== undefined && touches) || callee !== undefined ? ' ' : '',
      ),
    );
    return [];
  }
  if (token.image === '!') return [like(token, 'not')];
  const assigned = previous?.image === ':' && isTouching(previous, token);
  const from = assigned ? { ...span, start: previous.startOffset } : span;
  const word = assigned ? line.before.at(-2) : previous;
  const spaced = `${isTouching(word, assigned ? previous : token) ? ' ' : ''}${meant}${isTouching(token, next) ? ' ' : ''}`;
  faults.push(wording.sign(from, assigned ? `:${token.image}` : token.image, meant, spaced));
  return meant.split(' ').map((word) => like(token, word));
}

/** `[a, b]`, `(a)`, `8k - 16k`, `~`: whole phrases, of which the sign is only a part. */
function waitsForParser(token: IToken, { before, after }: Line): boolean {
  if (token.image === '[' || token.image === '(')
    return after.some((other) => other.image === CLOSERS[token.image]);
  if (token.image === ']' || token.image === ')')
    return before.some((other) => CLOSERS[other.image] === token.image);
  const counts = (other: IToken | undefined): boolean =>
    other?.tokenType.CATEGORIES?.includes(Quantity) ?? false;
  if (token.image === '-' || token.image === '&') return counts(before.at(-1)) && counts(after[0]);
  return token.image === '.' || token.image === '~';
}

type Place = 'condition' | 'test' | 'other';

function placeOf(before: readonly IToken[]): Place {
  const first = before[0]?.image ?? '';
  // `tier: [free, pro]` at the margin is a declaration.
  if (first === 'tier' && before[0]?.startColumn === 1) return 'other';
  if (TEST_CLAUSES.has(first)) return 'test';
  const words = before.map(({ image }) => image);
  if (words.some((word) => word === 'when' || word === 'and') || FACT_WORDS.has(first)) return 'condition';
  return ['key', 'budget', 'limit', 'rules', 'predicate', 'similarity'].includes(first) &&
    before.length > (first === 'key' ? 0 : 1)
    ? 'condition'
    : 'other';
}

interface Line {
  readonly before: readonly IToken[];
  readonly after: readonly IToken[];
}

/** What is on the line of a token, no further than a brace. */
function lineOf(tokens: readonly IToken[], index: number): Line {
  const line = tokens[index]?.startLine;
  const ends = (token: IToken | undefined): boolean =>
    token === undefined ||
    token.startLine !== line ||
    token.tokenType === LCurly ||
    token.tokenType === RCurly;
  let from = index;
  while (from > 0 && index - from < MOST_TOKENS && !ends(tokens[from - 1])) from--;
  let to = index;
  while (to + 1 < tokens.length && to - index < MOST_TOKENS && !ends(tokens[to + 1])) to++;
  return { before: tokens.slice(from, index), after: tokens.slice(index + 1, to + 1) };
}

/** From the end of the token before to the beginning of the one after, where both are on the line. */
function between(previous: IToken | undefined, token: IToken, next: IToken | undefined): Span {
  const start = previous === undefined ? token.startOffset : (previous.endOffset ?? 0) + 1;
  return spanOf(start, next === undefined ? (token.endOffset ?? token.startOffset) + 1 : next.startOffset);
}

/**
 * `route r:` with its clauses indented below: the tokens of a block, the `}` included where there is none. Undefined
 * where `tokens[index]` is not such a colon; otherwise `end` is the index of the last token of the block.
 */
export function colonBlock(
  tokens: readonly IToken[],
  index: number,
):
  | { readonly fault: SyntaxFault; readonly open: IToken; readonly end: number; readonly close?: IToken }
  | undefined {
  const token = tokens[index];
  if (token?.tokenType !== Sign || token.image !== ':') return undefined;
  const { before, after } = lineOf(tokens, index);
  const head = before[0];
  const next = tokens[index + 1];
  if (head === undefined || after.length > 0 || !isDeclarationWord(head.image)) return undefined;
  if (next === undefined || next.startLine === token.startLine) return undefined;
  const column = head.startColumn ?? 1;
  let end = index;
  while (end + 1 < tokens.length && (tokens[end + 1]?.startColumn ?? 1) > column) end++;
  // A token in the middle of a line that is less indented ends nothing: lines are looked at by their first.
  while (end + 1 < tokens.length && tokens[end + 1]?.startLine === tokens[end]?.startLine) end++;
  const last = tokens[end] as IToken;
  const closed = tokens[end + 1]?.tokenType === RCurly;
  const span = tokenSpan(token);
  const at = (last.endOffset ?? last.startOffset) + 1;
  const more = closed ? [] : [{ span: spanOf(at, at), text: `\n${' '.repeat(column - 1)}}` }];
  const open = tokenLike(token, LCurly, '{');
  return {
    fault: wording.colonBlock(span, more),
    open,
    end,
    ...(closed ? {} : { close: tokenLike(last, RCurly, '}') }),
  };
}

/** Several signs on one line are one message. */
export function mergeSigns(
  faults: readonly SyntaxFault[],
  lineOf: (offset: number) => number,
): SyntaxFault[] {
  const merged: SyntaxFault[] = [];
  const firsts = new Map<string, number>();
  for (const fault of faults) {
    const key =
      fault.sign === undefined
        ? undefined
        : `${lineOf(fault.span.start)} ${fault.sign.meant === undefined ? 'nothing' : 'words'}`;
    const at = key === undefined ? undefined : firsts.get(key);
    const first = at === undefined ? undefined : merged[at];
    if (at === undefined || first === undefined) {
      if (key !== undefined) firsts.set(key, merged.length);
      merged.push(fault);
    } else if ((first.sign?.written.length ?? 0) < MOST_SIGNS) merged[at] = wording.signs(first, fault);
  }
  return merged;
}

function like(token: IToken, image: string): IToken {
  return tokenLike(token, Word, image);
}

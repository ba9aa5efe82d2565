/**
 * Tokens that can only be mistakes (`20sec`, `'…'`, `==`, `//`): says what is wrong and puts in their place
 * what was most likely meant, so that one slip costs one message and the parser reads on.
 * Knows no grammar: looks at a token and its neighbours.
 */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';
import { type Span, spanOf } from '../text/span.ts';
import { tokenSpan } from './cst-reading.ts';
import { CLAUSES, isDeclarationWord } from './keywords.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import { meantQuantity } from './read-quantity.ts';
import {
  BadQuantity,
  ClosedString,
  LCurly,
  NumberLiteral,
  OpenString,
  Pattern,
  RCurly,
  Sign,
  SlashComment,
  Strange,
  Word,
  WrongQuotes,
} from './tokens.ts';

export interface Repaired {
  readonly tokens: IToken[];
  readonly faults: SyntaxFault[];
}

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

/** Words that begin a clause and are no facts: a sign after them is not a comparison. */
const CLAUSE_WORDS = new Set<string>(
  Object.values(CLAUSES)
    .flat()
    .filter(
      (word) => !['tokens', 'output', 'key', 'limit', 'rules', 'is', 'not', 'model', 'route'].includes(word),
    ),
);

export function repairTokens(lexed: readonly IToken[]): Repaired {
  const tokens: IToken[] = [];
  const faults: SyntaxFault[] = [];
  let index = 0;
  for (let token = lexed[index]; token !== undefined; token = lexed[++index]) {
    const run = nameRun(lexed, index);
    if (run.length > 1) {
      const whole = joined(run);
      faults.push(badName(whole));
      tokens.push(whole);
      index += run.length - 1;
    } else {
      tokens.push(...(otherBrace(lexed, index, faults) ?? repaired(token, tokens.at(-1), faults)));
    }
  }
  return { tokens, faults };
}

function repaired(token: IToken, previous: IToken | undefined, faults: SyntaxFault[]): IToken[] {
  const span = tokenSpan(token);
  switch (token.tokenType) {
    case SlashComment: {
      const comment = `# ${token.image.replace(/^\/[/*]\s*|\s*\*\/$/g, '')}`.trimEnd();
      faults.push(wording.slashComment(span, comment));
      return [];
    }
    case WrongQuotes: {
      const meant = `"${token.image
        .slice(1)
        .replace(/['`"\u2018-\u201e\u00bb]$/, '')
        .replace(/[\\"]/g, '\\$&')}"`;
      faults.push(wording.wrongQuotes(span, meant));
      return [like(token, ClosedString, meant)];
    }
    case OpenString:
      faults.push(wording.openString(span));
      return closedString(token);
    case ClosedString:
      faults.push(...badEscapes(token));
      return [token];
    case Pattern:
      faults.push(...badPattern(token));
      return [
        token.image.endsWith('/') && token.image.length > 1 ? token : like(token, Pattern, `${token.image}/`),
      ];
    case BadQuantity: {
      if (isDeclarationWord(previous?.image ?? '') && /^\d[\w.-]*$/.test(token.image)) {
        faults.push(wording.badName(span, token.image, `_${token.image}`));
        return [like(token, Word, token.image)];
      }
      const { meant, type, why } = meantQuantity(token.image);
      faults.push(wording.badQuantity(span, token.image, why, meant));
      return [meant === undefined || type === undefined ? token : like(token, type, meant)];
    }
    case Sign:
      return repairedSign(token, previous, faults);
    case Strange:
      faults.push(wording.strange(span, token.image));
      return [];
    default:
      return [token];
  }
}

/** `)`, `]` or `;` alone on a line ends a block, `(` or `[` at the end of one begins it; `{ {` is one too many. */
function otherBrace(tokens: readonly IToken[], index: number, faults: SyntaxFault[]): IToken[] | undefined {
  const token = tokens[index];
  const previous = tokens[index - 1];
  const next = tokens[index + 1];
  if (token === undefined) return undefined;
  if (token.tokenType === LCurly && previous?.tokenType === LCurly) {
    faults.push(wording.doubleOpen(tokenSpan(token)));
    return [];
  }
  const first = previous === undefined || previous.endLine !== token.startLine;
  const last = next === undefined || next.startLine !== token.endLine;
  const meant =
    first && last && /^[)\];]$/.test(token.image)
      ? RCurly
      : !first && last && /^[([]$/.test(token.image)
        ? LCurly
        : undefined;
  if (meant === undefined) return undefined;
  const image = meant === RCurly ? '}' : '{';
  faults.push(wording.otherBrace(tokenSpan(token), token.image, image));
  return [like(token, meant, image)];
}

function repairedSign(token: IToken, previous: IToken | undefined, faults: SyntaxFault[]): IToken[] {
  const span = tokenSpan(token);
  if (token.image === '||' || token.image === '|') {
    faults.push(wording.alternatives(span, token.image));
    return [like(token, Word, 'or')];
  }
  const meant = COMPARISONS[token.image];
  if (meant === undefined || CLAUSE_WORDS.has(previous?.image ?? '')) {
    faults.push(wording.uselessSign(span, token.image));
    return [];
  }
  faults.push(wording.sign(span, token.image, meant));
  return meant.split(' ').map((word) => like(token, Word, word));
}

/** The text up to the end of the line; a `{` at its end was meant as a brace. */
function closedString(token: IToken): IToken[] {
  const body = /^(.*?)\s*\{\s*$/s.exec(token.image)?.[1];
  if (body === undefined || body === '"')
    return [like(token, ClosedString, `${token.image.replace(/\\$/, '')}"`)];
  const brace = like(token, LCurly, '{');
  brace.startOffset = token.startOffset + token.image.lastIndexOf('{');
  brace.endOffset = brace.startOffset;
  const text = like(token, ClosedString, `${body}"`);
  text.endOffset = token.startOffset + body.length - 1;
  return [text, brace];
}

function badEscapes(token: IToken): SyntaxFault[] {
  return [...token.image.matchAll(/\\([^\r\n])/g)]
    .filter((match) => !'"\\n'.includes(match[1] ?? ''))
    .slice(0, 1)
    .map((match) => wording.badEscape(at(token, match.index, 2), match[0]));
}

function badPattern(token: IToken): SyntaxFault[] {
  const last = token.image.lastIndexOf('/');
  if (last === 0) return [wording.openPattern(tokenSpan(token))];
  const flags = token.image.slice(last + 1);
  return flags === '' ? [] : [wording.patternFlags(at(token, last + 1, flags.length), flags)];
}

/** Words and signs that touch and were meant as one name: `größe`, `a--b`, `gpt:4`. */
function nameRun(tokens: readonly IToken[], start: number): IToken[] {
  const run: IToken[] = [];
  let last: IToken | undefined;
  for (let index = start; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined || (last !== undefined && token.startOffset !== (last.endOffset ?? 0) + 1)) break;
    const joins = token.tokenType === Strange || (token.tokenType === Sign && /^[-.:@+]+$/.test(token.image));
    const digits = last !== undefined && last.tokenType !== Word && token.tokenType === NumberLiteral;
    if (token.tokenType !== Word && !joins && !digits) break;
    run.push(token);
    last = token;
  }
  while (run.length > 1 && run.at(-1)?.tokenType === Sign) run.pop();
  return run.some((token) => token.tokenType === Word) && run.some((token) => token.tokenType !== Word)
    ? run
    : [];
}

function joined(run: readonly IToken[]): IToken {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) throw new Error('a run of tokens is not empty');
  const whole = like(first, Word, run.map((token) => token.image).join(''));
  whole.endOffset = last.endOffset ?? last.startOffset;
  return whole;
}

function badName(token: IToken): SyntaxFault {
  const meant = token.image
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/[^\w.-]+/g, (strange) => (/^[\u0300-\u036f]+$/.test(strange) ? '' : '-'))
    .replace(/[-.]{2,}/g, '-')
    .replace(/^[-.\d]+|[-.]+$/g, '');
  return wording.badName(tokenSpan(token), token.image, meant === '' ? undefined : meant);
}

function like(token: IToken, type: TokenType, image: string): IToken {
  return createTokenInstance(
    type,
    image,
    token.startOffset,
    token.endOffset ?? token.startOffset,
    token.startLine ?? 1,
    token.endLine ?? 1,
    token.startColumn ?? 1,
    token.endColumn ?? 1,
  );
}

function at(token: IToken, offset: number, length: number): Span {
  return spanOf(token.startOffset + offset, token.startOffset + offset + length);
}

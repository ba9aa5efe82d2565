/**
 * Phrases of other languages within a clause, and what they are here: `more than 8k` is `over 8k`, `in [free, pro]`
 * is `is free or pro`. Looked at only where the parser has met an error, so that no correct file can be misread.
 * Rules and replacements are the tables `condition-phrases.ts`, `clause-phrases.ts` and `foreign-clauses.ts`; knows no
 * grammar.
 */
import type { IToken } from 'chevrotain';
import { joinSpans } from '../text/span.ts';
import { startsLine } from './assign-keywords.ts';
import { CLAUSE_PHRASES } from './clause-phrases.ts';
import { CONDITION_PHRASES } from './condition-phrases.ts';
import { tokenSpan } from './cst-reading.ts';
import type { ErrorPlace } from './error-place.ts';
import { CLAUSE_STARTS } from './foreign-clauses.ts';
import type { BlockKind } from './keywords.ts';
import { type SyntaxFault, wording } from './parse-errors.ts';
import type { Phrase } from './phrase.ts';
import { InnerRCurly, LCurly, RCurly, Str } from './tokens.ts';

/** Tokens of a line that are looked at on each side of an error: patterns must not be tried on endless lines. */
const MOST_TOKENS = 40;

export function foreignPhrase(place: ErrorPlace): SyntaxFault | undefined {
  const { kind, lead } = place;
  const conditions = lead === 'when' && kind !== 'budget' && kind !== 'predicate';
  const phrases = conditions ? CONDITION_PHRASES : CLAUSE_PHRASES[lead];
  if (phrases === undefined) return undefined;
  const line = lineAround(place);
  return firstThatFits(phrases, line.tokens, line.index);
}

/** `url "…"` where `tokens[index]` begins a line and should begin a clause of the block. */
export function foreignClause(
  tokens: readonly IToken[],
  index: number,
  kind: BlockKind | undefined,
): SyntaxFault | undefined {
  const phrases = kind === undefined ? undefined : CLAUSE_STARTS[kind];
  if (phrases === undefined) return undefined;
  let to = index + 1;
  while (
    to - index < MOST_TOKENS &&
    to < tokens.length &&
    !startsLine(tokens[to] as IToken, tokens[to - 1]) &&
    !isClose(tokens[to])
  )
    to++;
  return firstThatFits(phrases, tokens.slice(index, to), 0);
}

/** @param index of the token that the parser stumbled over */
function firstThatFits(
  phrases: readonly Phrase[],
  tokens: readonly IToken[],
  index: number,
): SyntaxFault | undefined {
  const text = new MaskedText(tokens);
  for (const phrase of phrases) {
    for (const match of text.text.matchAll(phrase.when)) {
      const fault = replaced(phrase, match, text, index);
      if (fault !== undefined) return fault;
    }
  }
  return undefined;
}

function replaced(
  phrase: Phrase,
  match: RegExpExecArray,
  text: MaskedText,
  index: number,
): SyntaxFault | undefined {
  const found = text.tokensOf(match.index, match[0].length);
  const [first, last] = [found.at(0), found.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  // What the parser has read without an error, and left behind, is not what it stumbled over.
  if (text.positionOf(first) > index || text.positionOf(last) + 1 < index) return undefined;
  const meant =
    typeof phrase.write === 'string'
      ? phrase.write
      : phrase.write(match.groups ?? {}, (sign) => text.contentOf(sign));
  if (meant === undefined || text.unmasked(meant) === text.written(found)) return undefined;
  // The words to add are already in front of the match: the error is elsewhere, as in a block that is not closed.
  const upTo = ` ${text.text.slice(0, match.index + match[0].length)}`;
  if (meant.length > match[0].length && upTo.endsWith(` ${meant}`)) return undefined;
  const written = tokenSpan(first);
  // A comma touches the word before it; the word that replaces it does not.
  const before = text.before(first);
  const touches = before !== undefined && before.endOffset === first.startOffset - 1;
  const span = joinSpans(written, tokenSpan(last));
  if (touches && /^\w/.test(meant) && !/^\w/.test(first.image))
    return wording.phrase(span, text.written(found), text.unmasked(meant), phrase, ' ');
  return wording.phrase(span, text.written(found), text.unmasked(meant), phrase);
}

/** The tokens of the clause that are on the line of the error, or on the line before where the error begins one. */
function lineAround({ tokens, index, start }: ErrorPlace): { tokens: readonly IToken[]; index: number } {
  let from = index;
  const found = tokens[index];
  const previous = tokens[index - 1];
  if (found === undefined || startsLine(found, previous)) from = Math.max(0, index - 1);
  while (
    index - from < MOST_TOKENS &&
    from > (start ?? 0) + 1 &&
    !startsLine(tokens[from] as IToken, tokens[from - 1])
  )
    from--;
  let to = from;
  let depth = 0;
  for (; to < tokens.length && to - from < 2 * MOST_TOKENS; to++) {
    const token = tokens[to] as IToken;
    if (to > from && startsLine(token, tokens[to - 1])) break;
    if (token.tokenType === LCurly) depth++;
    if (isClose(token) && depth-- === 0) break;
  }
  return { tokens: tokens.slice(from, to), index: index - from };
}

/** Tokens as one text for patterns, and the way back. */
class MaskedText {
  readonly text: string;
  private readonly tokens: readonly IToken[];
  private readonly starts: number[] = [];

  constructor(tokens: readonly IToken[]) {
    this.tokens = tokens;
    let text = '';
    tokens.forEach((token, index) => {
      this.starts.push(text.length);
      text += `${isText(token) ? `"${index}"` : token.image} `;
    });
    this.text = text;
  }

  tokensOf(start: number, length: number): IToken[] {
    return this.tokens.filter((_, index) => {
      const at = this.starts[index] ?? 0;
      return at >= start && at < start + length;
    });
  }

  positionOf(token: IToken): number {
    return this.tokens.indexOf(token);
  }

  before(token: IToken): IToken | undefined {
    return this.tokens[this.positionOf(token) - 1];
  }

  contentOf(sign: string): string {
    return this.tokens[Number(sign.slice(1, -1))]?.image.slice(1, -1) ?? '';
  }

  unmasked(text: string): string {
    return text.replace(/"(\d+)"/g, (sign, index: string) => this.tokens[Number(index)]?.image ?? sign);
  }

  /** As it is in the file, so far as one space between tokens may show it. */
  written(tokens: readonly IToken[]): string {
    return tokens
      .map((token, index) => {
        const next = tokens[index + 1];
        const touches = next !== undefined && next.startOffset === (token.endOffset ?? 0) + 1;
        return next === undefined || touches ? token.image : `${token.image} `;
      })
      .join('');
  }
}

function isClose(token: IToken | undefined): boolean {
  return token?.tokenType === RCurly || token?.tokenType === InnerRCurly;
}

function isText(token: IToken): boolean {
  return token.tokenType.CATEGORIES?.includes(Str) ?? false;
}

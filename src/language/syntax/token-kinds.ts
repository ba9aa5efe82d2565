/** What kind of word a token is, for messages about it. Knows no rule of the grammar. */
import type { IToken } from 'chevrotain';
import { ClosedString, InnerRCurly, Quantity, RCurly, Word } from './tokens.ts';

export function isLead(token: IToken): boolean {
  return token.tokenType.name.endsWith('Lead');
}

export function isWord(token: IToken): boolean {
  return token.tokenType === Word || isLead(token) || (token.tokenType.CATEGORIES ?? []).includes(Word);
}

/** An entry of a list. */
export function isValue(token: IToken): boolean {
  return (
    isWord(token) || token.tokenType === ClosedString || (token.tokenType.CATEGORIES ?? []).includes(Quantity)
  );
}

/** What a text holds may be a secret, as in `key "sk-…"`. */
export function shown(token: IToken): string {
  return token.tokenType === ClosedString ? '"…"' : token.image;
}

export function isCloseOrLead(token: IToken): boolean {
  return token.tokenType === RCurly || token.tokenType === InnerRCurly || isLead(token);
}

/** Tokens that are read instead of written ones. Knows no mistake. */
import { createTokenInstance, type IToken, type TokenType } from 'chevrotain';

/** A token at the same place, with another type and image. */
export function tokenLike(token: IToken, type: TokenType, image: string): IToken {
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

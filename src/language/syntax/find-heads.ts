/**
 * Distinguishes a declaration's first word from the same word elsewhere, by the shape of what follows it.
 * Looks at a few tokens; knows no grammar. Being wrong here must not be able to hurt a correct file.
 */
import type { IToken } from 'chevrotain';
import { isDeclarationWord } from './keywords.ts';
import { LCurly, Quantity, Str } from './tokens.ts';

export type TokenAt = (index: number) => IToken | undefined;

const isString = (token: IToken | undefined): boolean => token?.tokenType.CATEGORIES?.includes(Str) ?? false;
const isQuantity = (token: IToken | undefined): boolean =>
  token?.tokenType.CATEGORIES?.includes(Quantity) ?? false;
const isBrace = (token: IToken | undefined): boolean => token?.tokenType === LCurly;

/**
 * How surely a word begins a declaration: `strong` holds even inside an unclosed block, `weak` there only at
 * the left margin, `vague` only where a declaration may be.
 */
export type HeadShape = 'strong' | 'weak' | 'vague' | 'none';

export function headShape(at: TokenAt, index: number): HeadShape {
  const word = at(index)?.image ?? '';
  if (!isDeclarationWord(word)) return 'none';
  const next = at(index + 1);
  const afterNext = at(index + 2);
  switch (word) {
    case 'policy':
      return afterNext?.image === 'edition' ? 'strong' : 'vague';
    case 'otherwise':
      return isBrace(next) ? 'strong' : 'vague';
    case 'test':
    case 'cases':
    case 'never':
    case 'always':
    case 'accept':
      return isString(next) && isBrace(afterNext) ? 'strong' : 'vague';
    case 'tests':
      return next?.image === 'for' && isString(afterNext) ? 'strong' : 'vague';
    case 'import': {
      const after = next?.image === 'intent' ? [afterNext, at(index + 3)] : [afterNext];
      return after.some((token) => token?.image === ',' || token?.image === 'from') ? 'weak' : 'vague';
    }
    case 'quality':
      return isString(next) ? 'weak' : 'vague';
    case 'tier':
      return afterNext?.image === ',' ? 'weak' : 'vague';
    case 'limit':
      return isBrace(afterNext)
        ? 'strong'
        : isQuantity(next) || afterNext?.image === 'reached'
          ? 'none'
          : 'vague';
    case 'intent':
    case 'split':
    case 'rollout':
      return isBrace(afterNext) || (afterNext?.image === (word === 'intent' ? 'in' : 'by') && !isString(next))
        ? 'strong'
        : 'vague';
    default:
      return isBrace(afterNext) && !isString(next) ? 'strong' : 'vague';
  }
}

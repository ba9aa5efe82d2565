/** The place of a parse error: the token that was not expected, and the clause that contains it. */
import type { IToken } from 'chevrotain';
import type { BlockKind } from './keywords.ts';
import type { ParserError } from './record-errors.ts';

export interface ErrorPlace {
  readonly error: ParserError;
  readonly tokens: readonly IToken[];
  /** Of the token that was not expected. */
  readonly index: number;
  readonly kind: BlockKind | undefined;
  /** Index of the word that begins the clause, and that word. */
  readonly start: number | undefined;
  readonly lead: string;
}

/**
 * The shape of a syntax message, its codes, and how words are quoted in one.
 * Knows no particular message.
 */
import type { Span } from '../text/span.ts';

/** What each code of a syntax error is about. A code is never given a second meaning. */
export const SYNTAX_CODES = {
  L1001: 'something else was expected',
  L1002: 'a word that does not begin a clause',
  L1003: 'a word that is not a declaration',
  L1004: 'a block is not closed',
  L1005: 'a brace closes nothing',
  L1006: 'a block is not opened as it should be',
  L1010: 'not a quantity',
  L1011: 'a text that is not closed, has the wrong quotes or an unknown escape',
  L1012: 'a comment of another language',
  L1013: 'a sign where words are used',
  L1014: 'not a name',
  L1015: 'a pattern that is not closed or has flags',
  L1020: '`or` between conditions, or groups in groups',
  L1021: 'a comma too many or too few',
  L1022: '`use` with several targets',
  L1023: 'a limit without `/`',
  L1024: '`otherwise` with a condition',
  L1025: 'a given with `is`',
  L1026: 'a name in quotes',
  L1027: 'conditions or values joined in another way than by `and` and `or`',
  L1028: '`limit` inside a limit',
  L1030: 'a clause is written twice',
  L1031: 'a route uses a target and refuses',
  L1032: 'the lines of a chain are out of order',
  L1033: '`otherwise` is written twice or is not last',
  L1034: 'a header is written twice or is not first',
  L1035: 'a block is empty',
  L1040: 'the file is too large',
  L1041: 'too many syntax errors',
} as const;
export type SyntaxCode = keyof typeof SYNTAX_CODES;

/** A syntax message before it knows its file. */
export interface SyntaxFault {
  readonly code: SyntaxCode;
  readonly span: Span;
  readonly message: string;
  readonly because?: string;
  readonly help?: string;
  /** A second place worth reading. */
  readonly see?: { readonly span: Span; readonly text: string };
  /** More places of the same mistake. */
  readonly seeToo?: readonly Span[];
  /** What the help says, as an edit. */
  readonly replace?: Replace;
  /** Edits to try out where no `replace` is certain; the first that helps becomes it, with its help. */
  readonly tries?: readonly {
    readonly help: string;
    readonly title?: string;
    readonly span: Span;
    readonly text: string;
    readonly guess?: true;
  }[];
  /** Of a message about signs: several on one line become one message. */
  readonly sign?: { readonly written: readonly string[]; readonly meant?: readonly string[] };
}

/** What to write instead of the span, with the edits that have to be made together with it. */
export interface Replace {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
  readonly more?: readonly { readonly span: Span; readonly text: string }[];
  /** More than one reading is left: a person decides. */
  readonly guess?: true;
}

export const quoted = (text: string): string => `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
/** `route r` in quotes; `this test` and what is quoted already as it is. */
export const called = (subject: string): string =>
  /^(?:this|the|a) |^`/.test(subject) ? subject : `\`${subject}\``;
export const like = (shape: string): string => `write it like \`${shape}\``;
export const list = (words: readonly string[]): string => words.map(quoted).join(', ');

export const rewrite = (span: Span, text: string): Replace => ({
  title: `write ${quoted(text)}`,
  span,
  text,
});

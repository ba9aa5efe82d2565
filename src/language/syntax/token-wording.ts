/**
 * What is said about a token that can only be a mistake. Wording only; `repair-tokens.ts` finds the mistakes.
 */
import type { Span } from '../text/span.ts';
import { quoted, rewrite, type SyntaxFault } from './syntax-fault.ts';

export const tokenWording = {
  badQuantity: (span: Span, written: string, why: string, meant?: string) => ({
    code: 'L1010',
    span,
    message: `${quoted(written)} is not a quantity`,
    because: why,
    help:
      meant === undefined
        ? 'quantities are written `8k`, `$50`, `5%`, `20s`, `09:00`, `2026-12-31`'
        : `write ${quoted(meant)}`,
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  openString: (span: Span) => ({
    code: 'L1011',
    span,
    message: 'this text is not closed',
    because: 'a text ends with `"` on the line it begins on',
    help: 'add `"` at its end',
  }),
  wrongQuotes: (span: Span, meant: string) => ({
    code: 'L1011',
    span,
    message: 'a text stands in double quotes',
    because: 'no other quotes mean anything here',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  badEscape: (span: Span, written: string) => ({
    code: 'L1011',
    span,
    message: `${quoted(written)} means nothing in a text`,
    because: 'the escapes are `\\"`, `\\\\` and `\\n`',
    help: `write ${quoted(`\\${written}`)} for the two characters themselves`,
  }),
  slashComment: (span: Span, comment: string) => ({
    code: 'L1012',
    span,
    message: 'a comment begins with `#`',
    help: `write ${quoted(comment)}`,
    replace: rewrite(span, comment),
  }),
  sign: (span: Span, written: string, meant: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} is written ${quoted(meant)} here`,
    because: 'conditions are sentences: `is`, `is not`, `over`, `under`, `at least`, `up to`, `and`',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  alternatives: (span: Span, written: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} does not join conditions`,
    because: '`or` joins only the values of one condition',
    help: 'put the alternatives into `any { … }`, one a line',
  }),
  uselessSign: (span: Span, written: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} means nothing here`,
    because: 'a clause is its word and what follows: no sign between them, none at the end',
    help: 'remove it',
    replace: { title: `remove ${quoted(written)}`, span, text: '' },
  }),
  badName: (span: Span, written: string, meant?: string) => ({
    code: 'L1014',
    span,
    message: `${quoted(written)} is not a name`,
    because:
      'a name is letters a to z, digits and `_`, with single `-` or `.` inside, and begins with a letter or `_`',
    help: meant === undefined ? 'choose another name' : `write ${quoted(meant)}, or another name`,
  }),
  strange: (span: Span, written: string) => ({
    code: 'L1014',
    span,
    message: `${quoted(written)} cannot stand outside a text`,
    because: 'names and keywords are written with a to z',
    help: 'remove it, or put it between double quotes',
  }),
  openPattern: (span: Span) => ({
    code: 'L1015',
    span,
    message: 'this pattern is not closed',
    because: 'a pattern stands between two slashes on one line',
    help: 'write it like `matches /^refund/`',
  }),
  patternFlags: (span: Span, flags: string) => ({
    code: 'L1015',
    span,
    message: `a pattern has no flags behind it`,
    because: 'nothing stands after its last slash',
    help: flags.includes('i') ? 'write `(?i)` at the beginning of the pattern' : `remove ${quoted(flags)}`,
  }),
} satisfies Record<string, (...args: never[]) => SyntaxFault>;

/**
 * What is reported about a token that can only be a mistake. Wording only; `repair-tokens.ts` finds the mistakes.
 */
import type { Span } from '../text/span.ts';
import { quoted, rewrite, type SyntaxFault } from './syntax-fault.ts';

/** `a`, `a and b`, `a, b and c`, each in quotes. */
const inWords = (words: readonly string[]): string =>
  words.length < 2
    ? words.map(quoted).join('')
    : `${words.slice(0, -1).map(quoted).join(', ')} and ${quoted(words.at(-1) ?? '')}`;

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
  openString: (span: Span, end: Span) => ({
    code: 'L1011',
    span,
    message: 'this string is not closed',
    because: 'a string ends with `"` on the line it begins on',
    help: 'add `"` at its end',
    replace: { title: 'add `"`', span: end, text: '"' },
  }),
  brokenString: (span: Span, gap: Span) => ({
    code: 'L1011',
    span,
    message: 'this string goes on over the end of the line',
    because: 'a string is on one line; a line break in it is written `\\n`',
    help: 'join the lines',
    replace: { title: 'join the lines', span: gap, text: ' ' },
  }),
  notWord: (span: Span, written: string, meant: string, whole: Span) => ({
    code: 'L1013',
    span: whole,
    message: `${quoted(written)} is written ${quoted(meant)} here`,
    because: 'conditions are sentences: `is`, `is not`, `over`, `under`, `at least`, `up to`, `and`',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  quotedPlace: (span: Span, meant: string, what: string) => ({
    code: 'L1011',
    span,
    message: `${what} is a string in double quotes`,
    because: 'without quotes only names, keywords and quantities are read',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  wrongQuotes: (span: Span, meant: string) => ({
    code: 'L1011',
    span,
    message: 'a text is written in double quotes',
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
    because: '`#` is the only sign of a comment; it ends with the line',
    help: `write ${quoted(comment)}`,
    replace: rewrite(span, comment),
  }),
  sign: (span: Span, written: string, meant: string, spaced: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} is written ${quoted(meant)} here`,
    because: 'conditions are sentences: `is`, `is not`, `over`, `under`, `at least`, `up to`, `and`',
    help: `write ${quoted(meant)}`,
    replace: { ...rewrite(span, meant), text: spaced },
    sign: { written: [written], meant: [meant] },
  }),
  signInTest: (span: Span, written: string, gap: Span, before: string) => ({
    code: 'L1025',
    span,
    message: `${quoted(written)} means nothing in a test`,
    because:
      'a test names a fact or clause and its value, with nothing between them: `given tier pro, tokens 900`',
    help: `remove it: ${quoted(`${before} VALUE`)}`,
    replace: { title: `remove ${quoted(written)}`, span: gap, text: ' ' },
    sign: { written: [written] },
  }),
  alternatives: (span: Span, written: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} does not join conditions`,
    because: '`or` joins only the values of one condition',
    help: 'put the alternatives into `any { … }`, one per line',
  }),
  listItem: (span: Span) => ({
    code: 'L1013',
    span,
    message: 'the entries of a list do not begin with `-`',
    because: 'a list is written on one line, its entries separated by commas',
    help: 'write it like `serves "support", "auto"`; each declaration has a block of its own',
  }),
  dashComment: (span: Span) => ({
    code: 'L1012',
    span,
    message: 'a comment begins with `#`',
    because: '`#` is the only sign of a comment; it ends with the line',
    help: 'write `#`',
    replace: rewrite(span, '#'),
  }),
  uselessSign: (span: Span, written: string, gap: Span, text: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(written)} means nothing here`,
    because: 'a clause is its first word and what follows it: no sign between them, none at the end',
    help: 'remove it',
    replace: { title: `remove ${quoted(written)}`, span: gap, text },
    sign: { written: [written] },
  }),
  /** Two messages about signs on one line, as one. */
  signs: (first: SyntaxFault, next: SyntaxFault): SyntaxFault => {
    const written = [...(first.sign?.written ?? []), ...(next.sign?.written ?? [])];
    const meant = first.sign?.meant && [...first.sign.meant, ...(next.sign?.meant ?? [])];
    const { replace } = first;
    const edits = next.replace === undefined ? [] : [next.replace, ...(next.replace.more ?? [])];
    return {
      ...first,
      message:
        meant === undefined
          ? `${inWords(written)} mean nothing ${first.code === 'L1025' ? 'in a test' : 'here'}`
          : `${inWords(written)} are written ${inWords(meant)} here`,
      help: meant === undefined ? 'remove them' : `write ${inWords(meant)}`,
      ...(replace === undefined
        ? {}
        : {
            replace: {
              ...replace,
              title: meant === undefined ? `remove ${inWords(written)}` : `write ${inWords(meant)}`,
              more: [...(replace.more ?? []), ...edits.map(({ span, text }) => ({ span, text }))],
            },
          }),
      sign: { written, ...(meant === undefined ? {} : { meant }) },
    };
  },
  colonBlock: (span: Span, more: NonNullable<SyntaxFault['replace']>['more']) => ({
    code: 'L1006',
    span,
    message: 'a block does not begin with `:`',
    because: 'blocks are enclosed in `{` and `}`; indentation means nothing',
    help:
      more === undefined || more.length === 0
        ? 'write `{`'
        : 'write `{`, and `}` on the line after the last clause',
    replace: { title: 'write `{` and `}`', span, text: ' {', ...(more === undefined ? {} : { more }) },
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
    message: `${quoted(written)} cannot be outside a text`,
    because: 'names and keywords are written with a to z',
    help: 'remove it, or put it between double quotes',
  }),
  invisible: (span: Span, meant: string, code: string) => ({
    code: 'L1014',
    span,
    message: `there is an invisible character in ${quoted(meant)}: ${code}`,
    because: 'it came with copied text, and makes the word another one',
    help: `delete it: write ${quoted(meant)}`,
    replace: { ...rewrite(span, meant), title: `delete ${code}` },
  }),
  alike: (span: Span, written: string, meant: string, odd: string, code: string, plain: string) => ({
    code: 'L1014',
    span,
    message: `\`${odd}\` (${code}) in ${quoted(written)} is not ${quoted(plain)}`,
    because: 'the two look alike; names, keywords and signs are plain ASCII',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  openPattern: (span: Span) => ({
    code: 'L1015',
    span,
    message: 'this pattern is not closed',
    because: 'a pattern is written between two slashes on one line',
    help: 'write it like `matches /^refund/`',
  }),
  patternFlags: (span: Span, flags: string) => ({
    code: 'L1015',
    span,
    message: `a pattern has no flags behind it`,
    because: 'nothing follows its last slash',
    help: flags.includes('i') ? 'write `(?i)` at the beginning of the pattern' : `remove ${quoted(flags)}`,
  }),
} satisfies Record<string, (...args: never[]) => SyntaxFault>;

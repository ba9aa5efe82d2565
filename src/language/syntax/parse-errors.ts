/**
 * Every sentence the parser can say, in one object: what is wrong, why, what to do.
 * Wording only: `explain-error.ts` and `repair-tokens.ts` decide which sentence fits.
 */
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/** What each code of a syntax error is about. A code is never given a second meaning. */
export const SYNTAX_CODES = {
  L1001: 'something else was expected',
  L1002: 'a word that begins no clause',
  L1003: 'a word that begins no declaration',
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
  L1030: 'a clause stands twice',
  L1031: 'a route uses a target and refuses',
  L1032: 'the lines of a chain are out of order',
  L1033: '`otherwise` stands twice or is not last',
  L1034: 'a header stands twice or is not first',
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
  /** A safe correction: what to write instead of the span. */
  readonly replace?: { readonly title: string; readonly span: Span; readonly text: string };
}

export const MAX_BYTES = 1_048_576;

const quoted = (text: string): string => `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
/** `route r` in quotes; `this test` and what is quoted already as it is. */
const called = (subject: string): string =>
  /^(?:this|the|a) |^`/.test(subject) ? subject : `\`${subject}\``;
const like = (shape: string): string => `write it like \`${shape}\``;
const list = (words: readonly string[]): string => words.map(quoted).join(', ');

type Replace = NonNullable<SyntaxFault['replace']>;
const rewrite = (span: Span, text: string): Replace => ({ title: `write ${quoted(text)}`, span, text });

function helpOf(...parts: (string | undefined)[]): { help?: string } {
  const help = parts.filter((part) => part !== undefined && part !== '').join(' or ');
  return help === '' ? {} : { help };
}

export const wording = {
  unexpected: (
    span: Span,
    expected: string,
    after: string,
    found: string | undefined,
    shape?: string,
    meant?: string,
  ) => ({
    code: 'L1001',
    span,
    message: `expected ${expected} after ${quoted(after)}${found === undefined ? '' : `, found ${quoted(found)}`}`,
    ...helpOf(meant === undefined ? undefined : `did you mean ${quoted(meant)}?`, shape && like(shape)),
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  leftOver: (span: Span, found: string, after: string, shape?: string) => ({
    code: 'L1001',
    span,
    message: `${quoted(found)} cannot stand here`,
    because: `the clause is complete after ${quoted(after)}`,
    help: shape === undefined ? 'remove it' : `remove it, or write the clause like \`${shape}\``,
  }),
  unknownClause: (span: Span, word: string, subject: string, words: readonly string[], meant?: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} begins no clause of ${called(subject)}`,
    because: words.length === 0 ? 'nothing more stands in this block' : `its clauses are ${list(words)}`,
    help:
      meant === undefined
        ? 'remove the line, or begin it with one of these words'
        : `did you mean ${quoted(meant)}?`,
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  otherLanguage: (span: Span, word: string, advice: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} is not a word of this language`,
    help: advice,
  }),
  unknownDeclaration: (span: Span, word: string, words: readonly string[], meant?: string) => ({
    code: 'L1003',
    span,
    message: `${quoted(word)} begins no declaration`,
    because: `a file holds ${list(words)}`,
    help: meant === undefined ? 'begin with one of these words' : `did you mean ${quoted(meant)}?`,
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  missingClose: (span: Span, subject: string) => ({
    code: 'L1004',
    span,
    message: `the block of ${called(subject)} is not closed`,
    because: 'its `{` has no `}`',
    help: 'add a `}` on a line of its own after its last clause',
  }),
  strayClose: (span: Span) => ({
    code: 'L1005',
    span,
    message: 'this `}` closes nothing',
    because: 'every block that was opened is closed already',
    help: 'remove it, or add the `{` it belongs to',
  }),
  doubleOpen: (span: Span) => ({
    code: 'L1006',
    span,
    message: '`{` stands twice',
    because: 'a block has one `{`',
    help: 'remove one of the two',
    replace: { title: 'remove one `{`', span, text: '' },
  }),
  otherBrace: (span: Span, written: string, meant: string) => ({
    code: 'L1006',
    span,
    message: `a block does not ${meant === '{' ? 'begin' : 'end'} with ${quoted(written)}`,
    because: 'blocks stand between `{` and `}`',
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  missingOpen: (span: Span, after: string, shape?: string) => ({
    code: 'L1006',
    span,
    message: `\`{\` is missing after ${quoted(after)}`,
    help: shape === undefined ? 'add `{` at the end of the line' : like(shape),
  }),
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
  orBetweenConditions: (span: Span) => ({
    code: 'L1020',
    span,
    message: '`or` cannot join two conditions',
    because: '`or` joins only the values of one condition: `tier is pro or enterprise`',
    help: 'put the conditions into `any { … }`, one a line, or write two routes',
  }),
  orInsideAny: (span: Span) => ({
    code: 'L1020',
    span,
    message: '`or` does not stand in `any { … }`',
    because: 'each line of the group is already an alternative, each with its own values',
    help: 'put each alternative on a line of its own, without `or`',
  }),
  nestedAny: (span: Span) => ({
    code: 'L1020',
    span,
    message: '`any { … }` cannot stand inside another',
    help: 'write each alternative on a line of its own, or two routes',
  }),
  trailingComma: (span: Span) => ({
    code: 'L1021',
    span,
    message: 'a list does not end with a comma',
    help: 'remove the comma',
    replace: { title: 'remove the comma', span, text: '' },
  }),
  missingComma: (span: Span, before: string, found: string) => ({
    code: 'L1021',
    span,
    message: `a comma is missing between ${quoted(before)} and ${quoted(found)}`,
    help: `write ${quoted(`${before}, ${found}`)}`,
  }),
  oneTarget: (span: Span, targets: string) => ({
    code: 'L1022',
    span,
    message: '`use` names one target',
    because: 'what happens with several is a decision: one after the other, the fastest, or by shares',
    help: `declare a chain, a pool or a split of them, or write ${quoted(`use fastest of ${targets}`)}`,
  }),
  perPrefix: (span: Span) => ({
    code: 'L1023',
    span,
    message: 'the window of a limit is written with `/`',
    because: '`per` names whose limit it is',
    help: 'write it like `limit $50/day per team`',
  }),
  whenInOtherwise: (span: Span) => ({
    code: 'L1024',
    span,
    message: '`otherwise` has no condition',
    because: 'it answers whatever no route takes',
    help: 'make it a route, or remove `when`',
  }),
  isInGiven: (span: Span, fact: string) => ({
    code: 'L1025',
    span,
    message: 'what is given is written without `is`',
    help: `write ${quoted(`${fact} VALUE`)}`,
  }),
  repeatedClause: (span: Span, word: string, subject: string, line: number, first: Span) => ({
    code: 'L1030',
    span,
    message: `${quoted(word)} stands twice in ${called(subject)}`,
    because: `each clause stands once; the first is on line ${line}`,
    help: 'keep one of the two',
    see: { span: first, text: 'the first' },
  }),
  useAndRefuse: (span: Span, subject: string, line: number, first: Span) => ({
    code: 'L1031',
    span,
    message: `${called(subject)} both uses a target and refuses`,
    because: `a request is answered or refused; the other is on line ${line}`,
    help: 'keep one; for a refusal when nothing can answer write `use TARGET or refuse 503 "TEXT"`',
    see: { span: first, text: 'the other' },
  }),
  notFirst: (span: Span, wanted: string, found: string, subject: string) => ({
    code: 'L1032',
    span,
    message: `${called(subject)} begins with ${quoted(found)}`,
    because: `${quoted(wanted)} stands first`,
    help: `write ${quoted(`${wanted} MODEL`)} as its first line`,
  }),
  notLast: (span: Span, what: string, subject: string) => ({
    code: 'L1032',
    span,
    message: `${what} is not the last of ${called(subject)}`,
    because: 'it holds for all that stands before it',
    help: 'move it to the end',
  }),
  otherwiseNotLast: (span: Span) => ({
    code: 'L1033',
    span,
    message: '`otherwise` is not the last route',
    because: 'it answers whatever no route takes: routes below it could never be asked',
    help: 'move it below the last route',
  }),
  secondOtherwise: (span: Span, line: number, first: Span) => ({
    code: 'L1033',
    span,
    message: 'a policy has one `otherwise`',
    because: `the first is on line ${line}`,
    help: 'keep one of the two',
    see: { span: first, text: 'the first' },
  }),
  secondHeader: (span: Span, word: string, line: number, first: Span) => ({
    code: 'L1034',
    span,
    message: `a file has one ${quoted(word)}`,
    because: `the first is on line ${line}`,
    help: 'put the second into a file of its own',
    see: { span: first, text: 'the first' },
  }),
  headerNotFirst: (span: Span) => ({
    code: 'L1034',
    span,
    message: 'the policy header does not begin the file',
    because: 'a file that begins with `policy NAME edition 1` is a policy, any other a library',
    help: 'move it above the first declaration',
  }),
  emptyBlock: (span: Span, subject: string, example: string) => ({
    code: 'L1035',
    span,
    message: `${called(subject)} is empty`,
    help: `add a line like ${example}`,
  }),
  tooLarge: (span: Span) => ({
    code: 'L1040',
    span,
    message: 'this file is larger than 1 MiB and was not read',
    because: 'a policy is read by people; lists belong into data files',
    help: 'move examples into a text file (`examples from "./FILE.txt"`), or divide the file and use `import`',
  }),
  tooManyErrors: (span: Span) => ({
    code: 'L1041',
    span,
    message: 'too many syntax errors: the rest of this file was not read',
    help: 'correct the first ones and look again',
  }),
} satisfies Record<string, (...args: never[]) => SyntaxFault>;

export function toDiagnostic(fault: SyntaxFault, source: Source): Diagnostic {
  const { code, span, message, because, help, see, replace } = fault;
  const { path } = source;
  const fix: Fix | undefined =
    replace === undefined
      ? undefined
      : { title: replace.title, edits: [{ path, span: replace.span, text: replace.text }] };
  return {
    rule: 'syntax',
    code,
    severity: 'error',
    at: { path, span },
    message,
    ...(because === undefined ? {} : { because }),
    ...(help === undefined ? {} : { help }),
    ...(see === undefined ? {} : { labels: [{ path, span: see.span, text: see.text }] }),
    ...(fix === undefined ? {} : { fix }),
  };
}

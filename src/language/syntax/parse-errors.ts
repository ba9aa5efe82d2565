/**
 * Every sentence the parser can say, in one object: what is wrong, why, what to do.
 * Wording only: `explain-error.ts` and `repair-tokens.ts` decide which sentence fits.
 */
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { Phrase } from './phrase.ts';
import { called, like, list, quoted, rewrite, type SyntaxFault } from './syntax-fault.ts';
import { tokenWording } from './token-wording.ts';

export type { SyntaxFault };

export const MAX_BYTES = 1_048_576;

function helpOf(...parts: (string | undefined)[]): { help?: string } {
  const help = parts.filter((part) => part !== undefined && part !== '').join(' or ');
  return help === '' ? {} : { help };
}

export const wording = {
  ...tokenWording,
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
    because: shape === undefined ? 'the clause is not complete' : `it is written like \`${shape}\``,
    ...helpOf(meant === undefined ? undefined : `did you mean ${quoted(meant)}?`, shape && like(shape)),
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  phrase: (
    span: Span,
    written: string,
    meant: string,
    phrase: Pick<Phrase, 'because' | 'code' | 'guess'>,
    space = '',
  ) => ({
    code: phrase.code ?? 'L1013',
    span,
    message:
      meant === ''
        ? `${quoted(written)} is not written here`
        : `${quoted(written)} is written ${quoted(meant)} here`,
    because: phrase.because,
    help: meant === '' ? 'remove it' : `write ${quoted(meant)}`,
    replace: {
      ...(meant === '' ? { ...rewrite(span, meant), title: 'remove it' } : rewrite(span, meant)),
      text: `${space}${meant}`,
      ...(phrase.guess === true ? { guess: true as const } : {}),
    },
  }),
  leftOver: (span: Span, found: string, after: string, shape?: string) => ({
    code: 'L1001',
    span,
    message: `${quoted(found)} does not belong here`,
    because: `the clause is complete after ${quoted(after)}`,
    help: shape === undefined ? 'remove it' : `remove it, or write the clause like \`${shape}\``,
  }),
  misspelt: (span: Span, found: string, meant: string) => ({
    code: 'L1001' as const,
    span,
    message: `${quoted(found)} does not belong here; did you mean ${quoted(meant)}?`,
    because: `with ${quoted(meant)} the line is complete`,
    help: `write ${quoted(meant)}`,
    replace: rewrite(span, meant),
  }),
  unknownClause: (
    span: Span,
    word: string,
    subject: string,
    words: readonly string[],
    meant?: string,
    line?: string,
  ) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} is not a clause of ${called(subject)}`,
    because: line !== undefined ? `its lines are written like \`${line}\`` : `its clauses are ${list(words)}`,
    help:
      meant === undefined
        ? line === undefined
          ? 'remove the line, or begin it with one of these words'
          : 'write it like that, or remove it'
        : `did you mean ${quoted(meant)}?`,
    ...(meant === undefined ? {} : { replace: rewrite(span, meant) }),
  }),
  otherLanguage: (span: Span, word: string, advice: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} is not a word of this language`,
    because: 'other tools use it; policies say the same in another way',
    help: advice,
  }),
  catchAll: (span: Span, whole: Span, word: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} is written \`otherwise\` here`,
    because: '`otherwise` answers every request that no route takes',
    help: 'write `otherwise`',
    replace: rewrite(whole, 'otherwise'),
  }),
  importOrder: (span: Span, meant: string) => ({
    code: 'L1002',
    span,
    message: 'an import names what it brings first',
    because: 'it is written like `import NAME, NAME from "./FILE.route"`',
    help: `write \`${meant}\``,
    replace: rewrite(span, meant),
  }),
  wholeLibrary: (span: Span, address: string) => ({
    code: 'L1002',
    span,
    message: 'an import of the library names its intents',
    because:
      'a message has one of the intents that are imported: each further one takes messages from the others',
    help: `write it like \`import intent code-generation, legal from ${address}\`; \`llmr intents library\` lists the names`,
  }),
  libraryName: (
    span: Span,
    { name, other, whole, address }: { name: string; other: string; whole?: Span; address: string },
  ) => {
    const meant = `intent ${other} {\n  examples from ${address}\n}`;
    return {
      code: 'L1002',
      span,
      message: `\`${name}\` keeps its name where it is imported`,
      because: 'an intent with another name is declared, with the examples of the library',
      help: `write \`${meant.replace(/\s+/g, ' ')}\``,
      ...(whole === undefined
        ? {}
        : { replace: { ...rewrite(whole, meant), title: `declare \`${other}\`` } }),
    };
  },
  importedIntent: (span: Span, meant: string) => ({
    code: 'L1002',
    span,
    message: 'what is declared elsewhere is used by an import',
    because: 'a declaration has a block of its own clauses',
    help: `write \`${meant}\``,
    replace: rewrite(span, meant),
  }),
  saltAlone: (span: Span) => ({
    code: 'L1002',
    span,
    message: '`salt` is not a clause of its own',
    because: 'it belongs to the key of a split, rollout or canary, and goes behind it',
    help: 'write it like `by user salt "tone-2027"`',
  }),
  saltTwice: (span: Span) => ({
    code: 'L1002',
    span,
    message: '`salt` is written twice',
    because: 'a key is mixed with one salt',
    help: 'keep the one that callers are divided by today',
  }),
  unknownDeclaration: (span: Span, word: string, words: readonly string[], meant?: string) => ({
    code: 'L1003',
    span,
    message: `${quoted(word)} is not a declaration`,
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
    message: 'there is one `{` too many',
    because: 'a block has one `{`',
    help: 'remove one of the two',
    replace: { title: 'remove one `{`', span, text: '' },
  }),
  otherBrace: (span: Span, written: string, meant: string, spaced: string) => ({
    code: 'L1006',
    span,
    message: `a block does not ${meant === '{' ? 'begin' : 'end'} with ${quoted(written)}`,
    because: 'blocks are enclosed in `{` and `}`',
    help: `write ${quoted(meant)}`,
    replace: { ...rewrite(span, meant), text: spaced },
  }),
  missingOpen: (span: Span, after: string, shape?: string) => ({
    code: 'L1006',
    span,
    message: `\`{\` is missing after ${quoted(after)}`,
    because: 'the clauses of a declaration are enclosed in `{` and `}`',
    tries: [{ help: 'add `{`', span: { start: span.end, end: span.end }, text: ' {' }],
    help: shape === undefined ? 'add `{` at the end of the line' : like(shape),
  }),
  orBetweenConditions: (
    span: Span,
    group?: Pick<NonNullable<SyntaxFault['replace']>, 'span' | 'text' | 'more'>,
  ) => ({
    code: 'L1020',
    span,
    message: '`or` cannot join two conditions',
    because: '`or` joins only the values of one condition: `tier is pro or enterprise`',
    help: 'put the conditions into `any { … }`, one per line',
    ...(group === undefined ? {} : { replace: { title: 'write `any { … }`', ...group } }),
  }),
  allGroup: (span: Span, group: Pick<NonNullable<SyntaxFault['replace']>, 'span' | 'text' | 'more'>) => ({
    code: 'L1020',
    span,
    message: 'conditions that all have to hold need no group',
    because: 'they are joined by `and`; only alternatives are a group, `any { … }`',
    help: 'remove the braces and join the conditions with `and`',
    replace: { title: 'join the conditions with `and`', ...group },
  }),
  scopedLimit: (span: Span, kind: string, name: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(`${kind} ${name}`)} is not a clause of a route`,
    because: 'limits and budgets hold for every request of a policy that declares or imports them',
    help:
      kind === 'limit'
        ? `remove it; to route by it, write the condition ${quoted(`limit ${name} reached`)}`
        : `remove it; to route by it, write a condition such as ${quoted(`budget ${name} used at least 95%`)}`,
    replace: { title: 'remove it', span, text: '', guess: true as const },
  }),
  failureCodes: (span: Span, codes: readonly string[], names: readonly string[], whole: Span) => ({
    code: 'L1013',
    span,
    message: `${codes.length > 1 ? 'status codes are' : `status ${quoted(codes[0] ?? '')} is`} written as ${codes.length > 1 ? 'names' : 'a name'} here`,
    because: 'a failure has one name, whatever status a provider sends for it',
    help: `write ${quoted(names.join(', '))}`,
    replace: rewrite(whole, names.join(', ')),
  }),
  keyInText: (span: Span, variable?: string) => ({
    code: 'L1001',
    span,
    message: 'a key is not written into a policy',
    because: 'policies are shared and logged; llmr reads the key from an environment variable',
    help:
      variable === undefined
        ? 'put the key into a variable and write its name: `key env OPENAI_API_KEY`'
        : `write ${quoted(`env ${variable}`)}`,
    ...(variable === undefined ? {} : { replace: rewrite(span, `env ${variable}`) }),
  }),
  orInsideAny: (span: Span) => ({
    code: 'L1020',
    span,
    message: '`any { … }` has no `or`',
    because: 'each line of the group is already an alternative, each with its own values',
    help: 'put each alternative on a line of its own, without `or`',
  }),
  nestedAny: (span: Span) => ({
    code: 'L1020',
    span,
    message: '`any { … }` cannot be inside another',
    help: 'write each alternative on a line of its own, or two routes',
  }),
  trailingComma: (span: Span) => ({
    code: 'L1021',
    span,
    message: 'a list does not end with a comma',
    because: 'a comma announces one more entry',
    help: 'remove the comma',
    replace: { title: 'remove the comma', span, text: '' },
  }),
  missingComma: (span: Span, before: string, found: string) => ({
    code: 'L1021',
    span,
    message: `a comma is missing between ${quoted(before)} and ${quoted(found)}`,
    because: 'the entries of a list are separated by commas',
    help: `write ${quoted(`${before}, ${found}`)}`,
    tries: [
      {
        help: `write ${quoted(`${before}, ${found}`)}`,
        title: 'add a comma',
        span: { start: span.start, end: span.start },
        text: ', ',
      },
    ],
  }),
  oneTarget: (span: Span, targets: string, whole: Span) => ({
    code: 'L1022',
    span,
    message: '`use` names one target',
    because:
      'with several, say how to choose: one after the other (chain), by measure (pool) or by shares (split)',
    help: `write ${quoted(`use fastest of ${targets}`)}, or declare a chain, pool or split and use it`,
    replace: { ...rewrite(whole, `fastest of ${targets}`), guess: true as const },
  }),
  targetsInTurn: (
    span: Span,
    names: readonly string[],
    at: { readonly span: Span; readonly before: Span },
  ) => {
    const name = names.join('-then-');
    const steps = names.map((each, index) => `${index === 0 ? 'try' : 'then'} ${each}`);
    return {
      code: 'L1022',
      span,
      message: '`use` names one target',
      because: 'what is asked when the first fails is a chain, declared outside the route',
      help: `declare ${quoted(`chain ${name} { ${steps.join(' ')} }`)} and write ${quoted(`use ${name}`)}`,
      replace: {
        title: `declare chain \`${name}\` and use it`,
        span: at.span,
        text: name,
        more: [{ span: at.before, text: `chain ${name} {\n  ${steps.join('\n  ')}\n}\n\n` }],
      },
    };
  },
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
    because: 'a test names a fact and its value: `given tier pro, tokens 900`',
    help: `remove \`is\`: ${quoted(`${fact} VALUE`)}`,
    replace: { title: 'remove `is`', span: { start: span.start, end: span.end + 1 }, text: '' },
  }),
  quotedName: (span: Span, name: string) => ({
    code: 'L1026',
    span,
    message: 'a name is written without quotes',
    because: 'quotes make a text; a name says which declaration is meant',
    help: `write ${quoted(name)}`,
    replace: rewrite(span, name),
  }),
  quotedQuantity: (span: Span, written: string) => ({
    code: 'L1010',
    span,
    message: 'a quantity is written without quotes',
    because: 'quotes make a text, and a text is not a number',
    help: `write ${quoted(written)}`,
    replace: rewrite(span, written),
  }),
  isBeforeComparison: (span: Span, comparison: string) => ({
    code: 'L1013',
    span,
    message: `${quoted(`is ${comparison}`)} is written ${quoted(comparison)} here`,
    because: '`is` compares with a value; `over`, `under`, `at least` and `up to` need no `is`',
    help: `write ${quoted(comparison)}`,
    replace: rewrite(span, comparison),
  }),
  textForPattern: (span: Span, source: string) => ({
    code: 'L1015',
    span,
    message: 'a pattern is written between slashes',
    because: '`matches` takes a regular expression; `contains` takes a text',
    help: `write ${quoted(`/${source}/`)}`,
    replace: rewrite(span, `/${source}/`),
  }),
  notFirstInCondition: (span: Span) => ({
    code: 'L1027',
    span,
    message: 'a condition does not begin with `not`',
    because: '`not` is written with the comparison',
    help: 'write it like `tier is not pro`',
  }),
  andBetweenValues: (span: Span, first: string, second: string) => ({
    code: 'L1027',
    span,
    message: `\`and\` joins conditions, and ${quoted(second)} is none`,
    because: 'the values of one condition are joined by `or`',
    help: `write ${quoted(`${first} or ${second}`)}`,
    replace: rewrite(span, 'or'),
  }),
  missingAnd: (span: Span, fact: string) => ({
    code: 'L1027',
    span,
    message: `\`and\` is missing before ${quoted(fact)}`,
    because: 'conditions are joined by `and`',
    help: `write ${quoted(`and ${fact}`)}`,
    replace: { title: 'write `and` before it', span: { start: span.start, end: span.start }, text: 'and ' },
  }),
  limitInLimit: (span: Span) => ({
    code: 'L1028',
    span,
    message: 'the lines of a limit do not begin with `limit`',
    because: 'each line of the block is a limit already',
    help: 'write it like `60 requests/min per user`',
    replace: { title: 'remove `limit`', span, text: '' },
  }),
  insideBlock: (span: Span, word: string, shape: string) => ({
    code: 'L1003',
    span,
    message: `${quoted(word)} is not a declaration`,
    because: 'it begins a clause, and a clause is inside a block',
    help: `put it into a block such as \`${shape}\``,
  }),
  otherBlock: (span: Span, word: string, subject: string, home: string, shape: string) => ({
    code: 'L1002',
    span,
    message: `${quoted(word)} is a clause of ${/^[aeiou]/.test(home) ? 'an' : 'a'} ${home}, not of ${called(subject)}`,
    because:
      home === 'transform'
        ? 'a route changes requests with the transforms that its `use` names'
        : 'each kind of block has clauses of its own',
    help:
      home === 'transform'
        ? `move it into \`${shape}\`, and write \`use TARGET with NAME\``
        : `move it into a block such as \`${shape}\``,
  }),
  secondTry: (span: Span) => ({
    code: 'L1030',
    span,
    message: 'only the first step of a chain is a `try`',
    because: 'each further step says after which failure it is asked: `then`',
    help: 'write `then`',
    replace: rewrite(span, 'then'),
  }),
  repeatedClause: (span: Span, word: string, subject: string, line: number, first: Span) => ({
    code: 'L1030',
    span,
    message: `${quoted(word)} is twice in ${called(subject)}`,
    because: `each clause is written once; the first is on line ${line}`,
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
    because: `${quoted(wanted)} comes first`,
    help: `write ${quoted(`${wanted} MODEL`)} as its first line`,
  }),
  notLast: (span: Span, what: string, subject: string) => ({
    code: 'L1032',
    span,
    message: `${what} is not the last of ${called(subject)}`,
    because: 'it holds for all that comes before it',
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
  const { code, span, message, because, help, see, seeToo = [], replace } = fault;
  const { path } = source;
  const labels = [
    ...(see === undefined ? [] : [{ path, span: see.span, text: see.text }]),
    ...seeToo.map((again) => ({ path, span: again, text: 'here too' })),
  ];
  const fix: Fix | undefined =
    replace === undefined
      ? undefined
      : {
          title: replace.title,
          edits: [replace, ...(replace.more ?? [])]
            .sort((a, b) => a.span.start - b.span.start)
            .map((edit) => ({
              path,
              span: edit.span,
              text: edit.text,
            })),
          ...(replace.guess === true ? { guess: true } : {}),
        };
  return {
    rule: 'syntax',
    code,
    severity: 'error',
    at: { path, span },
    message,
    ...(because === undefined ? {} : { because }),
    ...(help === undefined ? {} : { help }),
    ...(labels.length === 0 ? {} : { labels }),
    ...(fix === undefined ? {} : { fix }),
  };
}

// A text in a condition that compiles and most likely is not what its author had in mind: `null`, a wildcard where there
// is none, a regular expression, a template, a secret.
import { READABLE_LANGUAGES } from '../../languages/read-language.ts';
import type { Condition, TestPhrase } from '../../syntax/ast.ts';
import { defineRule } from '../rule.ts';
import { containsSlip, isSlip, likeSlip, type TextSlip } from '../text-slips.ts';
import { conditionsIn, factWords } from '../written-conditions.ts';

interface Data {
  readonly fact: string;
  /** ` not` in a negated condition. */
  readonly not: string;
  readonly text: string;
  readonly slip: TextSlip;
}

const q = (text: string): string => JSON.stringify(text);
const sourceOf = ({ slip }: Data): string => (slip.kind === 'regular' ? slip.source : '');
const globOf = ({ slip }: Data): string => ('glob' in slip ? slip.glob : '');
const signOf = ({ slip }: Data): string => ('sign' in slip ? slip.sign : '');
const eitherOf = ({ slip }: Data): string => (slip.kind === 'list' ? slip.parts.map(q).join(' or ') : '');

export const suspiciousText = defineRule({
  id: 'suspicious-text',
  severity: 'warning',
  category: 'hygiene',
  summary:
    'A text in a condition looks like a missing value, a wildcard, a regular expression, a list or a template.',
  messages: {
    absent: (data: Data) => ({
      message: `${data.text === '' ? 'the empty text' : `\`${data.text}\``} is a text here, not a missing value`,
      because: `where \`${data.fact}\` is missing it is unknown, and no comparison with a text holds`,
      help: `write \`${data.fact} is${data.not} unknown\``,
    }),
    wildcard: (data: Data) => ({
      message: `${q(data.text)} has no wildcard: \`is\` compares every character`,
      because: 'only `like` reads `*` as any text and `?` as any one character',
      help: `write \`${data.fact}${data.not} like ${q(globOf(data))}\``,
    }),
    percent: (data: Data) => ({
      message: `\`%\` is not a wildcard, so ${q(data.text)} fits this one text only`,
      because: '`like` reads `*` as any text and `?` as any one character; SQL writes `%`',
      help: `write \`${data.fact}${data.not} like ${q(globOf(data))}\``,
    }),
    plain: (data: Data) => ({
      message: `\`like ${q(data.text)}\` has no wildcard, so it means \`is\``,
      because: 'the whole text must fit: `*` is any text, `?` any one character',
      help: `write \`like ${q(globOf(data))}\` for texts that begin like this, or \`is${data.not} ${q(data.text)}\``,
    }),
    everything: (data: Data) => ({
      message: `this holds for every ${data.fact} that is known`,
      because: 'it does not hold where it is unknown, and no other value is kept out',
      help: `write \`${data.fact} is${data.not} unknown\`, or delete the condition`,
    }),
    anyText: (data: Data) => ({
      message: `every text ${data.text === '' ? 'contains the empty text' : 'matches this pattern'}`,
      because: 'it does not distinguish requests',
      help: 'write the words to look for, or delete the condition',
    }),
    regular: (data: Data) => ({
      message: `${q(data.text)} is not a regular expression here: \`${signOf(data)}\` is an ordinary character`,
      because: 'only `matches` reads regular expressions',
      help: `write \`${data.fact}${data.not} matches /${sourceOf(data)}/\``,
    }),
    containsWildcard: (data: Data) => ({
      message: `\`contains\` has no wildcard: the text must have the character \`${data.text.startsWith(globOf(data)) ? data.text.slice(-1) : data.text.slice(0, 1)}\` in it`,
      because: '`contains` looks for the text anywhere, in upper or lower case',
      help: `write \`${data.fact}${data.not} contains ${q(globOf(data))}\``,
    }),
    list: (data: Data) => ({
      message: `${q(data.text)} is one text, not a list`,
      because: 'alternatives are texts of their own, joined by `or`',
      help: `write ${eitherOf(data)}`,
    }),
    template: (data: Data) => ({
      message: `\`${signOf(data)}\` is not replaced: the text is compared as it is written`,
      because: 'a policy has no variables, so that it says the same on every machine',
      help: 'write the value itself; what differs from machine to machine comes in by a header or a key',
    }),
    blank: (data: Data) => ({
      message: `${q(data.text)} begins or ends with a space`,
      because: 'texts are compared character by character, and values are read without spaces at their ends',
      help: `write ${q(data.text.trim())}`,
    }),
    unread: (data: Data) => ({
      message: `no text is read as \`${data.text}\``,
      because: `the languages that llmr reads are ${READABLE_LANGUAGES.join(', ')}`,
      help: COUNTRIES[data.text] === undefined ? 'write one of these' : `write \`${COUNTRIES[data.text]}\``,
    }),
    secret: (data: Data) => ({
      message: '`key` is the name of a key, never the key itself',
      because: `no key has a name like ${q(data.text.slice(0, 3))}…; a secret in a policy is read by everyone who reads the policy`,
      help: 'write the name given with `llmr keys add --name NAME`: `key is NAME`',
    }),
  },
  file({ ast, source }, report) {
    for (const condition of conditionsIn(ast)) {
      const fact = factWords(condition);
      const not = 'negated' in condition.test && condition.test.negated ? ' not' : '';
      for (const { text, span, key, slip } of slipsOf(condition)) {
        // `not like "*"` never holds, which the proofs report.
        if (key === 'everything' && not !== '') continue;
        const data = { fact, not: key === 'everything' ? ' not' : not, text, slip };
        // It may be meant: requests whose user, team or header is known.
        report(key, { path: source.path, span }, data, key === 'everything' ? { severity: 'info' } : {});
      }
    }
  },
});

/** Codes of countries where that of their language is meant. */
const COUNTRIES: Readonly<Record<string, string>> = {
  ...{
    jp: 'ja',
    cn: 'zh',
    tw: 'zh',
    kr: 'ko',
    gb: 'en',
    us: 'en',
    br: 'pt',
    ua: 'uk',
    cz: 'cs',
    dk: 'da',
    se: 'sv',
  },
  ...{ gr: 'el', il: 'he', in: 'hi', at: 'de', mx: 'es' },
};

type Key = TextSlip['kind'] | 'unread' | 'anyText' | 'containsWildcard' | 'secret';
interface Found {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
  readonly key: Key;
  readonly slip: TextSlip;
}

const COMPARED = ['header', 'metadata', 'team', 'user', 'key'];
const SECRET = /^(?:sk-|llmr_)/;

function slipsOf({ fact, test }: Condition): readonly Found[] {
  if (test.kind === 'contains') {
    return test.texts.flatMap(({ text, span }) => {
      const slip = containsSlip(text);
      if (slip === undefined) return [];
      const key =
        slip.kind === 'everything' ? 'anyText' : slip.kind === 'wildcard' ? 'containsWildcard' : slip.kind;
      return [{ text, span, key, slip }];
    });
  }
  if (test.kind === 'matches') return everythingMatched(fact.words, test);
  if (fact.words === 'language') return unreadLanguages(test);
  if (!COMPARED.includes(fact.words) && (fact.words !== 'asked for' || test.kind === 'like')) return [];
  const texts =
    test.kind === 'like'
      ? test.globs.map((glob) => ({ ...glob, slip: likeSlip(glob.text) }))
      : test.kind === 'is'
        ? test.values.flatMap((value) =>
            value.kind === 'text' || value.kind === 'name'
              ? [{ ...value, slip: isSlip(value.text, value.kind === 'text' || value.quoted, fact.words) }]
              : [],
          )
        : [];
  return texts.flatMap(({ text, span, slip }): Found[] => {
    if (fact.words === 'key' && SECRET.test(text))
      return [{ text, span, key: 'secret', slip: slip ?? { kind: 'absent' } }];
    return slip === undefined ? [] : [{ text, span, key: slip.kind, slip }];
  });
}

function unreadLanguages(test: TestPhrase): readonly Found[] {
  if (test.kind !== 'is') return [];
  return test.values.flatMap((value): Found[] => {
    if ((value.kind !== 'name' && value.kind !== 'text') || READABLE_LANGUAGES.includes(value.text))
      return [];
    if (value.kind === 'name' && !value.quoted && value.text === 'unknown') return [];
    return [{ text: value.text, span: value.span, key: 'unread', slip: { kind: 'absent' } }];
  });
}

function everythingMatched(words: string, test: Extract<TestPhrase, { kind: 'matches' }>): readonly Found[] {
  return test.patterns
    .filter(({ source }) => /^(?:\^?\.\*\$?|\^|\$)?$/.test(source))
    .map(({ source, span }) => ({
      text: source,
      span,
      key: words === 'text' ? ('anyText' as const) : ('everything' as const),
      slip: { kind: 'everything', glob: source } as const,
    }));
}

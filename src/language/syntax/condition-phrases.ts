/**
 * How conditions are written elsewhere, and what they are here. A table; `foreign-phrases.ts` explains its form and
 * applies it. The first rule that fits wins.
 */
import { ONE_WORD_FACTS } from './condition-words.ts';
import type { Phrase } from './phrase.ts';

const VALUE = '(?:"\\d+"|[\\w$%.:-]+)';
const QUANTITY = '(?:\\$?\\d[\\w.:%-]*)';
const OPEN = '[[({]';
const CLOSE = '[\\])}]';
/** `a, b`, `a or b`, `[a, b]`. */
const LIST = `(?:${OPEN} )?(?<list>${VALUE}(?: (?:, or|,|or|nor) ${VALUE})*)(?: ,)?(?: ${CLOSE})?`;
const FACT_WORDS = ONE_WORD_FACTS.join('|');
const FACT = `(?:output tokens|asked for|(?:header|metadata) "\\d+"|${FACT_WORDS})`;
/** No longer a value: what follows makes it the fact of another condition. */
const NOT_A_FACT = `(?! (?:is|over|under|at|up|between|has|like|matches|contains|not|in)\\b)`;

const whole = (source: string): RegExp => new RegExp(`(?<=^| )(?:${source})(?:(?= |$)|(?<= ))`, 'g');

const COMPARISONS = 'comparisons are `over`, `under`, `at least`, `up to`, `is` and `is not`';
const VALUES = 'the values of one condition are joined by `or`';
const TEXTS = 'texts are tested with `is`, `like` (with `*` and `?`), `matches` and, for `text`, `contains`';
const BETWEEN = 'a range is written `between LOW and HIGH`, both included';
const ORDER = 'a condition names the fact first, then the test';
const PRESENCE = 'what is absent or cannot be known is `unknown`';
const HEADERS = 'the name of a header is a text in double quotes';

const values = (list: string): string =>
  list
    .split(/ (?:, or|,|or|nor) /)
    .map((value) => value.trim())
    .join(' or ');

/** `"refund"` within a glob: `like "*refund*"`. */
const glob =
  (before: string, after: string) =>
  ({ text = '' }: Readonly<Record<string, string>>, contentOf: (sign: string) => string): string =>
    `like "${before}${contentOf(text)}${after}"`;

const comparatorOf = (words: string): string => {
  if (/or equal|no less|no fewer|at least|minimum|min$/.test(words))
    return /less|fewer|lower|smaller/.test(words) && !words.startsWith('no ') ? 'up to' : 'at least';
  if (/at most|up to|no more|maximum|max$/.test(words)) return 'up to';
  return /less|fewer|lower|smaller|shorter|under|below/.test(words) ? 'under' : 'over';
};

const MORE = '(?:more|greater|larger|bigger|higher|longer|later)';
const LESS = '(?:less|fewer|lower|smaller|shorter|earlier)';

const comparators: readonly Phrase[] = [
  {
    when: whole(
      `(?:is )?${MORE} than or equal(?: to)?|(?:is )?(?:no|not) (?:${LESS} than|under|below)|(?:is )?(?:gte|ge|minimum|min|since|atleast)|is at least|at minimum`,
    ),
    write: 'at least',
    because: COMPARISONS,
  },
  {
    when: whole(
      `(?:is )?${LESS} than or equal(?: to)?|(?:is )?(?:no|not) (?:${MORE} than|over|above)|(?:is )?(?:at most|lte|le|maximum|max|atmost|upto)|is up to|at maximum`,
    ),
    write: 'up to',
    because: COMPARISONS,
  },
  {
    when: whole(`(?:is )?(?:${MORE} than|above|exceeds?|exceeding|beyond|past|after|gt|over than)|is over`),
    write: 'over',
    because: COMPARISONS,
  },
  {
    when: whole(`(?:is )?(?:${LESS} than|below|beneath|before|lt|under than)|is under`),
    write: 'under',
    because: COMPARISONS,
  },
  {
    when: whole(
      '(?:is )?not equals?(?: to)?|(?:is )?(?:ne|neq|differs from|other than)|not is|does not equal',
    ),
    write: 'is not',
    because: COMPARISONS,
  },
  { when: whole('(?:is )?equals?(?: to)?|eq|=='), write: 'is', because: COMPARISONS },
];

const ranges: readonly Phrase[] = [
  {
    when: whole(
      `(?<fact>\\w+) (?:is )?between (?<low>[a-z][\\w.-]*|"\\d+") (?:and|to|-|,) (?<high>[a-z][\\w.-]*|"\\d+")`,
    ),
    write: ({ fact, low, high }) => `${fact} at least ${low} and ${fact} up to ${high}`,
    because: '`between` takes two quantities; tiers have an order, and are compared with it',
  },
  {
    when: whole(
      `(?:is )?(?:between|from|in range) (?:${OPEN} )?(?<low>${QUANTITY}) (?:and|to|until|till|-|,|\\. \\.|\\.\\.|&) (?<high>${QUANTITY})(?: ${CLOSE})?`,
    ),
    write: ({ low, high }) => `between ${low} and ${high}`,
    because: BETWEEN,
  },
  {
    when: whole(
      `(?<=(?:tokens|messages|images|time|date|complexity) )(?:is |in )?(?<low>${QUANTITY}) (?:to|until|-|\\.\\.) (?<high>${QUANTITY})`,
    ),
    write: ({ low, high }) => `between ${low} and ${high}`,
    because: BETWEEN,
  },
];

const texts: readonly Phrase[] = [
  {
    when: whole(
      '(?:is )?(?:starts? with|begins? with|starting with|startswith|startsWith|starts_with|prefix) (?<text>"\\d+")',
    ),
    write: glob('', '*'),
    because: TEXTS,
  },
  {
    when: whole('(?:is )?(?:ends? with|ending with|endswith|endsWith|ends_with|suffix) (?<text>"\\d+")'),
    write: glob('*', ''),
    because: TEXTS,
  },
  {
    when: whole('(?:does not|not|doesnt|never) (?:contain|include|includes|have|mention|mentions)'),
    write: 'not contains',
    because: TEXTS,
  },
  {
    when: whole(
      '(?:is )?(?:contain|includes?|containing|mentions?|has|contains any(?: of)?|contains (?:one|either) of|has word|contains word)(?= "\\d+")',
    ),
    write: 'contains',
    because: TEXTS,
  },
  {
    when: whole(
      '(?:is )?(?:matches |match )?(?:regex|regexp|pattern|re|~) (?<text>"\\d+")|(?:is )?match (?<other>"\\d+")',
    ),
    write: ({ text, other }, contentOf) =>
      `matches /${contentOf(text ?? other ?? '').replaceAll('/', '\\/')}/`,
    because: 'a pattern is written between slashes after `matches`',
  },
  { when: whole('(?:does not|not|is not) match(?= /)'), write: 'not matches', because: TEXTS },
  {
    when: whole('is not (?<test>like|matches|contains)'),
    write: ({ test }) => `not ${test}`,
    because: TEXTS,
  },
  { when: whole('is (?<test>like|matches|contains)'), write: ({ test }) => `${test}`, because: TEXTS },
  {
    when: whole('(?<verb>contains|like) (?<list>"\\d+"(?: , "\\d+")+)'),
    write: ({ verb, list = '' }) => `${verb} ${values(list)}`,
    because: VALUES,
  },
  {
    when: whole('(?<fact>text) (?<test>contains|matches) (?<first>"\\d+") and (?<second>"\\d+")'),
    write: ({ fact, test, first, second }) => `${fact} ${test} ${first} and ${fact} ${test} ${second}`,
    because: '`and` joins whole conditions, each with its fact',
  },
];

const lists: readonly Phrase[] = [
  {
    when: whole(`(?:is )?(?:not (?:one of|any of|in|among)|none of|neither(?: of)?) ${LIST}${NOT_A_FACT}`),
    write: ({ list = '' }) => `is not ${values(list)}`,
    because: VALUES,
  },
  {
    when: whole(
      `(?<!(?:is|or|over|under|least|to|like|contains) ${VALUE} )(?<!and ${QUANTITY} )(?:is )?(?:one of|any of|either of|either|in|among) ${LIST}${NOT_A_FACT}`,
    ),
    write: ({ list = '' }) =>
      list.split(' ')[0] === 'first' || list.endsWith('%') ? undefined : `is ${values(list)}`,
    because: VALUES,
  },
  {
    when: whole(`(?<is>is(?: not)?) ${OPEN} (?<list>${VALUE}(?: (?:, or|,|or) ${VALUE})*)(?: ,)? ${CLOSE}`),
    write: ({ is, list = '' }) => `${is} ${values(list)}`,
    because: VALUES,
  },
  {
    when: whole(`(?<is>is(?: not)?) (?<list>${VALUE}(?: (?:, or|,|or|/) ${VALUE})+)${NOT_A_FACT}`),
    write: ({ is, list = '' }) =>
      / (?:,|\/) /.test(list) ? `${is} ${values(list.replaceAll(' / ', ' , '))}` : undefined,
    because: VALUES,
  },
  {
    when: whole(`(?<first>is not ${VALUE}) (?:and|nor|or) not (?<second>${VALUE})${NOT_A_FACT}`),
    write: ({ first, second }) => `${first} or ${second}`,
    because: '`is not a or b` means neither of them',
  },
  {
    when: whole(
      `(?<feature>has (?:no )?(?:tools|images|audio|json|streaming)) and (?<other>tools|images|audio|json|streaming)`,
    ),
    write: ({ feature = '', other }) =>
      feature.startsWith('has no') ? `${feature} or ${other}` : `${feature} and request has ${other}`,
    because: '`and` joins whole conditions, each with its fact',
  },
];

const BUDGETS = 'a budget is tested by the share that is used, or by the dollars that are left';

const states: readonly Phrase[] = [
  {
    when: whole(
      `budget (?<name>${VALUE}) (?:is )?(?:exceeded|exhausted|spent|empty|overspent|used up|reached|full)`,
    ),
    write: ({ name }) => `budget ${name} used at least 100%`,
    because: BUDGETS,
  },
  {
    when: whole(
      `budget (?<name>${VALUE}) (?:(?:is )?(?:not (?:yet )?(?:exceeded|exhausted|spent|empty|overspent|used up|reached|full)|available|ok|fine)|has money(?: left)?)`,
    ),
    write: ({ name }) => `budget ${name} used under 100%`,
    because: BUDGETS,
  },
  {
    when: whole(
      `budget (?<name>${VALUE}) (?:remaining|remains|available|unspent|balance)(?= (?:over|under|at|up|between)\\b)`,
    ),
    write: ({ name }) => `budget ${name} left`,
    because: BUDGETS,
  },
  {
    when: whole(`limit (?<name>${VALUE}) (?:is )?(?:exceeded|hit|exhausted|over|full|used up|spent)(?= $|$)`),
    write: ({ name }) => `limit ${name} reached`,
    because: 'a limit is tested with `reached`',
  },
  {
    when: whole(
      '(?<model>[a-z][\\w.-]*) (?:fails|failed|failing|errors|times out|timed out|unhealthy|unavailable|offline|crashes)(?= $|$)',
    ),
    write: ({ model = '' }) => (/^(?:is|not|budget|limit)$/.test(model) ? undefined : `${model} is down`),
    because: 'what is asked of a model is `is down`, `p95 latency`, `error rate` or `load`',
    guess: true,
  },
  {
    when: whole('(?:request )?(?:has|have|with|uses|needs) (?<feature>tools|images|audio|json|streaming)'),
    write: ({ feature }) => `request has ${feature}`,
    because: 'a request is asked what it has',
  },
  {
    when: whole('predicate (?<name>[A-Za-z_][\\w.-]*|"\\d+")(?: is true)?(?= (?:and )?$|$)'),
    write: ({ name }) => `predicate ${name} holds`,
    because: 'a predicate is tested with `holds`',
  },
  {
    when: whole('rules (?<file>"\\d+")(?= $|$)'),
    write: ({ file }) => `rules ${file} match`,
    because: 'a document of rules is tested with `match`',
  },
  {
    when: whole('headers? (?:has|exists|present|contains) (?<text>"\\d+")(?= $|$| and)'),
    write: ({ text }) => `header ${text} is not unknown`,
    because: PRESENCE,
  },
  {
    when: whole('(?<kind>header|metadata) (?<text>"\\d+")(?= $|$| and)'),
    write: ({ kind, text = '' }, contentOf) => {
      const [, name, value] = /^([\w-]+) ?[:=] ?(.+)$/.exec(contentOf(text)) ?? [];
      return name === undefined ? `${kind} ${text} is not unknown` : `${kind} "${name}" is "${value}"`;
    },
    because: 'a condition on a header has its name, a test and a value, each text in double quotes',
  },
  {
    when: whole(`headers? (?<name>[A-Za-z][\\w]*-[\\w-]+) (?<value>"\\d+"|[\\w.-]+)(?= $|$| and)`),
    write: ({ name, value = '' }) =>
      /^(?:is|not|like|matches|contains|in)$/.test(value)
        ? undefined
        : `header "${name}" is ${value.startsWith('"') ? value : `"${value}"`}`,
    because: 'a condition on a header has its name, a test and a value, each text in double quotes',
  },
  {
    when: whole(
      `(?<fact>tier|team|user|key|language|intent|endpoint|day|(?:header|metadata) "\\d+") is (?<first>${VALUE}(?: or ${VALUE})*) or \\k<fact> is (?<second>${VALUE})`,
    ),
    write: ({ fact, first, second }) => `${fact} is ${first} or ${second}`,
    because: VALUES,
  },
];

const presence: readonly Phrase[] = [
  {
    when: whole('(?:does not exist|not exists?|not present|absent|missing|undefined|not set|not defined)'),
    write: 'is unknown',
    because: PRESENCE,
  },
  { when: whole('(?:exists?|present|defined|set)'), write: 'is not unknown', because: PRESENCE },
];

const ordered: readonly Phrase[] = [
  {
    when: whole(
      `(?:(?<test>(?:${MORE}|${LESS}) than(?: or equal to)?|(?:no|not) (?:${MORE}|${LESS}) than|over|under|above|below|at least|at most|up to) )?(?<quantity>\\d[\\w.]*) (?<fact>output tokens|tokens|messages|images)`,
    ),
    write: ({ test, quantity, fact }) =>
      test === undefined ? undefined : `${fact} ${comparatorOf(test)} ${quantity}`,
    because: ORDER,
  },
  {
    when: whole(
      '(?<quantity>\\d[\\w.]*) (?<fact>output tokens|tokens|messages|images)(?! )|^(?<first>\\d[\\w.]*) (?<what>output tokens|tokens|messages|images)',
    ),
    write: ({ quantity, fact, first, what }) => `${fact ?? what} over ${quantity ?? first}`,
    because: ORDER,
    guess: true,
  },
  {
    when: whole(
      `(?<fact>tokens|messages|images) (?<test>over|under|at least|up to|is) (?<quantity>${QUANTITY}) \\k<fact>`,
    ),
    write: ({ fact, test, quantity }) => `${fact} ${test} ${quantity}`,
    because: 'the fact is named once',
  },
  {
    when: whole(
      `^(?<value>"\\d+"|[a-z][\\w.-]*) (?:is|in) (?<fact>${FACT})|(?<=and )(?<other>"\\d+") (?:is|in) (?<second>${FACT})`,
    ),
    write: ({ value, fact, other, second }) => {
      const right = fact ?? second;
      return right === 'text' ? `text contains ${value ?? other}` : `${right} is ${value ?? other}`;
    },
    because: ORDER,
  },
  {
    when: whole(`not (?<fact>${FACT}) is (?<value>${VALUE})`),
    write: ({ fact, value }) => `${fact} is not ${value}`,
    because: '`not` belongs to the test, after the fact',
  },
  {
    when: whole(`not (?<fact>${FACT}) (?<test>like|matches|contains)`),
    write: ({ fact, test }) => `${fact} not ${test}`,
    because: '`not` belongs to the test, after the fact',
  },
  {
    when: whole(
      'not request has (?<feature>[a-z]+)|request (?:has|have) not (?<other>[a-z]+)|request without (?<third>[a-z]+)',
    ),
    write: ({ feature, other, third }) => `request has no ${feature ?? other ?? third}`,
    because: 'what a request does not have is asked with `has no`',
  },
  {
    when: whole('request (?:uses|with|needs|contains|includes|wants) (?=[a-z])'),
    write: 'request has',
    because: 'a request is asked what it has',
  },
];

const facts: readonly Phrase[] = [
  {
    when: whole('(?:request\\.)?headers? (?:[[(] )?(?<text>"\\d+")(?: [\\])])?'),
    write: ({ text }) => `header ${text}`,
    because: HEADERS,
  },
  {
    when: whole(
      '(?:request\\.|req\\.|http\\.)(?:request\\.)?headers?(?: [[(]|\\.)? ?(?<name>"\\d+"|[\\w-]+)(?: [\\])])?',
    ),
    write: ({ name = '' }) => `header ${name.startsWith('"') ? name : `"${name}"`}`,
    because: HEADERS,
  },
  {
    when: whole('(?:headers?|header\\.)(?: [[(])? (?<name>[A-Za-z][\\w-]*)(?: [\\])])?'),
    write: ({ name = '' }) =>
      /^(?:is|not|like|matches|contains|in)$/.test(name) ? undefined : `header "${name}"`,
    because: HEADERS,
  },
  {
    when: whole('headers?\\.(?<name>[\\w-]+)'),
    write: ({ name }) => `header "${name}"`,
    because: HEADERS,
  },
  {
    when: whole(
      'metadata(?:\\.(?<dotted>[\\w-]+)|(?: [[(])? (?:(?<text>"\\d+")|(?<name>[A-Za-z][\\w-]*))(?: [\\])])?)',
    ),
    write: ({ dotted, text, name }) =>
      name !== undefined && /^(?:is|not|like|matches|contains|in)$/.test(name)
        ? undefined
        : `metadata ${text ?? `"${dotted ?? name}"`}`,
    because: 'the name of an entry of the metadata is a text in double quotes',
  },
  {
    when: whole('(?<model>[\\w.-]+) (?:latency|p50 latency|p90 latency|p99 latency|response time|ttft)'),
    write: ({ model }) => (model === 'p95' ? undefined : `${model} p95 latency`),
    because: 'the latency of a model is its 95th percentile, `p95 latency`',
  },
  {
    when: whole(
      '(?<model>[\\w.-]+) (?:errors|error_rate|error-rate|failure rate|errors rate|error)(?= (?:over|under|at|up|between|is))',
    ),
    write: ({ model }) => `${model} error rate`,
    because: 'the share of failures of a model is its `error rate`',
  },
  {
    when: whole('(?<what>p95 latency|latency|error rate|load) (?:of|for) (?<model>[\\w.-]+)'),
    write: ({ what = '', model }) => `${model} ${what === 'latency' ? 'p95 latency' : what}`,
    because: 'the model is named first',
  },
  {
    when: whole(
      '(?:first )?(?<share>\\d[\\d.]*%) of (?<who>users?|teams?|keys?|requests?|traffic)|(?<key>user|team|key|tier) in (?<part>\\d[\\d.]*%)',
    ),
    write: ({ share, who = '', key, part }) =>
      `${key ?? (who === 'traffic' ? 'request' : who.replace(/s$/, ''))} in first ${share ?? part}`,
    because: 'a share is a fixed part of what it is taken of, always the same one',
  },
  {
    when: whole('in (?<zone>[A-Z][A-Za-z_]+(?: / [A-Z][\\w-]*)+|UTC)'),
    write: ({ zone = '' }) => `in "${zone.replaceAll(' ', '')}"`,
    because: 'a time zone is a text in double quotes',
  },
  {
    when: whole(
      '(?<=day )(?:is )?(?:between |from |in )?(?<first>mon|tue|wed|thu|fri|sat|sun)(?:day)? ?(?:and|to|-|\\.\\.|until) ?(?<last>mon|tue|wed|thu|fri|sat|sun)(?:day)?',
    ),
    write: ({ first = '', last = '' }) => `is ${daysFrom(first, last).join(' or ')}`,
    because: 'days are listed, joined by `or`',
  },
];

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function daysFrom(first: string, last: string): string[] {
  const from = DAYS.indexOf(first);
  const count = (DAYS.indexOf(last) - from + 7) % 7;
  return [...DAYS, ...DAYS].slice(from, from + count + 1);
}

const joints: readonly Phrase[] = [
  {
    when: whole(`(?:and|&) (?:when|if|also|then)|,(?= ${FACT} )|, and|also|as well as|plus`),
    write: 'and',
    because: 'conditions are joined by `and`',
  },
  {
    when: whole(`[[(] (?<inner>[^[\\](){}]+) [\\])]`),
    write: ({ inner = '' }) =>
      / or .* (?:is|over|under|has|like|contains|matches) /.test(inner) ? undefined : inner,
    because: 'conditions need no parentheses',
  },
  {
    when: whole('(?:any|one|either) of(?= {)|or(?= {)|any ?:'),
    write: 'any',
    because: 'a group of alternatives is `any { … }`, with one alternative per line',
  },
  {
    when: whole(
      `(?<fact>tier|team|user|key|language|intent|endpoint|day) (?:are|was|be|has|as|to|of|not (?=${VALUE}$)) ?(?<value>${VALUE})`,
    ),
    write: ({ fact, value }) => `${fact} is ${value}`,
    because: COMPARISONS,
    guess: true,
  },
  {
    when: whole(
      `(?<fact>tier|team|user|key|language|intent|endpoint|day|(?:header|metadata) "\\d+") (?<value>"\\d+"|[a-z][\\w.-]*)`,
    ),
    write: ({ fact, value = '' }) =>
      /^(?:isn|aren|doesn|is|not|over|under|at|up|like|matches|contains|in|has|between|used|left|and|or|reached)$/.test(
        value,
      )
        ? undefined
        : `${fact} is ${value}`,
    because: COMPARISONS,
  },
];

export const CONDITION_PHRASES: readonly Phrase[] = [
  ...states,
  ...[...ordered.slice(2, 3), ...ordered.slice(0, 2), ...facts.slice(0, 5), ...ranges, ...texts, ...lists],
  ...[...facts.slice(5), ...comparators, ...ordered.slice(3), ...presence, ...joints],
];

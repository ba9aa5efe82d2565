/**
 * What is written elsewhere inside a clause, after its first word, and what it is here. A table by the first word, in
 * the form that `foreign-phrases.ts` explains; the first that fits wins. Conditions have a table of their own.
 */
import type { Phrase } from './phrase.ts';

const NAME = '[A-Za-z_][\\w.-]*';
const TEXT = '"\\d+"';
const QUANTITY = '\\$?\\d[\\w.:%-]*';

const rule = (source: string, write: Phrase['write'], because: string, guess?: true): Phrase => ({
  when: new RegExp(`(?<=^| )(?:${source})(?:(?= |$)|(?<= ))`, 'g'),
  write,
  because,
  ...(guess === undefined ? {} : { guess }),
});

const STEP =
  'a step of a chain has `within`, `first token within`, `idle within`, `ending within`, `retry` and `hedge after`';
const LIMIT = 'a limit is an amount, a window after `/`, and who it is for after `per`';
const PER: Readonly<Record<string, string>> = {
  day: 'day',
  daily: 'day',
  d: 'day',
  days: 'day',
  month: 'month',
  monthly: 'month',
  months: 'month',
  hour: 'hour',
  hourly: 'hour',
  h: 'hour',
  min: 'min',
  minute: 'min',
  minutes: 'min',
  m: 'min',
  week: 'week',
  weekly: 'week',
};

const STEPS: readonly Phrase[] = [
  rule(
    `(?:timeout|in|max|deadline|for|wait)(?: of| within)? (?<time>\\d[\\w.]*)`,
    ({ time }) => `within ${time}`,
    STEP,
  ),
  rule(
    '(?:ttft|first|first byte|first_token)(?: within)? (?<time>\\d[\\w.]*)',
    ({ time }) => `first token within ${time}`,
    STEP,
  ),
  rule(
    '(?:retries|retrying|with retry|attempts|num_retries|max_retries|with) (?<count>\\d+)(?: retries| times| retry)?|retry (?<times>\\d+) times?|(?<first>\\d+) retries',
    ({ count, times, first }) => `retry ${count ?? times ?? first}`,
    STEP,
  ),
  rule(
    'hedge (?<time>\\d[\\w.]*)|hedged after (?<other>\\d[\\w.]*)',
    ({ time, other }) => `hedge after ${time ?? other}`,
    STEP,
  ),
  rule('first token (?<time>\\d[\\w.]*)', ({ time }) => `first token within ${time}`, STEP),
  rule(
    `, (?:then )?(?<name>${NAME})(?= ,| $)`,
    ({ name }) => `then ${name}`,
    'each step of a chain has a line of its own: `try MODEL`, `then MODEL`',
  ),
];

const AMOUNTS: readonly Phrase[] = [
  {
    ...rule(
      `(?<amount>${QUANTITY})(?<unit> tokens| requests)? (?:per|a|each|every|/) (?<window>day|month|hour|min|minute|week|d|h|m|months|days) (?:/|for|by|each|for each|a) (?<who>[a-z]+)`,
      ({ amount, unit = '', window = '', who }) => `${amount}${unit}/${PER[window] ?? window} per ${who}`,
      LIMIT,
    ),
    code: 'L1023',
  },
  {
    ...rule(
      `(?<amount>${QUANTITY})(?<unit> tokens| requests)? (?:(?:per|a|each|every) (?<window>day|month|hour|min|minute|week)|(?<adverb>daily|monthly|hourly|weekly))(?= per)`,
      ({ amount, unit = '', window, adverb = '' }) => `${amount}${unit}/${PER[window ?? adverb] ?? window}`,
      LIMIT,
    ),
    code: 'L1023',
  },
  {
    ...rule(
      `(?<amount>${QUANTITY})(?<unit> tokens| requests)? (?:(?:per|a|each|every|/) (?<window>day|month|hour|min|minute|week)|(?<adverb>daily|monthly|hourly|weekly))(?! per)`,
      ({ amount, unit = '', window, adverb = '' }) =>
        `${amount}${unit}/${PER[window ?? adverb] ?? window} per user`,
      LIMIT,
      true,
    ),
    code: 'L1023',
  },
  rule('(?<count>\\d[\\w.]*) (?:rpm|RPM)', ({ count }) => `${count} requests/min`, LIMIT),
  rule('(?<count>\\d[\\w.]*) (?:tpm|TPM)', ({ count }) => `${count} tokens/min`, LIMIT),
  rule(
    '(?<count>\\d[\\w.]*) (?:concurrent|parallel|in parallel|simultaneous|concurrently|in flight)(?: requests)?',
    ({ count }) => `${count} at once`,
    LIMIT,
  ),
  rule('(?<count>\\d[\\w.]*) requests at once', ({ count }) => `${count} at once`, LIMIT),
  rule('(?:for each|for|by|each|a) (?<who>user|team|key|tier)s?', ({ who }) => `per ${who}`, LIMIT),
];

const KEYS: readonly Phrase[] = [
  rule(
    '(?:env )?(?:\\$ ?)?(?:{ )?(?:(?:os\\.environ|env|process\\.env|var|ENV|environment)(?:\\.| / | : | ))?\\$?(?<name>[A-Z][A-Z0-9_]+)(?: })?',
    ({ name }) => `env ${name}`,
    'the key of a provider is read from a variable: `key env NAME`',
  ),
];

const TARGETS: readonly Phrase[] = [
  rule(
    `(?:model|chain|pool|target|split|rollout) (?<name>${NAME})`,
    ({ name }) => `${name}`,
    'a target is named without its kind',
  ),
  rule('(?:with|using|and) transforms? (?=[a-z])', 'with', 'transforms are named after `with`'),
  rule('(?:transform|using|via|through) (?=[a-z])', 'with', 'transforms are named after `with`'),
  rule(
    `(?:or|else|otherwise)? ?(?:reject|return|deny|fail|error|respond)(?: with)? (?=\\d+ ${TEXT})`,
    'or refuse',
    'what is answered when no target can is `or refuse STATUS "TEXT"`',
  ),
  rule(
    `(?:else|otherwise) refuse(?= \\d)|refuse(?= \\d)`,
    'or refuse',
    'what is answered when no target can is `or refuse STATUS "TEXT"`',
  ),
];

export const CLAUSE_PHRASES: Readonly<Partial<Record<string, readonly Phrase[]>>> = {
  try: STEPS,
  // biome-ignore lint/suspicious/noThenProperty: a word of the language; this table is never awaited.
  then: STEPS,
  limit: AMOUNTS,
  line: AMOUNTS,
  key: KEYS,
  use: TARGETS,
  canary: [
    rule(
      `(?<share>\\d[\\d.]*%)(?: of)? (?:(?<who>user|team|key|request|tier)s? )?(?:(?:use|to|on|with) )?(?<name>${NAME})`,
      ({ share, who, name }) => `${share} by ${who ?? 'user'} use ${name}`,
      'a canary is a share, what it is sticky by, and a target',
      true,
    ),
    rule('(?:to|on|with|gets|send to) (?=[a-z])', 'use', 'the target of a canary is named after `use`'),
    rule('(?:per|of) (?=user|team|key|request|tier)', 'by', 'what a canary is sticky by follows `by`'),
  ],
  mirror: [
    rule(
      `(?<name>${NAME}) (?<share>\\d[\\d.]*%)|(?<part>\\d[\\d.]*%) (?:on |use |of )?(?<other>${NAME})`,
      ({ name, share, part, other }) => `${share ?? part} to ${name ?? other}`,
      'a copy of a share of the requests is `mirror 5% to MODEL`',
    ),
    rule(
      `to (?<name>${NAME}) (?<share>\\d[\\d.]*%)`,
      ({ name, share }) => `${share} to ${name}`,
      'a copy of a share of the requests is `mirror 5% to MODEL`',
    ),
  ],
  refuse: [
    rule(`(?:with |status |code )(?=\\d)`, '', 'a refusal is a status and a text'),
    rule(
      `(?<text>${TEXT}) (?<status>\\d{3})`,
      ({ text, status }) => `${status} ${text}`,
      'a refusal is a status and a text',
    ),
    rule(`(?:with|because|,|message) (?=${TEXT})`, '', 'a refusal is a status and a text'),
  ],
  on: [
    rule(
      'failure (?:then )?(?:fallback|next|move on|try another|failover|continue|skip)',
      'failure try next',
      'a failed check says `try next`, `retry 1` or `refuse`',
    ),
    rule(
      'failure (?:reject|deny|stop|fail|error|abort|block)',
      'failure refuse',
      'a failed check says `try next`, `retry 1` or `refuse`',
    ),
    rule(
      'failure (?:again|repeat|retry)',
      'failure retry 1',
      'a failed check says `try next`, `retry 1` or `refuse`',
    ),
    rule(
      'broken stream (?:retry|again|repeat|resume|redo|reconnect)',
      'broken stream restart',
      'a broken stream says `continue`, `restart` or `error`',
    ),
    rule(
      'broken stream (?:stop|abort|fail|end|refuse|close)',
      'broken stream error',
      'a broken stream says `continue`, `restart` or `error`',
    ),
    rule(
      'broken stream (?:ignore|keep|next|fallback|proceed)',
      'broken stream continue',
      'a broken stream says `continue`, `restart` or `error`',
    ),
    rule(
      '(?:broken|stream broken|stream error|stream failure|broken_stream|broken-stream)(?= (?:continue|restart|error))',
      'broken stream',
      'what happens to a stream that breaks off is `on broken stream`',
    ),
  ],
  expect: [
    rule(
      '(?:status|code|refusal|refuse|rejected|denied|error|response)(?: with)?(?= \\d{3})',
      'refused',
      'a refusal is expected with `refused STATUS "TEXT"`',
    ),
    rule(
      '(?<status>[45]\\d\\d)',
      ({ status }) => `refused ${status}`,
      'a refusal is expected with `refused STATUS "TEXT"`',
    ),
    rule('refused (?:with|as|by) (?=\\d)', 'refused', 'a refusal is expected with `refused STATUS "TEXT"`'),
    rule(
      '(?:routed to|goes to|route is|route to)(?= [a-z])',
      'route',
      'which route answers is expected with `route NAME`',
    ),
    rule(
      '(?:answered by|served by|model is|uses|target|by|use)(?= [a-z])',
      'model',
      'which model answers is expected with `model NAME`',
    ),
    rule(
      '(?:refuse|refusal|rejection|rejected|denied|fail|error)',
      'refused',
      'a refusal is expected with `refused STATUS "TEXT"`',
    ),
    rule('and', ',', 'what is expected is separated by commas'),
    rule(
      '(?<count>\\d+) attempts?',
      ({ count }) => `attempts ${count}`,
      'the number of attempts is `attempts 2`',
    ),
  ],
  given: [
    rule(
      `(?<kind>budget|rollout) (?<name>${NAME}) (?:used|spent|left|at|is|to)(?: at least| over)? (?<value>${QUANTITY})`,
      ({ kind, name, value }) => `${kind} ${name} ${value}`,
      'a test gives the value alone: `budget NAME 96%`',
    ),
    rule(
      '(?<count>\\d[\\w.]*) (?<fact>output tokens|tokens|messages|images)',
      ({ count, fact }) => `${fact} ${count}`,
      'a test names a fact, then its value',
    ),
    rule(
      `(?<fact>user|team|key|tier) (?:id|name|called|named) (?<value>${TEXT}|${NAME})`,
      ({ fact, value }) => `${fact} ${value}`,
      'a test names a fact, then its value',
    ),
    rule(
      '(?<!(?:time|date) )(?<time>\\d\\d:\\d\\d)',
      ({ time }) => `time ${time}`,
      'a test names a fact, then its value',
    ),
    rule(
      '(?<model>[a-z][\\w.-]*) (?:times out|timed out|timing out)',
      ({ model }) => `${model} fails with timeout`,
      'a model fails with a kind of failure',
    ),
    rule(
      '(?:text|prompt|content|input|question|messages)(?= "\\d+")',
      'message',
      'what the user says is given with `message "TEXT"`',
    ),
    rule(
      'headers?(?: [[(])? (?<name>[A-Za-z][\\w-]*)(?: [\\])])?(?= )',
      ({ name }) => `header "${name}"`,
      'the name of a header is a text in double quotes',
    ),
    rule('request (?:with|uses|is) (?=[a-z])', 'request has', 'a request is given with what it has'),
    rule(
      '(?:down|failed|broken) (?<model>[a-z][\\w.-]*)',
      ({ model }) => `${model} is down`,
      'the model is named first',
    ),
    rule(
      'fails? (?<class>timeout|overload|rate-limit|server-error|connection|empty|gone)',
      ({ class: kind }) => `fails with ${kind}`,
      'a model fails with a kind of failure',
    ),
    rule('(?<=[a-z"\\d]) ?and(?= )', ',', 'what is given is separated by commas'),
  ],
  cache: [
    rule('for (?<time>\\d[\\w.]*)', ({ time }) => `${time}`, 'an answer is kept with `cache 10min per team`'),
    rule(
      '(?<time>\\d[\\w.]*) (?:by|for|for each|each) (?<who>[a-z]+)',
      ({ time, who }) => `${time} per ${who}`,
      'an answer is kept with `cache 10min per team`',
    ),
    rule(
      '(?<time>\\d[\\w.]*)',
      ({ time }) => `${time} per user`,
      'answers are kept per user, team, key or tier',
      true,
    ),
  ],
  within: [
    rule(
      '(?<region>[a-z]{2}[\\w-]*)',
      ({ region }) => `region ${region}`,
      'where a request may be answered is `within region`',
    ),
  ],
  hold: [
    rule(
      '(?:until|for)? ?(?:done|end|the end|finished|ready|all|stream|whole|full|completed?|finish)',
      'until complete',
      'an answer is held until it is whole with `hold until complete`',
    ),
  ],
  price: [
    rule(
      '(?<one>\\$?[\\d.]+) (?:input|prompt) ?,? (?<two>\\$?[\\d.]+) (?:output|completion)',
      ({ one = '', two = '' }) => `${dollars(one)} in, ${dollars(two)} out`,
      'a price is an amount and what it is for: `$1 in, $5 out`',
    ),
    rule(
      '(?:input|prompt|per input|for input|in)(?:(?: tokens?)|(?: per token))',
      'in',
      'a price is an amount and what it is for: `$1 in, $5 out`',
    ),
    rule('input|prompt', 'in', 'a price is an amount and what it is for: `$1 in, $5 out`'),
    rule('output|completion', 'out', 'a price is an amount and what it is for: `$1 in, $5 out`'),
    rule(
      '(?<first>in|input) (?<one>\\$?[\\d.]+) ?,? (?:out|output) (?<two>\\$?[\\d.]+)',
      ({ one = '', two = '' }) => `${dollars(one)} in, ${dollars(two)} out`,
      'a price is an amount and what it is for: `$1 in, $5 out`',
    ),
    rule(
      '^(?<one>\\$?[\\d.]+) ?[,/] ?(?<two>\\$?[\\d.]+)',
      ({ one = '', two = '' }) => `${dollars(one)} in, ${dollars(two)} out`,
      'a price is an amount and what it is for: `$1 in, $5 out`',
      true,
    ),
    rule('(?<=(?:in|out) )and(?= )', ',', 'the parts of a price are separated by commas'),
  ],
  is: [
    rule(
      `(?:via|at|from|in|by|using|provider|@|with) (?<provider>${NAME})`,
      ({ provider }) => `on ${provider}`,
      'a model is `is "ID" on PROVIDER`',
    ),
  ],
  window: [
    rule(
      '(?<size>\\d[\\w.]*) (?:tokens|in|input)(?= |$)',
      ({ size }) => `${size}`,
      'a window is counted in tokens without saying so',
    ),
    rule(
      '(?:,|and|/|max|with) output',
      'output',
      'what a model can write follows on its own: `window 200k output 64k`',
    ),
  ],
  output: [
    rule(
      '(?<size>\\d[\\w.]*) tokens',
      ({ size }) => `${size}`,
      'a limit on output is counted in tokens without saying so',
    ),
  ],
  can: [
    rule('(?:use |do |see |handle |support )(?=[a-z])', '', 'what a model can do is named alone'),
    rule(
      '(?<list>[a-z]+(?: (?:,|and|or|&) [a-z]+)+)',
      ({ list = '' }) =>
        / (?:and|or|&) /.test(list) ? list.split(/ (?:,|and|or|&) /).join(', ') : undefined,
      'the entries of a list are separated by commas',
    ),
    rule(
      `(?:[[(] )(?<list>[^\\])]+) [\\])]`,
      ({ list = '' }) => list.replaceAll(' , ', ', '),
      'lists have no brackets',
    ),
  ],
  serves: [
    rule(
      `(?<first>${TEXT}) (?:and|or|&) (?<second>${TEXT})`,
      ({ first, second }) => `${first}, ${second}`,
      'the entries of a list are separated by commas',
    ),
  ],
  set: [
    rule(
      `(?<name>[a-z_]+) (?:to|as) (?<value>\\S+)`,
      ({ name, value }) => `${name} ${value}`,
      'a setting is written `set NAME VALUE`',
    ),
  ],
  trim: [
    rule(
      '(?:history )?(?:up to |at |to |max )?(?<size>\\d[\\w.]*)(?: tokens)?',
      ({ size }) => `history to ${size}`,
      'a long conversation is shortened with `trim history to`',
    ),
  ],
  cap: [
    rule(
      '(?:output )?(?:at |to |tokens )(?<size>\\d[\\w.]*)|(?<bare>\\d[\\w.]*)',
      ({ size, bare }) => `output ${size ?? bare}`,
      'the length of the answer is limited with `cap output`',
    ),
  ],
  system: [
    rule(
      `(?<text>${TEXT})`,
      ({ text }) => `prepend ${text}`,
      'the system prompt is changed with `system prepend`, `system append` or `system replace`',
      true,
    ),
  ],
  length: [
    rule(
      '(?:at most|under|max|below|less than)? ?(?<size>\\d[\\w.]*)(?: tokens| characters| chars)?',
      ({ size }) => `up to ${size}`,
      'the length of an answer is checked with `length up to`',
    ),
  ],
  matches: [
    rule(
      `(?<text>${TEXT})`,
      ({ text = '' }, contentOf) => `/${contentOf(text).replaceAll('/', '\\/')}/`,
      'a pattern is written between slashes',
    ),
  ],
  match: [
    rule(
      '(?:over|above|at|min)? ?(?<score>\\d[\\d.]*)',
      ({ score }) => `at least ${score}`,
      'how near a message has to be is `match at least`',
    ),
  ],
  warn: [
    rule(
      '(?:when|over|above|on|from)? ?(?<share>\\d[\\d.]*%?)(?: used)?',
      ({ share }) => `at ${share}`,
      'the share from which a budget warns is `warn at`',
    ),
  ],
  import: [
    rule(
      `{ (?<list>${NAME}(?: , ${NAME})*)(?: ,)? }`,
      ({ list = '' }) => list.replaceAll(' , ', ', '),
      'imported names have no braces',
    ),
    rule(
      `(?<first>${NAME}) (?:, )?intent (?!from )(?<second>${NAME})`,
      ({ first, second }) => `${first}, ${second}`,
      '`intent` is written once, before the first name',
    ),
    rule(
      `(?<first>${NAME}) (?:and|&) (?<second>${NAME})`,
      ({ first, second }) => `${first}, ${second}`,
      'the entries of a list are separated by commas',
    ),
    rule(
      `(?<name>${NAME}) as ${NAME}`,
      ({ name }) => `${name}`,
      'a name is imported as it is declared',
      true,
    ),
  ],
  policy: [
    rule(
      '(?:version|edition|v) v?(?<number>\\d+)',
      ({ number }) => `edition ${number}`,
      'the edition of the language follows the name of a policy',
    ),
  ],
  steps: [
    rule('(?:wait|in|for|hold|pause|at)(?= \\d)', 'after', 'how long a step waits is `after`'),

    rule(
      `(?<list>\\d[\\d.]*%(?: (?:then |-> |to |> )?\\d[\\d.]*%)+)`,
      ({ list = '' }) => (list.match(/\d[\d.]*%/g) ?? []).join(', '),
      'the steps are separated by commas',
      true,
    ),
  ],
  from: [
    rule(
      `(?<old>${NAME}) (?:->|,|and|=>|over|into) (?<next>${NAME})`,
      ({ old, next }) => `${old} to ${next}`,
      'the models of a rollout are named with `from OLD to NEW`',
    ),
  ],
  abort: [rule('(?:if|on|at|unless) (?=[a-z])', 'when', 'what ends a rollout is `abort when`')],
};

function dollars(amount: string): string {
  return amount.startsWith('$') ? amount : `$${amount}`;
}

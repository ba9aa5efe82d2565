/**
 * Random valid policy texts for properties: every declaration, clause and condition of edition 1, names that
 * resolve, and the layout of somebody who has never heard of a formatter: odd spaces, blank lines, comments.
 */
import fc from 'fast-check';

/** A line, or a block: its head and what stands in it. */
export type Piece = string | { readonly head: string; readonly body: readonly Piece[] };

const MODELS = ['haiku', 'sonnet', 'max', 'try'];
const TARGETS = [...MODELS, 'careful', 'quick', 'halves', 'slowly'];

const oneOf = (...values: string[]) => fc.constantFrom(...values);
const some = (values: readonly string[], max = 3) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: max }).map((list) => list.join(', '));
const count = fc.oneof(
  fc.integer({ min: 0, max: 5000 }).map(String),
  fc.integer({ min: 1, max: 900 }).map((n) => `${n}k`),
  fc.constantFrom('1M', '1.5k', '0.5M'),
);
const percent = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`),
  fc.constant('2.5%'),
);
const money = fc.oneof(
  fc.integer({ min: 0, max: 500 }).map((n) => `$${n}`),
  fc.constant('$0.15'),
);
const duration = fc
  .tuple(fc.integer({ min: 1, max: 90 }), oneOf('ms', 's', 'min', 'h', 'd'))
  .map(([n, unit]) => n + unit);
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
const date = fc
  .tuple(
    fc.integer({ min: 2027, max: 2040 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .map(([year, month, day]) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
const text = fc
  .string({ unit: fc.constantFrom(...('abc XYZ09{}#/,;:é🚀\\"'.match(/./gu) ?? [])), maxLength: 12 })
  .map((raw) => `"${raw.replace(/[\\"]/g, '\\$&')}"`);
const glob = oneOf('"gpt-*"', '"*-beta"', '"a?c"');
const pattern = oneOf('/^refund/', '/a\\/b/', '/[0-9]{3} or so/', '/(?i)urgent/');
const comparison = oneOf('over', 'under', 'at least', 'up to');
const values = (list: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...list), { minLength: 1, maxLength: 3 })
    .map((chosen) => chosen.join(' or '));
const key = oneOf(
  ...['user', 'team', 'key', 'tier', 'request', 'header "x"', 'metadata "plan"'],
  ...['user salt "spring"', 'header "x" salt "random split halves"'],
);

const words = (...parts: (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
    .map((list) => list.join(' '));

const condition: fc.Arbitrary<string> = fc.oneof(
  words(oneOf('tokens', 'output tokens', 'messages', 'images'), comparison, count),
  words('tokens between', count, 'and', count),
  words('messages is', count),
  words('request has', values(['tools', 'images', 'json', 'streaming'])),
  words('request has no', values(['tools', 'images'])),
  words('asked for', oneOf('', 'is', 'like', 'not like'), glob).map((line) => line.replace('  ', ' ')),
  words('endpoint is', values(['chat', 'messages', 'responses', 'embeddings'])),
  words('tier is', oneOf('', 'not'), values(['free', 'pro', 'enterprise'])).map((line) =>
    line.replace('  ', ' '),
  ),
  words('tier at least', oneOf('pro', 'enterprise')),
  words(
    oneOf('team', 'user', 'key', 'header "x"', 'metadata "y"'),
    oneOf('is', 'is not', 'like', 'not like'),
    text,
  ),
  words(oneOf('team', 'header "x"'), oneOf('matches', 'not matches'), pattern),
  words(oneOf('header "x"', 'team', 'intent', 'budget purse'), 'is unknown'),
  words('text contains', text),
  words('text matches', pattern, 'or', pattern),
  words('time between', clock, 'and', clock, 'in "Europe/Berlin"'),
  words('day is', values(['sat', 'sun', 'mon']), 'in "Europe/Berlin"'),
  words('date', comparison, date),
  words(oneOf('user', 'team', 'key'), 'in first', percent),
  words('budget purse used', comparison, percent),
  words('budget purse left', comparison, money),
  words('limit chatty', oneOf('reached', 'not reached')),
  words(oneOf(...MODELS), 'p95 latency', comparison, duration),
  words(oneOf(...MODELS), oneOf('error rate', 'load'), comparison, percent),
  words(oneOf(...MODELS), oneOf('is down', 'is not down')),
  words('complexity', comparison, oneOf('0.7', '0.25')),
  words('language is', values(['de', 'fr', '"is"'])),
  words('intent is', values(['refund', 'bug-report'])),
  oneOf('intent is none', 'tone is urgent', 'rules "legacy.json" match', 'predicate vip holds'),
  words('similarity to refund', comparison, '0.8'),
);

const anyGroup: fc.Arbitrary<string[]> = fc.array(
  fc.array(condition, { minLength: 1, maxLength: 2 }).map((list) => list.join(' and ')),
  { minLength: 1, maxLength: 3 },
);

/** A `when` clause as lines and groups, `and` leading each but the first. */
const when: fc.Arbitrary<Piece[]> = fc
  .array(fc.oneof({ weight: 4, arbitrary: condition }, { weight: 1, arbitrary: anyGroup }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((list) =>
    list.map((term, index): Piece => {
      const lead = index === 0 ? 'when' : 'and';
      return typeof term === 'string' ? `${lead} ${term}` : { head: `${lead} any`, body: term };
    }),
  );

const maybe = (line: fc.Arbitrary<string>): fc.Arbitrary<string[]> =>
  fc.option(line, { nil: undefined }).map((chosen) => (chosen === undefined ? [] : [chosen]));

const use: fc.Arbitrary<string> = words(
  'use',
  fc.oneof(
    oneOf(...TARGETS),
    words(
      oneOf('fastest of', 'cheapest of', 'least busy of', 'in turn'),
      some(MODELS),
      oneOf('', 'good enough at 90%', 'explore 2%', 'good enough at 90% explore 2%'),
    ),
  ),
  oneOf('', 'with brief', 'with brief, calm'),
  fc.oneof(fc.constant(''), words('or refuse', oneOf('413', '503'), text)),
).map((line) => line.replace(/ +$/, '').replace(/ {2,}(?=with|or refuse)/, ' '));

const action: fc.Arbitrary<Piece[]> = fc
  .tuple(
    maybe(words('because', text)),
    fc
      .oneof({ weight: 5, arbitrary: use }, { weight: 1, arbitrary: words('refuse 403', text) })
      .map((line) => [line]),
    maybe(words('canary', percent, 'by', key, 'use', oneOf(...TARGETS))),
    maybe(words('mirror', percent, 'to', oneOf(...MODELS))),
    maybe(fc.constant('expect strict')),
    maybe(words('label', text)),
    maybe(words('until', date)),
    maybe(words('on broken stream', oneOf('continue', 'restart', 'error'))),
    maybe(fc.constant('hold until complete')),
    maybe(words('cache', duration, 'per', oneOf('team', 'user'))),
    maybe(fc.constant('within region eu')),
  )
  .map((parts) => parts.flat());

const block = (head: string, body: fc.Arbitrary<readonly Piece[]>): fc.Arbitrary<Piece> =>
  body.map((lines) => ({ head, body: lines }));

const wireFacts = fc.subarray(['not stream options', 'max as max_completion_tokens', 'fixed temperature']);

const model = (name: string): fc.Arbitrary<Piece> =>
  block(
    `model ${name}`,
    fc
      .tuple(
        words('window', count, 'output', count),
        maybe(words('can', some(['tools', 'images', 'json', 'audio']))),
      )
      .chain(([window, can]) =>
        fc
          .tuple(
            fc.oneof(
              words('price', money, 'in,', money, 'out'),
              words('price', money, 'in,', money, 'out,', money, 'cached,', money, 'cache write'),
              fc.constant('price from catalogue "x/y"'),
            ),
            maybe(words('retires', date)),
            wireFacts,
            fc.boolean(),
          )
          .map(([price, retires, wire, simulated]): Piece[] => [
            simulated
              ? { head: `is "${name}-1" on lab`, body: ['first token 200ms', 'fails 5% with overload'] }
              : `is "${name}-1" on lab`,
            window,
            price,
            ...can,
            ...retires,
            ...wire,
          ]),
      ),
  );

const stepOptions = fc.subarray([
  'within 20s',
  'first token within 5s',
  'idle within 8s',
  'ending within 3s',
  'retry 1',
  'hedge after 800ms',
]);
const step = (word: string) =>
  fc.tuple(oneOf(...MODELS), stepOptions).map(([name, list]) => [word, name, ...list].join(' '));

const route = (name: string): fc.Arbitrary<Piece> =>
  block(
    `route ${name}`,
    fc
      .tuple(when, action, fc.boolean())
      .map(([conditions, rest, first]) => (first ? [...conditions, ...rest] : [...rest, ...conditions])),
  );

/** A policy as pieces: everything is declared that its conditions and routes name. */
export const policyPieces: fc.Arbitrary<Piece[]> = fc
  .tuple(
    fc.tuple(...MODELS.map(model)),
    fc.tuple(wireFacts, maybe(words('pass', some(['models', 'provider', 'service_tier'])))),
    block(
      'chain careful',
      fc
        .tuple(
          step('try'),
          fc.array(step('then'), { maxLength: 2 }),
          maybe(words('on', some(['timeout', 'overload', 'rate-limit']))),
        )
        .map((parts) => parts.flat()),
    ),
    block(
      'pool quick',
      words(oneOf('fastest of', 'cheapest of', 'least busy of', 'in turn'), some(MODELS)).map((line) => [
        line,
      ]),
    ),
    key.map((by): Piece => ({ head: `split halves by ${by}`, body: ['90% haiku', '10% sonnet'] })),
    key.map(
      (by): Piece => ({
        head: `rollout slowly by ${by}`,
        body: ['from haiku to sonnet', 'steps 1%, 5% after 30min', 'abort when error rate over 3% for 5min'],
      }),
    ),
    fc
      .array(fc.integer({ min: 0, max: 99 }), { minLength: 1, maxLength: 5 })
      .chain((ids) => fc.tuple(...[...new Set(ids)].map((id) => route(`r${id}`)))),
    block('otherwise', action),
  )
  .map(([models, [wire, pass], chain, pool, split, rollout, routes, otherwise]) => [
    {
      head: 'policy random edition 1',
      body: [
        'owner "@acme"',
        'serves "random"',
        'salt "random"',
        { head: 'defaults', body: ['idle within 10s', 'ending within 4s', 'whole within 90s'] },
      ],
    },
    'tier free, pro, enterprise',
    { head: 'provider lab', body: [...wire, 'speaks simulated', ...pass] },
    ...models,
    {
      head: 'intent refund',
      body: ['means "money back"', 'like "I want my money back"', 'not "what is your policy?"'],
    },
    { head: 'intent bug-report', body: ['like "it is broken"'] },
    { head: 'intent urgent in tone', body: ['like "hurry"'] },
    { head: 'budget purse', body: ['limit $50/day per team', 'warn at 80%', 'when unknown refuse'] },
    { head: 'limit chatty', body: ['60 requests/min per user', '5 at once per user'] },
    { head: 'predicate vip', body: ['within 20ms', 'when unknown no'] },
    {
      head: 'transform brief',
      body: ['system prepend "Be brief."', 'set temperature 0.2', 'cap output 800'],
    },
    { head: 'transform calm', body: ['set stop "!"', 'trim history to 8k'] },
    { head: 'check strict', body: ['contains "ok"', 'on failure try next'] },
    chain,
    pool,
    split,
    rollout,
    ...routes,
    otherwise,
  ]);

/** The pieces in a random layout; the whims are numbers from 0 to 99, used in turn. */
export function layOut(pieces: readonly Piece[], whims: readonly number[]): string {
  let next = 0;
  const whim = (): number => whims[next++ % Math.max(1, whims.length)] ?? 0;
  let out = '';
  const endLine = (): void => {
    const mood = whim();
    if (mood < 12) out += `${' '.repeat(mood % 3)}# note ${mood} { "odd\n`;
    else if (mood < 20) out += `\n\n# alone ${mood}\n`;
    else if (mood < 26) out += '\n\n\n\n';
    else if (mood < 30) out += '\r\n';
    else out += '\n';
    out += ['', ' ', '  ', '\t', '      '][mood % 5] ?? '';
  };
  const put = (piece: Piece): void => {
    const spread = (line: string): string =>
      whim() < 10 ? line.replace(/ (?=\w+$)|, /g, (gap) => (gap === ', ' ? ' ,  ' : '   ')) : line;
    if (typeof piece === 'string') {
      // Texts keep their spaces.
      out += piece.includes('"') || piece.includes('/') ? piece : spread(piece);
      endLine();
      return;
    }
    out += piece.head;
    out += whim() < 8 ? '{' : ' {';
    endLine();
    for (const inner of piece.body) put(inner);
    out += '}';
    if (whim() < 15) out += ' ';
    else endLine();
  };
  for (const piece of pieces) put(piece);
  return out;
}

const whims = fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 20, maxLength: 120 });

/** A random valid policy, untidily written. */
export const policyText: fc.Arbitrary<string> = fc
  .tuple(policyPieces, whims)
  .map(([pieces, moods]) => layOut(pieces, moods));

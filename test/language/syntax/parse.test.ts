/**
 * What the parser makes of correct texts: the shapes of `ast.ts`, spans, and words that are names in one place
 * and keywords in another.
 */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Condition, Declaration, Route, Test } from '../../../src/language/syntax/ast.ts';
import { parse } from '../../../src/language/syntax/parse.ts';
import { createSource, sliceOf } from '../../../src/language/text/source.ts';

function read(text: string) {
  const file = parse(createSource('x.route', text));
  expect(file.diagnostics.map((diagnostic) => diagnostic.message)).toEqual([]);
  return file;
}

/** The only declaration of a text, spans removed. */
function only(text: string): unknown {
  const { declarations } = read(text).ast;
  expect(declarations).toHaveLength(1);
  return withoutSpans(declarations[0]);
}

function withoutSpans(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpans);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'span' && key !== 'head');
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutSpans(inner)]));
}

function conditionOf(text: string): Condition {
  const route = read(`route r {\n  when ${text}\n  use a\n}`).ast.declarations[0] as Route;
  const term = route.when?.all[0];
  if (term?.kind !== 'condition' || route.when?.all.length !== 1)
    throw new Error('one condition was expected');
  return term;
}

const name = (text: string) => ({ kind: 'name', text, quoted: false });
const text = (value: string) => ({ kind: 'text', text: value });
const number = (value: number) => ({ kind: 'number', value });

const folder = new URL('../../support/example/', import.meta.url).pathname;

test.each(globSync('**/*.route', { cwd: folder }))('example/%s has no syntax error', (path) => {
  const file = read(readFileSync(folder + path, 'utf8'));
  expect(file.ast.recovered).toBe(false);
});

describe('conditions', () => {
  const facts: [string, string, unknown, unknown][] = [
    ['tokens over 8k', 'tokens', undefined, { kind: 'compare', comparator: 'over', value: number(8000) }],
    [
      'tokens between 2k and 8k',
      'tokens',
      undefined,
      { kind: 'between', low: number(2000), high: number(8000) },
    ],
    [
      'output tokens up to 1.5k',
      'output tokens',
      undefined,
      { kind: 'compare', comparator: 'up to', value: number(1500) },
    ],
    ['messages is 1', 'messages', undefined, { kind: 'is', negated: false, values: [number(1)] }],
    ['request has no tools', 'request', undefined, { kind: 'has', negated: true, features: [name('tools')] }],
    [
      'request has tools or images',
      'request',
      undefined,
      { kind: 'has', negated: false, features: [name('tools'), name('images')] },
    ],
    ['asked for "gpt-*"', 'asked for', undefined, { kind: 'like', negated: false, globs: [text('gpt-*')] }],
    ['asked for is "x"', 'asked for', undefined, { kind: 'is', negated: false, values: [text('x')] }],
    ['endpoint is chat', 'endpoint', undefined, { kind: 'is', negated: false, values: [name('chat')] }],
    [
      'tier is not free or pro',
      'tier',
      undefined,
      { kind: 'is', negated: true, values: [name('free'), name('pro')] },
    ],
    ['tier at least pro', 'tier', undefined, { kind: 'rank', comparator: 'at least', value: name('pro') }],
    [
      'header "x-b" not like "a*" or "b"',
      'header',
      text('x-b'),
      { kind: 'like', negated: true, globs: [text('a*'), text('b')] },
    ],
    [
      'metadata "plan" is unknown',
      'metadata',
      text('plan'),
      { kind: 'is', negated: false, values: [name('unknown')] },
    ],
    [
      'user matches /a\\/b/ or /c/',
      'user',
      undefined,
      {
        kind: 'matches',
        negated: false,
        patterns: [
          { kind: 'pattern', source: 'a\\/b' },
          { kind: 'pattern', source: 'c' },
        ],
      },
    ],
    [
      'text contains "refund" or "money"',
      'text',
      undefined,
      { kind: 'contains', negated: false, texts: [text('refund'), text('money')] },
    ],
    [
      'date at least 2026-12-31',
      'date',
      undefined,
      { kind: 'compare', comparator: 'at least', value: { kind: 'date', value: '2026-12-31' } },
    ],
    ['user in first 5%', 'user', undefined, { kind: 'first', share: { kind: 'percent', value: 5 } }],
    [
      'budget B used at least 95%',
      'budget',
      name('B'),
      {
        kind: 'spend',
        side: 'used',
        test: { kind: 'compare', comparator: 'at least', value: { kind: 'percent', value: 95 } },
      },
    ],
    [
      'budget B left under $2',
      'budget',
      name('B'),
      {
        kind: 'spend',
        side: 'left',
        test: { kind: 'compare', comparator: 'under', value: { kind: 'money', value: 2 } },
      },
    ],
    ['budget B is unknown', 'budget', name('B'), { kind: 'is', negated: false, values: [name('unknown')] }],
    ['limit L reached', 'limit', name('L'), { kind: 'flag', negated: false }],
    [
      'M p95 latency over 4s',
      'p95 latency',
      name('M'),
      { kind: 'compare', comparator: 'over', value: { kind: 'duration', value: 4000 } },
    ],
    [
      'M error rate over 2%',
      'error rate',
      name('M'),
      { kind: 'compare', comparator: 'over', value: { kind: 'percent', value: 2 } },
    ],
    [
      'M load over 80%',
      'load',
      name('M'),
      { kind: 'compare', comparator: 'over', value: { kind: 'percent', value: 80 } },
    ],
    ['M is not down', 'group', name('M'), { kind: 'is', negated: true, values: [name('down')] }],
    [
      'complexity at least 0.7',
      'complexity',
      undefined,
      { kind: 'compare', comparator: 'at least', value: number(0.7) },
    ],
    ['language is "is"', 'language', undefined, { kind: 'is', negated: false, values: [text('is')] }],
    [
      'intent is refund or bug-report',
      'intent',
      undefined,
      { kind: 'is', negated: false, values: [name('refund'), name('bug-report')] },
    ],
    ['tone is urgent', 'group', name('tone'), { kind: 'is', negated: false, values: [name('urgent')] }],
    [
      'similarity to refund at least 0.8',
      'similarity to',
      name('refund'),
      { kind: 'compare', comparator: 'at least', value: number(0.8) },
    ],
    ['rules "legacy.json" match', 'rules', text('legacy.json'), { kind: 'flag', negated: false }],
    ['predicate vip holds', 'predicate', name('vip'), { kind: 'flag', negated: false }],
  ];
  test.each(facts)('%s', (written, words, subject, expected) => {
    const condition = conditionOf(written);
    expect(condition.fact.words).toBe(words);
    expect(withoutSpans(condition.fact.subject)).toEqual(subject);
    expect(withoutSpans(condition.test)).toEqual(expected);
  });

  test('a clock fact has a zone', () => {
    const condition = conditionOf('time between 09:00 and 18:30 in "Europe/Berlin"');
    expect(withoutSpans(condition)).toMatchObject({
      fact: { words: 'time' },
      test: { kind: 'between', low: { kind: 'time', value: 540 }, high: { kind: 'time', value: 1110 } },
      zone: text('Europe/Berlin'),
    });
    expect(conditionOf('day is sat or sun').zone).toBeUndefined();
  });

  test('alternatives need no separator; `and` joins within one', () => {
    const route = read(
      'route r { when any { tier is pro header "x" is "1" and day is sat } and messages is 1 use a }',
    ).ast.declarations[0] as Route;
    const [group, last] = route.when?.all ?? [];
    expect(group?.kind === 'any' && group.alternatives.map((list) => list.length)).toEqual([1, 2]);
    expect(last?.kind).toBe('condition');
  });
});

describe('words that are names elsewhere', () => {
  const texts = [
    'budget cap {\n  limit $5/day per user\n}',
    'route one {\n  use try\n}',
    'model m {\n  can tools, json, label, use\n}',
    'chain on {\n  try try within 2s\n  then then\n  on timeout\n}',
    'model try {\n  window 8k\n}',
    'pool least {\n  least busy of within, of, least\n}',
    'route when {\n  when budget cap used over 5%\n   and route is model\n  use with with with, or or refuse 503 "x"\n}',
    'split by by tier {\n  5% by\n  95% of\n}',
    'import route, model, from from "./x.route"',
    'tier tier, budget, is',
    'test "x" {\n  given tier tier, intent budget, load load 5%\n  expect route route, model model, reason reason\n}',
    'route r {\n  use cheapest\n}',
    'route r {\n  use cheapest of cheapest, least good enough at 90%\n}',
  ];
  test.each(texts)('%s', (written) => expect(read(written).ast.declarations).toHaveLength(1));

  test('a keyword after a comma is a name, even at the start of a line', () => {
    expect(only('tier free,\nmodel,\nroute')).toEqual({
      kind: 'tiers',
      names: ['free', 'model', 'route'].map(name),
    });
  });

  test('`use cheapest` is a target, `use cheapest of` a pool', () => {
    const targetOf = (written: string) =>
      (read(`route r { use ${written} }`).ast.declarations[0] as Route).action.use?.target;
    expect(withoutSpans(targetOf('cheapest'))).toEqual(name('cheapest'));
    expect(withoutSpans(targetOf('cheapest of a, b good enough at 90%'))).toEqual({
      kind: 'inline-pool',
      order: 'cheapest',
      targets: [name('a'), name('b')],
      goodEnoughAt: { kind: 'percent', value: 90 },
    });
  });
});

describe('declarations', () => {
  test('a pool asks for good enough as one in place does', () => {
    expect(only('pool p { fastest of good, enough good enough at 90% }')).toEqual({
      kind: 'pool',
      name: name('p'),
      order: 'fastest',
      targets: [name('good'), name('enough')],
      goodEnoughAt: { kind: 'percent', value: 90 },
    });
  });

  test('line breaks carry no meaning', () => {
    const spread =
      'model\nm\n{ is "x"\non p { region eu first token 200ms fails 5% with overload } window 8k output 2k }';
    expect(only(spread)).toEqual({
      kind: 'model',
      name: name('m'),
      deployments: [
        {
          kind: 'deployment',
          upstreamId: text('x'),
          provider: name('p'),
          region: name('eu'),
          firstToken: { kind: 'duration', value: 200 },
          fails: { share: { kind: 'percent', value: 5 }, with: name('overload') },
        },
      ],
      window: number(8000),
      output: number(2000),
    });
    expect(
      read('tier a, b quality "q.csv" model m { window 1k } route r { use m }').ast.declarations,
    ).toHaveLength(4);
  });

  test('a policy header with and without a block', () => {
    expect(read('policy p edition 1').ast.header?.name.text).toBe('p');
    const { header } = read(
      'policy p edition 1 { rules exactly one serves "a", "b" defaults { first token within 5s attempt within 30s } meaning { second look usable within 25ms } }\ntier a, b',
    ).ast;
    expect(withoutSpans(header)).toEqual({
      kind: 'policy-header',
      name: name('p'),
      edition: number(1),
      exactlyOne: true,
      serves: [text('a'), text('b')],
      defaults: {
        kind: 'defaults',
        clauses: [
          { kind: 'deadline', of: 'first token', value: { kind: 'duration', value: 5000 } },
          { kind: 'deadline', of: 'attempt', value: { kind: 'duration', value: 30000 } },
        ],
      },
      meaning: { kind: 'meaning', secondLookWithin: { kind: 'duration', value: 25 } },
    });
  });

  test('limits', () => {
    expect(
      only('limit l { 60 requests/min per user 200k tokens/min per team 5 at once per user wait up to 2s }'),
    ).toEqual({
      kind: 'limit',
      name: name('l'),
      limits: [
        {
          kind: 'limit-clause',
          amount: number(60),
          unit: 'requests',
          window: name('min'),
          per: name('user'),
        },
        {
          kind: 'limit-clause',
          amount: number(200_000),
          unit: 'tokens',
          window: name('min'),
          per: name('team'),
        },
        { kind: 'limit-clause', amount: number(5), unit: 'at once', per: name('user') },
      ],
      waitUpTo: { kind: 'duration', value: 2000 },
    });
  });

  test('a chain', () => {
    expect(
      only(
        'chain c { try a within 20s first token within 5s idle within 8s retry 1 hedge after 800ms then b on timeout }',
      ),
    ).toEqual({
      kind: 'chain',
      name: name('c'),
      steps: [
        {
          kind: 'step',
          target: name('a'),
          deadlines: [
            { kind: 'deadline', of: 'attempt', value: { kind: 'duration', value: 20_000 } },
            { kind: 'deadline', of: 'first token', value: { kind: 'duration', value: 5000 } },
            { kind: 'deadline', of: 'idle', value: { kind: 'duration', value: 8000 } },
          ],
          retry: number(1),
          hedgeAfter: { kind: 'duration', value: 800 },
        },
        { kind: 'step', target: name('b'), deadlines: [] },
      ],
      on: [name('timeout')],
    });
  });

  test('prices, transforms, checks, rollouts, predicates', () => {
    expect(only('model m { price $1 in, $5 out, $0.10 cached, $2 reasoning, $0.5 an image }')).toMatchObject({
      price: {
        kind: 'price',
        parts: [
          { per: 'in' },
          { per: 'out' },
          { per: 'cached', value: { value: 0.1 } },
          { per: 'reasoning' },
          { per: 'image' },
        ],
      },
    });
    expect(
      only(
        'transform t { set a -0.5 set b "x" set c high drop images trim history to 8k cap output 5 system append "z" }',
      ),
    ).toMatchObject({
      steps: [
        { kind: 'set', parameter: name('a'), value: number(-0.5) },
        { kind: 'set', value: text('x') },
        { kind: 'set', value: name('high') },
        { kind: 'drop', what: name('images') },
        { kind: 'trim-history', tokens: number(8000) },
        { kind: 'cap-output', tokens: number(5) },
        { kind: 'system', how: 'append', text: text('z') },
      ],
    });
    expect(
      only(
        'check c { not contains "a" not matches /b/ json schema "./x.json" length up to 2k on failure retry 1 }',
      ),
    ).toMatchObject({
      rules: [
        { kind: 'contains', negated: true },
        { kind: 'matches', negated: true },
        { kind: 'json-schema' },
        { kind: 'length' },
      ],
      onFailure: { action: 'retry', times: number(1) },
    });
    expect(
      only(
        'rollout r by header "x" { from a to b steps 1%, 5% after 30min abort when p95 latency over 6s for 10min }',
      ),
    ).toMatchObject({
      by: { kind: 'key', of: name('header'), name: text('x') },
      from: name('a'),
      to: name('b'),
      steps: [{ share: { value: 1 } }, { share: { value: 5 }, after: { value: 1_800_000 } }],
      aborts: [{ measure: 'p95 latency', over: { value: 6000 }, for: { value: 600_000 } }],
    });
    expect(only('predicate p { within 20ms  when unknown no }')).toMatchObject({
      within: { value: 20 },
      whenUnknown: name('no'),
    });
  });

  test('every clause of a route', () => {
    const route = read(
      'route r { because "x" refuse 403 "no" canary 5% by user use a with t mirror 2% to b expect c expect d label "l" until 2029-12-31 on broken stream restart hold until complete cache 10min per team within region eu }',
    ).ast.declarations[0] as Route;
    expect(withoutSpans(route.action)).toMatchObject({
      because: text('x'),
      refuse: { status: number(403), message: text('no') },
      canaries: [
        { share: { value: 5 }, by: { of: name('user') }, target: name('a'), transforms: [name('t')] },
      ],
      mirrors: [{ share: { value: 2 }, model: name('b') }],
      expects: [name('c'), name('d')],
      label: text('l'),
      until: { kind: 'date', value: '2029-12-31' },
      onBrokenStream: { action: 'restart' },
      holdUntilComplete: true,
      cache: { for: { value: 600_000 }, per: name('team') },
      withinRegion: name('eu'),
    });
  });
});

describe('tests', () => {
  const givens: [string, unknown][] = [
    ['message "hi"', { what: 'message', values: [text('hi')] }],
    ['tier pro', { what: 'tier', values: [name('pro')] }],
    ['time 09:30', { what: 'time', values: [{ kind: 'time', value: 570 }] }],
    ['header "x" "v"', { what: 'header', subject: text('x'), values: [text('v')] }],
    ['request has no tools', { what: 'request', values: [name('tools')], negated: true }],
    ['budget B 96%', { what: 'budget', subject: name('B'), values: [{ kind: 'percent', value: 96 }] }],
    ['budget B unknown', { what: 'budget', subject: name('B'), values: [name('unknown')] }],
    ['limit L reached', { what: 'limit', subject: name('L'), values: [], negated: false }],
    ['M is down', { what: 'down', subject: name('M'), negated: false }],
    [
      'M p95 latency 6s',
      { what: 'p95 latency', subject: name('M'), values: [{ kind: 'duration', value: 6000 }] },
    ],
    ['rollout R at 25%', { what: 'rollout', subject: name('R'), values: [{ kind: 'percent', value: 25 }] }],
    ['M fails with 503', { what: 'fails', subject: name('M'), values: [number(503)] }],
    ['M fails twice with timeout', { what: 'fails', times: 2, values: [name('timeout')] }],
    ['M fails 3 times with timeout', { what: 'fails', times: 3 }],
    ['similarity to refund 0.9', { what: 'similarity to', subject: name('refund'), values: [number(0.9)] }],
    ['intent none', { what: 'intent', values: [name('none')] }],
    ['tone urgent', { what: 'group', subject: name('tone'), values: [name('urgent')] }],
  ];
  test.each(givens)('given %s', (written, expected) => {
    const [given] = (read(`test "t" {\n  given ${written}\n}`).ast.declarations[0] as Test).givens;
    expect(withoutSpans(given)).toMatchObject(expected as object);
    if (!written.includes('twice') && !written.includes('times')) expect(given).not.toHaveProperty('times');
  });

  test('expectations, cases, properties, acceptance', () => {
    expect(
      only(
        'test "t" { expect route a, model b, attempts 2, reason fallback, label "l", cost up to $0.1, cost $0.2, refused 402 expect refused }',
      ),
    ).toMatchObject({
      expectations: [
        ...['route', 'model', 'attempts', 'reason', 'label', 'cost up to', 'cost', 'refused', 'refused'].map(
          (what) => ({ what }),
        ),
      ],
    });
    expect(
      only('test "t" { expect refused 413 "Too long.", limit $50/day per team, not matches /a b/ }'),
    ).toMatchObject({
      expectations: [
        { what: 'refused', value: { value: 413 }, message: { text: 'Too long.' } },
        {
          kind: 'expected-clause',
          parts: [
            { text: 'limit' },
            { kind: 'money', value: 50 },
            { text: '/' },
            { text: 'day' },
            { text: 'per' },
            { text: 'team' },
          ],
        },
        { parts: [{ text: 'not' }, { text: 'matches' }, { kind: 'pattern', source: 'a b' }] },
      ],
    });
    expect(
      only(
        'cases "c" { columns tier, budget b, header "x", M is down, tone, route case pro, 5%, "v", yes, calm, r }',
      ),
    ).toMatchObject({
      columns: [
        { what: 'tier' },
        { what: 'budget', subject: name('b') },
        { what: 'header', subject: text('x') },
        { what: 'down', subject: name('M') },
        { what: 'group', subject: name('tone') },
        { what: 'route' },
      ],
      rows: [
        {
          cells: [
            name('pro'),
            { kind: 'percent', value: 5 },
            text('v'),
            name('yes'),
            name('calm'),
            name('r'),
          ],
        },
      ],
    });
    expect(
      only('never "n" { when tier is free model in a, b route in c refused tokens fit model }'),
    ).toMatchObject({
      claimKind: 'never',
      claims: [
        { what: 'model in', names: [name('a'), name('b')] },
        { what: 'route in' },
        { what: 'refused' },
        { what: 'tokens fit model' },
      ],
    });
    expect(
      only('accept "a" { given tier pro over 10k users expect sonnet from 88% to 92%, b from 1% to 2% }'),
    ).toMatchObject({
      over: number(10_000),
      by: name('users'),
      shares: [{ name: name('sonnet'), from: { value: 88 }, to: { value: 92 } }, { name: name('b') }],
    });
    expect(read('tests for "./x.route"\ntest "t" { given tier pro }').ast.testsFor?.text).toBe('./x.route');
  });
});

describe('values and places', () => {
  test('escapes, and comments with their place', () => {
    const file = read('# top\nroute r { # why\n  because "a \\"b\\" \\\\ \\n # no comment"\n  use a\n}');
    expect((file.ast.declarations[0] as Route).action.because?.text).toBe('a "b" \\ \n # no comment');
    expect(file.comments.map(({ text: written, ownLine }) => [written, ownLine])).toEqual([
      ['# top', true],
      ['# why', false],
    ]);
  });

  test('spans are exact', () => {
    const file = read(
      '\nroute r {\n  when tokens over 8k # big\n  use a with t\n}\n\notherwise {\n  use b\n}',
    );
    const [route, otherwise] = file.ast.declarations as [Route, Declaration];
    const slice = (node: { span: { start: number; end: number } } | undefined) =>
      node && sliceOf(file.source, node.span);
    expect(slice(route)).toBe('route r {\n  when tokens over 8k # big\n  use a with t\n}');
    expect(sliceOf(file.source, route.head)).toBe('route r');
    expect(slice(route.when)).toBe('when tokens over 8k');
    const [condition] = route.when?.all ?? [];
    expect(condition?.kind === 'condition' && [slice(condition.fact), slice(condition.test)]).toEqual([
      'tokens',
      'over 8k',
    ]);
    expect(slice(route.action.use)).toBe('use a with t');
    expect(slice(otherwise)).toBe('otherwise {\n  use b\n}');
  });
});

describe('broken texts', () => {
  test('a broken block hides nothing of the next, and every declaration is kept', () => {
    const { ast, diagnostics } = parse(
      createSource(
        'x.route',
        'route a {\n  wehn tier is pro\n  use m\n}\n\nroute b {\n  use m,\n}\n\nchain c {\n  try m within 20sec\n}\n\nroute d {\n  use m\n',
      ),
    );
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['L1002', 'L1021', 'L1010', 'L1004']);
    expect(ast.declarations.map((declaration) => declaration.kind)).toEqual([
      'route',
      'route',
      'chain',
      'route',
    ]);
    expect(ast.recovered).toBe(true);
  });

  test('a mistyped head is read as what was meant', () => {
    const { ast } = parse(createSource('x.route', 'modle m {\n  window 8k\n}'));
    expect(ast.declarations[0]).toMatchObject({ kind: 'model', window: { value: 8000 } });
  });

  test('a quantity with one possible reading is read so', () => {
    const { ast } = parse(createSource('x.route', 'model m {\n  window 8K\n}'));
    expect(ast.declarations[0]).toMatchObject({ window: { value: 8000 } });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  factValueWords,
  formatFactValue,
  parseFactValue,
} from '../../../src/language/vocabulary/fact-json.ts';
import { type FactAbout, factId, factSpec, specOfId } from '../../../src/language/vocabulary/fact-spec.ts';
import {
  type Declared,
  FACT_KINDS,
  type FactKind,
  factRow,
  LAST_DATE,
  RESERVED_WORDS,
} from '../../../src/language/vocabulary/facts.ts';
import { setWords } from '../../../src/language/vocabulary/set-words.ts';
import type { FactSpec, FactValue } from '../../../src/language/vocabulary/value-set.ts';

const declared: Declared = {
  tiers: ['free', 'pro', 'enterprise'],
  groups: new Map([
    ['intent', ['refund', 'bug-report']],
    ['tone', ['urgent']],
  ]),
};

/** One fact of every row. */
const ABOUT: Partial<Record<FactKind, FactAbout>> = {
  'request has': { subject: 'tools' },
  header: { subject: 'X-Beta' },
  metadata: { subject: 'App Name' },
  time: { zone: 'Europe/Berlin' },
  day: { zone: 'UTC' },
  share: { key: { kind: 'header', name: 'x-session' }, salt: 'route refunds' },
  'p95 latency': { subject: 'gpt-4o' },
  'error rate': { subject: 'sonnet' },
  load: { subject: 'sonnet' },
  'is down': { subject: 'sonnet' },
  'budget used': { subject: 'support-team' },
  'budget left': { subject: 'support-team' },
  'limit reached': { subject: 'chatty' },
  intent: { subject: 'tone' },
  'similarity to': { subject: 'refund' },
  rules: { subject: './legacy.json' },
  predicate: { subject: 'vip' },
};
const specs: readonly FactSpec[] = FACT_KINDS.map((kind) => factSpec(kind, ABOUT[kind] ?? {}, declared));

describe('the table', () => {
  test('ids are the policy’s own words', () => {
    expect(specs.map((spec) => spec.id)).toEqual([
      ...[
        'tokens',
        'output tokens',
        'messages',
        'images',
        'request has tools',
        'asked for',
        'endpoint',
        'tier',
      ],
      ...['team', 'user', 'key', 'header "x-beta"', 'metadata "App Name"', 'text', 'time in "Europe/Berlin"'],
      ...[
        'day',
        'date',
        'header "x-session" share "route refunds"',
        'gpt-4o p95 latency',
        'sonnet error rate',
      ],
      ...['sonnet load', 'sonnet is down', 'budget support-team used', 'budget support-team left'],
      ...['limit chatty reached', 'complexity', 'language', 'tone', 'similarity to refund'],
      ...['rules "./legacy.json" match', 'predicate vip holds'],
    ]);
  });

  test.each(specs.map((spec) => [spec.id, spec] as const))('%s is found again by its id', (id, spec) => {
    expect(specOfId(id, declared)).toEqual(spec);
  });

  test('what is no fact is not found', () => {
    for (const id of ['token', 'mood', 'request has wings', 'header x', 'budget used', '', 'a b c']) {
      expect(specOfId(id, declared)).toBeUndefined();
    }
  });

  test('every row has a sentence and an example', () => {
    for (const kind of FACT_KINDS) {
      const row = factRow(kind);
      expect(row.doc.length).toBeGreaterThan(10);
      expect(row.example).not.toBe('');
      expect(row.tests.length).toBeGreaterThan(0);
    }
  });

  test('what the service always knows is never unknown', () => {
    const always = [
      'tokens',
      'messages',
      'endpoint',
      'request has',
      'time',
      'day',
      'date',
      'is down',
    ] as const;
    for (const kind of always) expect(factRow(kind).canBeUnknown).toBe(false);
    for (const kind of [
      'header',
      'metadata',
      'team',
      'user',
      'key',
      'tier',
      'text',
      'budget used',
      'intent',
    ]) {
      expect(factRow(kind as FactKind).canBeUnknown).toBe(true);
    }
  });

  test('prompts never leave, callers only in their own trace', () => {
    expect(factRow('text').privacy).toBe('content');
    for (const kind of ['user', 'key', 'header', 'metadata', 'share'] as const) {
      expect(factRow(kind).privacy).toBe('caller');
    }
  });

  test('first words of facts are taken', () => {
    for (const word of ['tokens', 'tier', 'budget', 'intent', 'request', 'text'])
      expect(RESERVED_WORDS).toContain(word);
    for (const word of ['sonnet', 'group', 'share', 'error']) expect(RESERVED_WORDS).not.toContain(word);
  });

  test('without a subject the id says so', () => expect(factId('intent', {})).toBe('intent'));
});

describe('values in facts files', () => {
  const spec = (id: string): FactSpec => {
    const found = specOfId(id, declared);
    if (found === undefined) throw new Error(`no fact ${id}`);
    return found;
  };

  test.each<[string, unknown, FactValue]>([
    ['tokens', 900, 900],
    ['tokens', '8k', 8_000],
    ['budget b used', '96%', 96],
    ['budget b used', 96, 96],
    ['budget b left', '$2', 2],
    ['m p95 latency', '6s', 6_000],
    ['m p95 latency', 6_000, 6_000],
    ['time in "Europe/Berlin"', '09:30', 570],
    ['date', '2026-12-31', 20_818],
    ['tier', 'pro', 'pro'],
    ['tier', null, null],
    ['intent', 'none', 'none'],
    ['request has tools', true, true],
    ['sonnet is down', 'true', true],
    ['team', 'acme', 'acme'],
    ['team', 42, '42'],
    ['header "x-beta"', null, null],
  ])('%s %j', (id, json, value) => expect(parseFactValue(spec(id), json)).toEqual({ ok: true, value }));

  test.each<[string, unknown, string]>([
    ['tokens', null, '`tokens` can never be unknown'],
    ['tokens', '$5', '`tokens` is a number of tokens such as `8k`, not "$5"'],
    ['tokens', 0.5, '`tokens` is a whole number, not 0.5'],
    ['tier', 'prp', '`tier` is one of free, pro, enterprise, not "prp"; did you mean pro?'],
    ['complexity', 7, '`complexity` is between 0 and 1, not 7'],
    ['request has tools', 1, '`request has tools` is true or false, not 1'],
    ['time', '24:00', '`time` is a time such as `09:30`, not "24:00"'],
    ['team', ['a'], '`team` is a text, not ["a"]'],
  ])('%s %j is refused', (id, json, error) => {
    expect(parseFactValue(spec(id), json)).toEqual({ ok: false, error });
  });

  test('what is written is read back', () => {
    const value = (one: FactSpec): fc.Arbitrary<FactValue> => {
      const { domain } = one;
      const known: fc.Arbitrary<FactValue> =
        domain.kind === 'number'
          ? fc.integer({
              min: domain.low,
              max: Math.min(domain.highOpen === true ? domain.high - 1 : domain.high, LAST_DATE),
            })
          : domain.kind === 'choice'
            ? fc.constantFrom(...domain.values)
            : domain.kind === 'flag'
              ? fc.boolean()
              : fc.string();
      return one.canBeUnknown ? fc.option(known) : known;
    };
    const pair = fc.constantFrom(...specs).chain((one) => fc.tuple(fc.constant(one), value(one)));
    fc.assert(
      fc.property(pair, ([one, written]) => {
        const json: unknown = JSON.parse(JSON.stringify(formatFactValue(one, written)));
        expect(parseFactValue(one, json)).toEqual({ ok: true, value: written });
      }),
    );
  });

  test('words for sentences', () => {
    expect(factValueWords(spec('tokens'), 8_000)).toBe('8k');
    expect(factValueWords(spec('team'), 'acme')).toBe('"acme"');
    expect(factValueWords(spec('complexity'), 0.9900290998081718)).toBe('0.99');
    expect(factValueWords(spec('tier'), null)).toBe('unknown');
    expect(factValueWords(spec('request has tools'), false)).toBe('no');
  });

  test('sets in words', () => {
    const range = (low: number, high: number, lowOpen = false, highOpen = false) =>
      ({ kind: 'numbers', ranges: [{ low, lowOpen, high, highOpen }] }) as const;
    expect(setWords(spec('tokens'), range(0, 100_000))).toBe('up to 100k');
    expect(setWords(spec('tokens'), range(100_000, Infinity, true))).toBe('over 100k');
    expect(setWords(spec('tokens'), range(2_000, 8_000))).toBe('at least 2k and up to 8k');
    expect(setWords(spec('tokens'), range(0, Infinity))).toBe('anything');
    expect(setWords(spec('messages'), range(1, 1))).toBe('1');
    expect(setWords(spec('tier'), { kind: 'choices', values: ['pro', 'enterprise'] })).toBe(
      'pro or enterprise',
    );
    expect(setWords(spec('tier'), { kind: 'unknown' })).toBe('unknown');
    const any = [{ kind: 'glob', glob: 'triage-*' }] as const;
    expect(setWords(spec('team'), { kind: 'texts', any, negated: true })).toBe('not like "triage-*"');
  });
});

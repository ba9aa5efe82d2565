/** The explanation as headers: valid RFC 9651, never over 2 KiB, always with the id and the link. */
import fc from 'fast-check';
import { parseDictionary } from 'structured-headers';
import { describe, expect, test } from 'vitest';
import { decisionHeaders, HEADER_BUDGET } from '../../../src/gateway/decisions/decision-headers.ts';
import type { DecisionDocument } from '../../../src/language/explaining/decision-document.ts';

function document(over: Partial<DecisionDocument> = {}): DecisionDocument {
  return {
    version: 1,
    id: '01M82NMWP9HN7BXKWD768FG2Z3',
    policy: { name: 'support', hash: '9f3c21ab77d0', file: 'support.route' },
    route: 'refunds',
    at: { file: 'support.route', line: 87 },
    model: 'gpt-4o',
    reason: 'fallback',
    explain: 'refunds: intent refund 0.91 (needs 0.78), tier pro',
    facts: {},
    path: [],
    skipped: [],
    plan: [],
    removed: [],
    attempts: [
      { model: 'sonnet', outcome: 'failed', ms: 1 },
      { model: 'gpt-4o', outcome: 'answered', ms: 1 },
    ],
    budgets: [],
    worstCase: { attempts: 3, ms: 1 },
    ...over,
  };
}
const sizeOf = (headers: Record<string, string>) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);

test('reads as the design writes it', () => {
  const headers = decisionHeaders(document(), {
    score: 0.9123,
    timing: { facts: 0.4, decide: 0.012 },
  });
  expect(headers['Llmr-Decision']).toBe(
    'policy=support;v="9f3c21ab77d0", route=refunds;at="support.route:87", model=gpt-4o, reason=fallback, attempts=2, score=0.912',
  );
  expect(headers['Link']).toBe('</v1/decisions/01M82NMWP9HN7BXKWD768FG2Z3>; rel="describedby"');
  expect(headers['Server-Timing']).toBe('facts;dur=0.4, decide;dur=0.01');
  expect(headers).toMatchObject({ 'Llmr-Route': 'refunds', 'Llmr-Model': 'gpt-4o' });
});

test('a dictionary that any parser of RFC 9651 reads', () => {
  const headers = decisionHeaders(document({ route: '_odd', model: null }), { timing: {} });
  const dictionary = parseDictionary(headers['Llmr-Decision'] ?? '');
  expect(dictionary.get('route')?.[0]).toBe('_odd');
  expect(dictionary.get('attempts')?.[0]).toBe(2);
  expect(dictionary.has('model')).toBe(false);
  expect(headers['Llmr-Model']).toBeUndefined();
});

describe('the budget', () => {
  test('holds whatever a policy is called and however long its story is', () => {
    const words = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.array(fc.record({ route: words, line: fc.nat(), because: fc.string({ maxLength: 200 }) }), {
          maxLength: 80,
        }),
        fc.string({ maxLength: 5000 }),
        fc.boolean(),
        (skipped, explain, trace) => {
          const told = document({ skipped, explain });
          const headers = decisionHeaders(told, { ...(trace ? { trace: told } : {}), timing: { facts: 1 } });
          expect(sizeOf(headers)).toBeLessThanOrEqual(HEADER_BUDGET);
          expect(headers['Llmr-Decision-Id']).toBe('01M82NMWP9HN7BXKWD768FG2Z3');
          expect(headers['Link']).toContain('01M82NMWP9HN7BXKWD768FG2Z3');
          for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('holds for names of any length, which lose their middle', () => {
    const long = (letter: string) => `${letter.repeat(700)}"\u00e9${letter.repeat(700)}`;
    const told = document({
      policy: { name: long('p'), hash: '9f3c21ab77d0', file: long('f') },
      route: long('r'),
      at: { file: long('"'), line: 87 },
      model: long('m'),
      explain: 'x'.repeat(5_000),
      skipped: [{ route: long('s'), line: 1, because: 'no' }],
    });
    const headers = decisionHeaders(told, {
      trace: told,
      score: 0.9123,
      timing: { facts: 1234.56, decide: 1234.56, upstream: 123456.78 },
    });
    expect(sizeOf(headers)).toBeLessThanOrEqual(HEADER_BUDGET);
    const dictionary = parseDictionary(headers['Llmr-Decision'] ?? '');
    expect(String(dictionary.get('route')?.[0])).toMatch(/^r+\.\.\.truncated\.\.\.r+$/);
    expect(dictionary.get('route')?.[1].get('at')).toMatch(/:87$/);
    expect(headers['Llmr-Route']).toMatch(/^r+\.\.\.truncated\.\.\.r+$/);
    expect(headers['Link']).toContain('01M82NMWP9HN7BXKWD768FG2Z3');
  });

  test('says that something was left out, and leaves it out in the middle', () => {
    const skipped = Array.from({ length: 60 }, (_, line) => ({
      route: `route-${line}`,
      line,
      because: 'tier is pro, but tier is free',
    }));
    const told = document({ skipped });
    const trace = decisionHeaders(told, { trace: told, timing: {} })['Llmr-Trace'] ?? '';
    expect(trace).toMatch(/^route-0:0 /);
    expect(trace).toContain('; truncated; ');
    expect(trace).toContain('route-59:59');
  });
});

describe('candidates that were passed over', () => {
  const headersOf = (over: Partial<DecisionDocument>) => decisionHeaders(document(over), { timing: {} });

  test('are an inner list with the reason of each', () => {
    const headers = headersOf({
      passedOver: [
        { model: 'sonnet', kind: 'breaker' },
        { model: 'haiku', deployment: 'haiku@eu', kind: 'no-key' },
      ],
    });
    expect(headers['Llmr-Decision']).toContain('skipped=(sonnet;why=breaker "haiku@eu";why=no-key)');
    const [items] = parseDictionary(headers['Llmr-Decision'] ?? '').get('skipped') ?? [];
    expect((items as [unknown, Map<string, unknown>][]).map(([, more]) => String(more.get('why')))).toEqual([
      'breaker',
      'no-key',
    ]);
  });

  test('are three at most, however long their names', () => {
    const passedOver = Array.from({ length: 200 }, (_, index) => ({
      model: `${'a-very-long-name-'.repeat(40)}${index}`,
      kind: 'capability' as const,
    }));
    const headers = headersOf({ passedOver, explain: 'x'.repeat(5_000) });
    expect(headers['Llmr-Decision']).toMatch(/\);more=197/);
    expect(sizeOf(headers)).toBeLessThanOrEqual(HEADER_BUDGET);
    expect(
      parseDictionary(headers['Llmr-Decision'] ?? '')
        .get('skipped')?.[1]
        .get('more'),
    ).toBe(197);
  });
});

test.each([
  ['Zürich, größe, Łódź, naïve', 'Zurich, grosse, Lodz, naive'],
  ['“quoted” — and ‘so’ → on', '"quoted" - and \'so\' -> on'],
  ['東京', '??'],
  ['a\r\nSet-Cookie: b=1\u0000', 'a Set-Cookie: b=1?'],
])('%s in a header is %s', (said, shown) => {
  const headers = decisionHeaders(document({ explain: said }), { timing: {} });
  expect(headers['Llmr-Explain']).toBe(shown);
});

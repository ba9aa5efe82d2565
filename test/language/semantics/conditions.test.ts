// What each spelling of a condition means: the fact it asks and the values it accepts.
import { describe, expect, test } from 'vitest';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { holds } from '../../../src/language/vocabulary/value-sets.ts';
import { policyOf, routeOf, termsOf } from './policies.ts';

/** Condition, fact, values that fit, values that do not. */
const MEANINGS: readonly (readonly [string, string, readonly FactValue[], readonly FactValue[]])[] = [
  ['tokens over 8k', 'tokens', [8_001, 1e9], [8_000, 0]],
  ['tokens under 8k', 'tokens', [0, 7_999], [8_000]],
  ['tokens at least 8k', 'tokens', [8_000], [7_999]],
  ['tokens up to 8k', 'tokens', [8_000, 0], [8_001]],
  ['tokens between 2k and 8k', 'tokens', [2_000, 8_000], [1_999, 8_001]],
  ['messages is 1', 'messages', [1], [0, 2]],
  ['messages is 1 or 3', 'messages', [1, 3], [2]],
  ['messages is not 1', 'messages', [0, 2], [1]],
  ['output tokens over 4k', 'output tokens', [4_001], [4_000]],
  ['images at least 1', 'images', [1], [0]],
  ['request has tools', 'request has tools', [true], [false]],
  ['request has no json', 'request has json', [false], [true]],
  ['asked for "gpt-*"', 'asked for', ['gpt-4o'], ['claude', 'my-gpt-4o']],
  ['endpoint is chat or messages', 'endpoint', ['chat', 'messages'], ['embeddings']],
  ['tier is not free', 'tier', ['pro', 'enterprise'], ['free', null]],
  ['tier is not free or pro', 'tier', ['enterprise'], ['free', 'pro', null]],
  ['tier at least pro', 'tier', ['pro', 'enterprise'], ['free', null]],
  ['tier over pro', 'tier', ['enterprise'], ['pro']],
  ['tier up to pro', 'tier', ['free', 'pro'], ['enterprise']],
  ['tier under pro', 'tier', ['free'], ['pro']],
  ['tier is unknown', 'tier', [null], ['free']],
  ['tier is not unknown', 'tier', ['free', 'pro', 'enterprise'], [null]],
  ['team is acme or "big corp"', 'team', ['acme', 'big corp'], ['other', null]],
  ['team is not acme or beta', 'team', ['gamma'], ['acme', 'beta', null]],
  ['team is "unknown"', 'team', ['unknown'], [null]],
  ['user like "test-*"', 'user', ['test-1'], ['a test-1']],
  ['user not like "test-*" or "demo-?"', 'user', ['u'], ['test-1', 'demo-1', null]],
  ['key matches /^batch-\\d+$/', 'key', ['batch-12'], ['batch-x']],
  ['header "X-Beta" like "triage-*"', 'header "x-beta"', ['triage-1'], ['x', null]],
  ['header "x-beta" is unknown', 'header "x-beta"', [null], ['']],
  ['header "x-beta" is not unknown', 'header "x-beta"', ['', 'a'], [null]],
  ['metadata "app" is shop', 'metadata "app"', ['shop'], ['Shop']],
  ['text contains "Invoice" or "bill"', 'text', ['an INVOICE', 'the Bill'], ['else', null]],
  ['text matches /ab+/', 'text', ['xabbx'], ['ax']],
  ['time between 09:00 and 18:00 in "Europe/Berlin"', 'time in "Europe/Berlin"', [540, 1080], [539, 1081]],
  ['time between 22:00 and 06:00', 'time', [1320, 1439, 0, 360], [361, 1319]],
  ['time at least 18:00', 'time', [1080, 1439], [1079]],
  ['time between 18:00 and 24:00', 'time', [1080, 1439], [1079]],
  ['day is sat or sun', 'day', ['sat', 'sun'], ['mon']],
  ['day is not sat or sun in "Asia/Tokyo"', 'day in "Asia/Tokyo"', ['mon', 'fri'], ['sat', 'sun']],
  ['date at least 2027-01-01', 'date', [20_819], [20_818]],
  ['user in first 5%', 'user share "support first"', [0, 4.999], [5, 99, null]],
  ['header "x-s" in first 50%', 'header "x-s" share "support first"', [49], [50]],
  ['budget cap used at least 95%', 'budget cap used', [95, 2_000], [94.9, null]],
  ['budget cap left under $2', 'budget cap left', [0, 1.99], [2, null]],
  ['budget cap used is unknown', 'budget cap used', [null], [0]],
  ['sonnet is down', 'sonnet is down', [true], [false, null]],
  ['sonnet is not down', 'sonnet is down', [false], [true, null]],
  ['haiku p95 latency over 4s', 'haiku p95 latency', [4_001], [4_000, null]],
  ['haiku error rate over 2%', 'haiku error rate', [2.1], [2]],
  ['intent is refund', 'intent', ['refund'], ['bug-report', 'none', null]],
  ['intent is none', 'intent', ['none'], ['refund', null]],
  ['intent is not refund', 'intent', ['bug-report', 'none'], ['refund', null]],
  ['intent is unknown', 'intent', [null], ['none']],
  ['tone is urgent', 'tone', ['urgent'], ['none']],
  ['similarity to refund at least 0.8', 'similarity to refund', [0.8, 1], [0.79, null]],
  ['complexity at least 0.7', 'complexity', [0.7], [0.6]],
  ['language is de or "is"', 'language', ['de', 'is'], ['en', null]],
];

describe('conditions', () => {
  test.each(MEANINGS)('%s', (condition, fact, yes, no) => {
    const [terms = [], ...others] = termsOf(condition);
    expect(others).toEqual([]);
    const [term] = terms;
    expect(terms).toHaveLength(1);
    expect(term?.fact).toBe(fact);
    expect(term?.words).toBe(condition);
    if (term === undefined) return;
    for (const value of yes) expect([value, holds(term.set, value)]).toEqual([value, true]);
    for (const value of no) expect([value, holds(term.set, value)]).toEqual([value, false]);
  });

  test('two features are two facts: one of them, or none of them', () => {
    expect(termsOf('request has tools or images').map((terms) => terms.map((term) => term.fact))).toEqual([
      ['request has tools'],
      ['request has images'],
    ]);
    expect(termsOf('request has no tools or images').map((terms) => terms.map((term) => term.words))).toEqual(
      [['request has no tools', 'request has no images']],
    );
  });

  test('`any` is in disjunctive form, also around two features', () => {
    const terms = termsOf('any {\n tier is pro\n request has tools or images and tokens over 8k\n}');
    expect(terms.map((alternative) => alternative.map((term) => term.fact))).toEqual([
      ['tier'],
      ['request has tools', 'tokens'],
      ['request has images', 'tokens'],
    ]);
  });

  test('words leave comments and line breaks out', () => {
    const [[term] = []] = termsOf('tier is pro # the paying ones\n  or\n  enterprise');
    expect(term?.words).toBe('tier is pro or enterprise');
    expect(term?.at.line).toBe(9);
  });

  test('`until` is a term on the date, in force on that day', () => {
    const route = routeOf('when tokens over 8k\nuse sonnet\nuntil 2029-12-31');
    const until = route.guard.all[1];
    expect(until?.kind === 'term' && [until.fact, until.words]).toEqual(['date', 'until 2029-12-31']);
    const days = Date.UTC(2029, 11, 31) / 86_400_000;
    if (until?.kind !== 'term') throw new Error('no term');
    expect([holds(until.set, days), holds(until.set, days + 1)]).toEqual([true, false]);
    expect(route.action.until).toBe('2029-12-31');
  });

  test('every fact a guard mentions is in the table, and no other', () => {
    const policy = policyOf(
      'route r {\n when tokens over 8k and any {\n tier is pro\n request has tools\n }\n canary 5% by user use sonnet\n use haiku\n until 2029-01-01\n}',
    );
    expect([...policy.facts.keys()].sort()).toEqual([
      'date',
      'request has tools',
      'tier',
      'tokens',
      'user share "support canary r 1"',
    ]);
    expect(policy.facts.get('tier')).toMatchObject({ fact: 'tier', cost: 'free', canBeUnknown: true });
  });
});

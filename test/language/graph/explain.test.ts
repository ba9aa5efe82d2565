/** Decisions told: the header line, why routes above lost, and that nobody's values are given away. */
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../src/language/graph/evaluate.ts';
import { type Explanation, explainDecision } from '../../../src/language/graph/explain.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { typedPolicy } from '../../support/typed-policy.ts';

const SUPPORT = `
  route long-documents { when tokens over 120k use sonnet }
  route over-budget { when budget cap used at least 95% use haiku }
  route refunds { when intent is refund and tier is pro or enterprise use sonnet }
  route bug-triage {
    when intent is bug-report
     and any {
      tier is enterprise
      header "x-beta" like "triage-*"
    }
    use sonnet
  }
  route tools { when request has tools and time between 09:00 and 18:00 use haiku }
  otherwise { use haiku }`;

function explained(
  routes: string,
  facts: Readonly<Record<string, FactValue>>,
  notes?: ReadonlyMap<string, string>,
): Explanation {
  const policy = typedPolicy(routes);
  const graph = lower(policy);
  const known = new Map(Object.entries(facts));
  const decision = evaluate(graph, known);
  if (decision.kind === 'need') throw new Error(`needs ${decision.fact.id}`);
  return explainDecision(policy, graph, decision, known, notes);
}
const usual = {
  tokens: 900,
  'budget cap used': 20,
  tier: 'pro',
  intent: 'none',
  'header "x-beta"': null,
  'request has tools': false,
  time: 600,
};

describe('the line for a header', () => {
  test('the chosen route first, its own conditions in their order, then what else was asked', () => {
    const { explain } = explained(
      SUPPORT,
      { ...usual, intent: 'refund' },
      new Map([['intent', '0.91 (needs 0.78)']]),
    );
    expect(explain).toBe(
      'refunds: intent refund 0.91 (needs 0.78), tier pro, tokens 900 up to 120k, budget cap used 20% under 95%',
    );
  });
  test('otherwise tells everything that was asked, unknowns and flags too', () => {
    expect(explained(SUPPORT, { ...usual, 'budget cap used': null, tier: 'free' }).explain).toBe(
      'otherwise: tokens 900 up to 120k, budget cap used unknown, tier free, header "x-beta" unknown, request has tools: no',
    );
  });
  test('a header is told by the pattern it fits, never by its value', () => {
    const facts = { ...usual, intent: 'bug-report', 'header "x-beta"': 'triage-Émile' };
    expect(explained(SUPPORT, facts).explain).toContain('header "x-beta" fits "triage-*"');
  });
  test('nothing was asked', () => {
    expect(explained('otherwise { use haiku }', {}).explain).toBe('otherwise: matched unconditionally');
  });
  test('is one short line of ASCII, whatever stands in the facts', () => {
    const many = Array.from(
      { length: 60 },
      (_, i) => `route r${i} { when header "x-${i}" is "a" use sonnet }`,
    ).join('\n');
    const facts = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`header "x-${i}"`, 'naïve\r\nSet-Cookie: x']),
    );
    const { explain } = explained(`${many} otherwise { use haiku }`, facts);
    expect(explain).toMatch(/^[\x20-\x7e]+$/);
    expect(explain).toMatch(/ and \d+ more$/);
    expect(explain.length).toBeLessThan(360);
    expect(explain).not.toContain('Cookie');
  });
});

describe('why the routes above lost', () => {
  test('the first condition that did not hold, in its own words, with the value', () => {
    const { skipped } = explained(SUPPORT, {
      ...usual,
      tier: 'pro',
      intent: 'bug-report',
      'request has tools': true,
      time: 1200,
    });
    expect(skipped).toEqual([
      { route: 'long-documents', line: expect.any(Number), because: 'tokens over 120k, but tokens is 900' },
      {
        route: 'over-budget',
        line: expect.any(Number),
        because: 'budget cap used at least 95%, but budget cap used is 20%',
      },
      { route: 'refunds', line: expect.any(Number), because: 'intent is refund, but intent is bug-report' },
      {
        route: 'bug-triage',
        line: expect.any(Number),
        because:
          'none of its alternatives holds: tier is enterprise, but tier is pro; header "x-beta" like "triage-*", but header "x-beta" is unknown',
      },
      {
        route: 'tools',
        line: expect.any(Number),
        because: 'time between 09:00 and 18:00, but time is 20:00',
      },
    ]);
    expect(skipped.map((route) => route.line)).toEqual(
      [...skipped.map((route) => route.line)].sort((a, b) => a - b),
    );
  });
  test('a condition nobody asked is not blamed', () => {
    const { skipped } = explained(
      'route a { when intent is refund and tier is pro use sonnet } otherwise { use haiku }',
      { tier: 'free' },
    );
    expect(skipped[0]?.because).toBe('tier is pro, but tier is free');
  });
  test('conditions that contradict say so', () => {
    const { skipped } = explained(
      'route a { when tokens over 8k and tokens under 2k use sonnet } otherwise { use haiku }',
      {},
    );
    expect(skipped[0]?.because).toBe('its conditions can never hold together');
  });
  test('a canary that the request is outside of, or that has no key', () => {
    const routes = 'route a { when tier is pro canary 5% by user use sonnet } otherwise { use haiku }';
    const share = [...typedPolicy(routes).facts.values()].find((spec) => spec.fact === 'share')?.id ?? '';
    expect(explained(routes, { tier: 'pro', [share]: 50 }).skipped[0]?.because).toBe(
      'its canary takes 5% by user, but this request is outside',
    );
    expect(explained(routes, { tier: 'pro', [share]: null }).skipped[0]?.because).toBe(
      'its canary takes 5% by user, but user is unknown',
    );
    expect(explained(routes, { tier: 'pro', [share]: 3 }).explain).toMatch(
      /^a \(canary\): tier pro, .* under 5%$/,
    );
  });
});

describe('privacy', () => {
  const routes = `
    route by-user { when user is not "bob" and user like "test-*" use sonnet }
    route by-team { when team is acme use sonnet }
    route by-key { when key is batch and header "x-env" is prod and metadata "app" is shop use sonnet }
    route by-text { when text contains "secret plan" use sonnet }
    otherwise { use haiku }`;
  const values = {
    user: 'alice-4711',
    team: 'rivals',
    key: 'nightly',
    'header "x-env"': 'staging-7',
    'metadata "app"': 'blog',
    text: 'my card is 4111',
  };

  test('no value of user, key, header, metadata, text or team in the line or a reason', () => {
    const { explain, skipped } = explained(routes, values);
    const told = JSON.stringify([explain, skipped]);
    for (const value of Object.values(values)) expect(told).not.toContain(value);
    expect(skipped[0]?.because).toBe('user like "test-*", but its value does not fit');
  });
  test("a private value that is one of the policy's names is not named either", () => {
    const { explain, path } = explained(
      'route a { when user is "bob" and header "x-env" is prod and team is acme use sonnet } otherwise { use haiku }',
      { user: 'bob', 'header "x-env"': 'prod', team: 'acme' },
    );
    expect(explain).toBe('a: user as named, header "x-env" as named, team as named');
    expect(path).toEqual([
      { fact: 'user', value: 'withheld', branch: 'as named' },
      { fact: 'header "x-env"', value: 'withheld', branch: 'as named' },
      { fact: 'team', value: 'acme', branch: '"acme"' },
    ]);
  });
});

test('the path tells the branch by what was still open', () => {
  const { path } = explained(SUPPORT, { ...usual, tier: 'enterprise', intent: 'refund' });
  expect(path).toEqual([
    { fact: 'tokens', value: 900, branch: 'up to 120k' },
    { fact: 'budget cap used', value: 20, branch: 'under 95%' },
    { fact: 'tier', value: 'enterprise', branch: 'enterprise' },
    { fact: 'intent', value: 'refund', branch: 'refund' },
  ]);
});

test('conditions below a rule that already holds do not narrow a branch', () => {
  const routes = `
    route a { when tier is pro and tokens over 8k use sonnet }
    route b { when tier is pro use haiku }
    route c { when tokens over 100k use sonnet }
    otherwise { use haiku }`;
  const branch = (tier: string): string | undefined =>
    explained(routes, { tier, tokens: 50_000 }).path.find((step) => step.fact === 'tokens')?.branch;
  expect(branch('pro')).toBe('over 8k');
  expect(branch('free')).toBe('up to 100k');
});

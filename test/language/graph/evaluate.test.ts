/** Deciding: what is asked and what is not, unknown values, and policies too wide or too large for the plain way. */
import { describe, expect, test } from 'vitest';
import { createEvaluator, evaluate } from '../../../src/language/graph/evaluate.ts';
import { lower } from '../../../src/language/graph/lower.ts';
import { readGraph, writeGraph } from '../../../src/language/graph/serialise.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { rangeOf } from '../../../src/language/vocabulary/value-sets.ts';
import { naiveDecision } from '../../support/naive-interpreter.ts';
import { PLAIN_ACTION, policyOf, RANDOM_FACTS, routeOf } from '../../support/random-policy.ts';
import { typedPolicy } from '../../support/typed-policy.ts';

const OTHERWISE = 'otherwise { use haiku }';
type Facts = Readonly<Record<string, FactValue>>;

/** Answers facts as they are needed; the route, and what was asked for it. */
function decided(
  routes: string,
  facts: Facts,
): { readonly route: string; readonly asked: readonly string[] } {
  const graph = lower(typedPolicy(routes));
  const evaluator = createEvaluator(graph);
  const known = new Map<string, FactValue>();
  for (;;) {
    const decision = evaluator.evaluate(known);
    if (decision.kind !== 'need')
      return {
        route: decision.kind === 'decided' ? (graph.rules[decision.rule]?.route ?? '?') : 'nothing',
        asked: decision.path.map((step) => step.fact),
      };
    known.set(decision.fact.id, facts[decision.fact.id] ?? null);
  }
}

describe('laziness', () => {
  const routes = `
    route refunds { when intent is refund and tier is pro use sonnet }
    route busy { when budget cap used at least 95% and tokens over 8k use haiku }
    route large { when tokens over 100k use sonnet } ${OTHERWISE}`;

  test('a dear fact is not asked once a cheap one has settled its route', () => {
    expect(decided(routes, { tier: 'free', tokens: 900 })).toEqual({
      route: 'otherwise',
      asked: ['tier', 'tokens'],
    });
  });
  test('facts of lower routes are not asked once a route is found', () => {
    expect(decided(routes, { tier: 'pro', intent: 'refund' })).toEqual({
      route: 'refunds',
      asked: ['tier', 'intent'],
    });
  });
  test('what is asked first is the cheapest fact of the first route still possible', () => {
    expect(decided(routes, { tier: 'pro', intent: 'none', tokens: 9_000, 'budget cap used': 20 })).toEqual({
      route: 'otherwise',
      asked: ['tier', 'intent', 'tokens', 'budget cap used'],
    });
  });
  test('an alternative that is cheap settles the group', () => {
    const any = `route a { when any { intent is refund\n tier is pro } use sonnet } ${OTHERWISE}`;
    expect(decided(any, { tier: 'pro' }).asked).toEqual(['tier']);
    expect(decided(any, { tier: 'free', intent: 'refund' }).asked).toEqual(['tier', 'intent']);
  });
  test('a request that no condition can change is decided at once', () => {
    expect(
      decided(`route a { when tokens over 8k and tokens under 2k use sonnet } ${OTHERWISE}`, {}),
    ).toEqual({
      route: 'otherwise',
      asked: [],
    });
  });
});

describe('unknown', () => {
  test('satisfies no condition but `is unknown`, `is not` included', () => {
    const routes = `
      route not { when header "x-beta" is not "a" use sonnet }
      route glob { when header "x-beta" not like "b*" use sonnet }
      route absent { when header "x-beta" is unknown use sonnet } ${OTHERWISE}`;
    expect(decided(routes, { 'header "x-beta"': null }).route).toBe('absent');
    expect(decided(routes, { 'header "x-beta"': 'a' }).route).toBe('glob');
  });
  test('a value that is not in the list, or of another type, satisfies nothing', () => {
    const routes = `route a { when tier is not free use sonnet } route b { when tokens up to 100 use sonnet } ${OTHERWISE}`;
    expect(decided(routes, { tier: 'gold', tokens: 'many' }).route).toBe('otherwise');
    expect(decided(routes, { tier: 3, tokens: Number.NaN }).route).toBe('otherwise');
  });
  test('without otherwise, nothing may fit', () => {
    const policy = policyOf([], undefined);
    expect(evaluate(lower(policy), new Map())).toEqual({ kind: 'none', path: [] });
  });
});

test('a boundary belongs to the side that the words say', () => {
  const routes = `
    route under { when tokens under 100 use sonnet }
    route up-to { when tokens up to 100 use sonnet }
    route over { when tokens over 200 use sonnet }
    route at-least { when tokens at least 200 use sonnet } ${OTHERWISE}`;
  const answers = [99, 100, 101, 199, 200, 201].map((tokens) => decided(routes, { tokens }).route);
  expect(answers).toEqual(['under', 'up-to', 'otherwise', 'otherwise', 'at-least', 'over']);
});

test('groups that are not multiplied out decide all the same', () => {
  const group = (letter: string): string =>
    `any {\n${Array.from({ length: 10 }, (_, i) => `header "x-${letter}${i}" is "1"`).join('\n')}\n}`;
  const routes = `
    route wide { when ${['a', 'b', 'c', 'd'].map(group).join(' and ')} use sonnet }
    route next { when tier is pro use sonnet } ${OTHERWISE}`;
  const fits: Facts = {
    'header "x-a3"': '1',
    'header "x-b0"': '1',
    'header "x-c9"': '1',
    'header "x-d5"': '1',
  };
  expect(decided(routes, fits).route).toBe('wide');
  expect(decided(routes, { ...fits, 'header "x-d5"': null, tier: 'pro' }).route).toBe('next');
  expect(decided(routes, { ...fits, 'header "x-a3"': '2' }).route).toBe('otherwise');
  // The first group fails as a whole: the others are not asked.
  expect(decided(routes, { tier: 'free' }).asked).toHaveLength(11);
});

test('tables too large to hold are made as needed, with the same answers', () => {
  const tokens = RANDOM_FACTS.find((spec) => spec.id === 'tokens');
  if (tokens === undefined) throw new Error('no tokens');
  const action = { ...PLAIN_ACTION, use: { target: 'haiku', transforms: [] } };
  const routes = Array.from({ length: 6_000 }, (_, index) => {
    const at = (index * 7_919) % 60_000;
    const set = { kind: 'numbers' as const, ranges: [rangeOf(at, at + 3, true)] };
    const term = {
      kind: 'term' as const,
      fact: 'tokens',
      set,
      words: '',
      at: { path: '', line: 1, span: { start: 0, end: 0 } },
    };
    return routeOf(`r${index}`, index, { all: [term] }, action);
  });
  const policy = policyOf(routes, routeOf('otherwise', 1, { all: [] }, action));
  const graph = lower(policy);
  const evaluator = createEvaluator(graph);
  // More atoms than the table has rows, twice, so that rows are used again.
  for (const round of [0, 1])
    for (let value = round; value < 60_000; value += 29) {
      const known = new Map([['tokens', value]]);
      const decision = evaluator.evaluate(known);
      const route = decision.kind === 'decided' ? graph.rules[decision.rule]?.route : undefined;
      if (value % 290 === round) expect(route).toBe(naiveDecision(policy, known));
    }
});

describe('as text', () => {
  test('a graph is JSON, infinities included, and decides the same when it is read back', () => {
    const graph = lower(
      typedPolicy(`route a { when tokens over 8k and tier is pro use sonnet } ${OTHERWISE}`),
    );
    const text = writeGraph(graph);
    const back = readGraph(text);
    expect(back).toEqual(graph);
    expect(text).toContain('1e999');
    const known = new Map<string, FactValue>([
      ['tokens', 9_000],
      ['tier', 'pro'],
    ]);
    expect(evaluate(back, known)).toEqual(evaluate(graph, known));
  });
  test('something else is refused', () => {
    expect(() => readGraph('{"version":2}')).toThrow('version 1');
  });
  test('a decision is plain data', () => {
    const graph = lower(typedPolicy(`route a { when tokens over 8k use sonnet } ${OTHERWISE}`));
    const decision = evaluate(graph, new Map([['tokens', 900]]));
    const plain = {
      kind: 'decided',
      rule: 1,
      asked: [0],
      path: [{ fact: 'tokens', value: 900, branch: 'up to 8k' }],
    };
    expect(JSON.parse(JSON.stringify(decision))).toEqual(plain);
    expect(structuredClone(decision)).toEqual(plain);
  });
});

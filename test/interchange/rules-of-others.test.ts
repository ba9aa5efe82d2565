/**
 * Rules that were written for another program: their facts are named on import, and the policy must decide what
 * json-rules-engine itself decides, for random conditions and random facts.
 */
import fc from 'fast-check';
import { Engine } from 'json-rules-engine';
import { describe, expect, it } from 'vitest';
import { readFactMap } from '../../src/interchange/json-rules/fact-map.ts';
import { fromJsonRules } from '../../src/interchange/json-rules/from-json-rules.ts';
import { compile } from '../../src/language/compile.ts';
import { createEvaluator } from '../../src/language/graph/evaluate.ts';
import { createSource } from '../../src/language/text/source.ts';
import type { FactValue } from '../../src/language/vocabulary/value-set.ts';
import { rounds } from '../support/rounds.ts';

function named(...facts: string[]): ReadonlyMap<string, string> {
  const map = readFactMap(facts);
  if (!map.ok) throw new Error(map.message);
  return map.facts;
}

/** From the facts of a request to the model that answers, or `nothing`. */
function decider(text: string): (known: ReadonlyMap<string, FactValue>) => string {
  const filled = text
    .replaceAll('at ""', 'at "https://llm.example/v1"')
    .replaceAll('is "" on llm', 'is "m" on llm');
  const compilation = compile([createSource('p.route', filled)], new Map());
  const [compiled] = compilation.policies;
  const graph = compiled?.graph;
  if (compiled === undefined || graph === undefined)
    throw new Error(`${compilation.diagnostics.map(({ message }) => message).join('\n')}\n${filled}`);
  const routes = [...compiled.policy.routes, compiled.policy.otherwise];
  return (known) => {
    const decision = createEvaluator(graph).evaluate(known);
    if (decision.kind === 'need') throw new Error(`needs ${decision.fact.id}`);
    const rule = decision.kind === 'none' ? undefined : graph.rules[decision.rule];
    return routes.find((route) => route?.name === rule?.route)?.action.use?.target ?? 'nothing';
  };
}

const number = fc.integer({ min: 0, max: 6 });
const word = fc.constantFrom('pro', 'free', 'x');
const test = fc.oneof(
  fc.record({
    fact: fc.constant('age'),
    operator: fc.constantFrom(
      ...['equal', 'notEqual', 'lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
      ...['not:equal', 'swap:lessThan', 'swap:greaterThanInclusive', 'not:swap:lessThan'],
    ),
    value: number,
  }),
  fc.record({
    fact: fc.constant('age'),
    operator: fc.constantFrom('in', 'notIn', 'someValue:lessThan', 'everyValue:not:equal', 'swap:contains'),
    value: fc.array(number, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    fact: fc.constant('account'),
    path: fc.constant('$.plan'),
    operator: fc.constantFrom('equal', 'notEqual', 'not:notEqual'),
    value: fc.oneof(word, fc.constant(null)),
  }),
  fc.record({
    fact: fc.constant('account'),
    path: fc.constant('$.plan'),
    operator: fc.constantFrom('in', 'notIn', 'swap:doesNotContain', 'someValue:equal'),
    value: fc.array(word, { minLength: 1, maxLength: 2 }),
  }),
  fc.constantFrom({ condition: 'shared' }, { not: { condition: 'shared' } }),
);
const group = (inner: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.oneof(
    ...['all', 'any'].map((kind) =>
      fc.array(inner, { minLength: 1, maxLength: 3 }).map((parts) => ({ [kind]: parts })),
    ),
    inner.map((part) => ({ not: part })),
  );
const conditions = group(fc.oneof(test, group(test)));
const document = fc.record({
  rules: fc.array(fc.record({ conditions, priority: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 4,
  }),
  shared: group(test.filter((one) => 'fact' in one)),
});
const people = fc.array(
  fc.record({ age: number, account: fc.record({ plan: fc.oneof(word, fc.constant(null)) }) }),
  { minLength: 12, maxLength: 12 },
);

describe('rules of another program', () => {
  it('decide what the engine decides', async () => {
    let fired = 0;
    await fc.assert(
      fc.asyncProperty(document, people, async ({ rules: drawn, shared }, facts) => {
        const rules = drawn.map((rule, index) => ({ ...rule, event: { type: `m${index}` } }));
        const imported = fromJsonRules(
          { rules, conditions: { shared } },
          'p',
          named('age=messages', 'account $.plan=metadata "plan"'),
        );
        if (!imported.ok) {
          const rest = imported.lost?.filter(({ what }) => what.startsWith('rule "')) ?? [];
          for (const { why } of rest) expect(why).toMatch(/exclude each other/);
          return;
        }
        const decide = decider(imported.text);
        for (const person of facts) {
          const engine = new Engine(rules as never);
          engine.setCondition('shared', shared as never);
          const { results } = await engine.run(person);
          const events = new Set(results.map(({ event }) => event?.type));
          const first = rules
            .filter(({ event }) => events.has(event.type))
            .sort((a, b) => b.priority - a.priority)[0];
          if (first !== undefined) fired++;
          const known = new Map<string, FactValue>([
            ['messages', person.age],
            ['metadata "plan"', person.account.plan],
          ]);
          expect(decide(known), imported.text).toBe(first?.event.type ?? 'nothing');
        }
      }),
      { numRuns: rounds(600, 0.1) },
    );
    expect(fired).toBeGreaterThan(20);
  });

  it.each<[object, string[], RegExp, RegExp]>([
    [{ fact: 'age', operator: 'equal', value: 1 }, [], /no fact "age"/, /--fact 'age=/],
    [
      { fact: 'account', path: '$.plan', operator: 'equal', value: 'x' },
      [],
      /with a path/,
      /--fact 'account \$\.plan=/,
    ],
    [
      { fact: 'age', params: { unit: 'years' }, operator: 'equal', value: 1 },
      [],
      /parameters/,
      /--fact 'age=/,
    ],
    [
      { fact: 'word', operator: 'startsWith', value: 'a' },
      ['word=asked for'],
      /operator "startsWith", which the program defines/,
      /--fact 'word startsWith "a"=predicate NAME holds'/,
    ],
    [
      { fact: 'tags', operator: 'everyFact:in', value: ['a'] },
      ['tags=metadata "tags"'],
      /asks a list/,
      /predicate NAME holds/,
    ],
    [
      { fact: 'age', operator: 'lessThan', value: { fact: 'limit' } },
      ['age=messages'],
      /another fact/,
      /--fact 'age lessThan \{"fact":"limit"\}=/,
    ],
    [{ condition: 'gone' }, [], /shared condition "gone"/, /"conditions": \{"gone"/],
    [{ fact: 'date', operator: 'lessThan', value: 1_467_331_200_000 }, [], /lies from 0 to/, /days since/],
  ])('%j is lost, with what to write', (one, facts, why, instead) => {
    const outcome = fromJsonRules(
      [{ conditions: { all: [one] }, event: { type: 'm' } }],
      'p',
      named(...facts),
    );
    expect(outcome).toMatchObject({ ok: false, message: 'this holds no rule that a route can express' });
    const lost = outcome.ok ? [] : (outcome.lost ?? []);
    expect(lost[0]).toMatchObject({ weight: 'answers' });
    expect(lost[0]?.why).toMatch(why);
    expect(lost[0]?.instead).toMatch(instead);
  });

  it('may be named as a whole test', () => {
    const rules = [
      { conditions: { all: [{ fact: 'word', operator: 'startsWith', value: 'a' }] }, event: { type: 'm' } },
      {
        conditions: {
          all: [{ not: { fact: 'age', params: { u: 1 }, operator: 'lessThan', value: { fact: 'b' } } }],
        },
        event: { type: 'n' },
      },
    ];
    const facts = named(
      'word startsWith "a"=predicate a-word holds',
      'age {"u":1} lessThan {"fact":"b"}=predicate younger holds',
    );
    const outcome = fromJsonRules(rules, 'p', facts);
    if (!outcome.ok) throw new Error(outcome.message);
    expect(outcome.text).toContain('when predicate a-word holds');
    expect(outcome.text).toContain('when predicate younger not holds');
  });

  it('are given a map that is checked', () => {
    expect(readFactMap(['age'])).toMatchObject({ ok: false });
    expect(readFactMap(['=tokens'])).toMatchObject({ ok: false });
    expect(readFactMap(['a=tokens', 'a=images'])).toMatchObject({ ok: false, message: '"a" is given twice' });
    expect(named('a $[?(@.x=="y")]=tokens').get('a $[?(@.x=="y")]')).toBe('tokens');
  });
});

it('get the examples of the standard library for the intents that it has', () => {
  const made = fromJsonRules(
    {
      rules: [
        {
          conditions: { all: [{ fact: 'intent', operator: 'in', value: ['legal', 'refund'] }] },
          event: { type: 'strong', params: { model: 'strong' } },
        },
      ],
    },
    'p',
  );
  if (!made.ok) throw new Error(made.message);
  expect(made.text).toContain('intent legal {\n  examples from "llmr:intents/legal"\n}');
  expect(made.text).toContain('intent refund {\n  like "refund"\n}');
  expect(made.lost.filter(({ what }) => what.startsWith('intents')).map(({ what }) => what)).toEqual([
    'intents (refund)',
    'intents (legal)',
  ]);
});

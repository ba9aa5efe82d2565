// What each rule of a check lets pass, and that what it says of a failure holds nothing of the answer.
import { describe, expect, test } from 'vitest';
import { checksNamed, createAnswerChecks } from '../../../src/gateway/checks/answer-checks.ts';
import { compileSchema } from '../../../src/gateway/checks/compile-schema.ts';
import type { Check, Policy } from '../../../src/language/semantics/model.ts';

type Rule = Check['rules'][number];
const AT = { path: 'p.route', span: { start: 0, end: 1 }, line: 1 };

function judge(rules: readonly Rule[], text: string): string {
  const check: Check = { name: 'c', at: AT, rules, onFailure: { action: 'try next', times: 0 } };
  const schemas = new Map<string, string>();
  for (const rule of rules) {
    if (rule.kind !== 'json-schema') continue;
    const compiled = compileSchema(rule.schema);
    if (!compiled.ok) throw new Error(compiled.problem);
    schemas.set(rule.schema, compiled.code);
  }
  const checks = createAnswerChecks({ checks: new Map([['c', check]]) } as unknown as Policy, schemas);
  const [result] = checksNamed(['c'], checks)?.(text) ?? [];
  return result?.ok === true ? 'ok' : (result?.because ?? '');
}

const schema = (of: object): Rule => ({
  kind: 'json-schema',
  file: 'a/ticket.json',
  schema: JSON.stringify(of),
});
const SAID = schema({
  type: 'object',
  required: ['answer'],
  properties: {
    answer: { type: 'string', pattern: '^[a-z]+$', maxLength: 4 },
    list: { items: { type: 'number' } },
  },
  additionalProperties: { type: 'boolean' },
});

describe('rules', () => {
  const CASES: readonly (readonly [string, Rule, string, string])[] = [
    [
      'contains, whatever the case',
      { kind: 'contains', text: 'Kind Regards', negated: false },
      'kind regards',
      'ok',
    ],
    [
      'does not contain',
      { kind: 'contains', text: 'x', negated: false },
      'abc',
      'the answer does not contain "x"',
    ],
    ['not contains', { kind: 'contains', text: 'b', negated: true }, 'abc', 'the answer contains "b"'],
    ['matches', { kind: 'matches', source: '^a.c$', negated: false }, 'abc', 'ok'],
    [
      'does not match',
      { kind: 'matches', source: '^b', negated: false },
      'abc',
      'the answer does not match /^b/',
    ],
    ['not matches', { kind: 'matches', source: 'b', negated: true }, 'abc', 'the answer matches /b/'],
    ['length', { kind: 'length', upTo: 3 }, 'one two three', 'ok'],
    [
      'too long',
      { kind: 'length', upTo: 3 },
      'one two three four',
      'the answer has 4 tokens, and 3 are allowed',
    ],
    ['a schema', SAID, '{"answer":"yes","list":[1],"more":true}', 'ok'],
    ['no JSON', SAID, 'Sure! {"answer":"yes"}', 'the answer is not JSON'],
    ['missing', SAID, '{}', "the answer must have required property 'answer' (ticket.json)"],
    ['wrong type', SAID, '{"answer":1}', '/answer must be string (ticket.json)'],
    ['pattern', SAID, '{"answer":"NO"}', '/answer must match pattern "^[a-z]+$" (ticket.json)'],
    ['in a list', SAID, '{"answer":"yes","list":[1,"x"]}', '/list/1 must be number (ticket.json)'],
    [
      'a name of the answer’s own',
      SAID,
      '{"answer":"yes","4111-1111":0}',
      '/* must be boolean (ticket.json)',
    ],
  ];
  test.each(CASES)('%s', (_, rule, text, said) => {
    expect(judge([rule], text)).toBe(said);
  });

  test('all rules of a check must hold, and the first that does not is told', () => {
    const rules: Rule[] = [
      { kind: 'contains', text: 'a', negated: false },
      { kind: 'contains', text: 'b', negated: false },
    ];
    expect(judge(rules, 'a b')).toBe('ok');
    expect(judge(rules, 'a')).toBe('the answer does not contain "b"');
  });

  test('an answer without end is not parsed', () => {
    expect(judge([SAID], `"${'x'.repeat(4_300_000)}"`)).toBe('the answer is too long to be checked');
  });

  test('a schema that refers to itself, and an answer nested deeply', () => {
    const tree = schema({ $id: 'tree', items: { $ref: '#' }, type: 'array' });
    expect(judge([tree], '[[[]]]')).toBe('ok');
    expect(judge([tree], `${'['.repeat(100_000)}${']'.repeat(100_000)}`)).toMatch(
      /nested deeper than 128 levels/,
    );
  });

  test('patterns of a schema take linear time', () => {
    const evil = schema({ type: 'string', pattern: '^(a+)+$' });
    // Exponential for an engine that goes back: it would not end in the time a test has.
    expect(judge([evil], JSON.stringify(`${'a'.repeat(50_000)}!`))).toContain('must match pattern');
  });
});

describe('schemas', () => {
  test.each([
    [
      'of draft 07',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        items: [{ type: 'string' }],
        additionalItems: false,
      },
      '["a"]',
      '["a","b"]',
    ],
    [
      'of 2020-12',
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        prefixItems: [{ type: 'string' }],
        items: false,
      },
      '["a"]',
      '["a","b"]',
    ],
    ['with references within', { $ref: '#/$defs/a', $defs: { a: { type: 'null' } } }, 'null', '1'],
    ['with keywords nobody knows', { 'x-note': 1, format: 'email', type: 'string' }, '"a"', '1'],
    [
      'with several patterns',
      { properties: { a: { pattern: '^a' }, b: { pattern: '^b' } } },
      '{"a":"a","b":"b"}',
      '{"a":"a","b":"a"}',
    ],
    ['with equal items', { uniqueItems: true }, '[{"a":1},{"a":2}]', '[{"a":1},{"a":1}]'],
    ['with characters, not code units', { maxLength: 1 }, '"😀"', '"ab"'],
  ])('%s', (_, of, good, bad) => {
    expect(judge([schema(of)], good)).toBe('ok');
    expect(judge([schema(of)], bad)).not.toBe('ok');
  });

  test.each([
    ['a list', '[]', /must be an object/],
    ['an unknown type', '{"type":"strnig"}', /schema is invalid|must be/],
    ['a remote reference', '{"$ref":"https://example.com/a.json"}', /not fetched/],
    ['an unknown draft', '{"$schema":"https://example.com/draft"}', /2020-12 are known/],
    ['a pattern with a look-ahead', '{"pattern":"(?=a)b"}', /invalid/i],
    ['$async', '{"$async":true}', /are synchronous/],
    ['too much of it', JSON.stringify({ enum: ['x'.repeat(300_000)] }), /may have 262144/],
    ['no JSON', '{', /JSON/],
  ])('%s is said to be wrong', (_, text, problem) => {
    const compiled = compileSchema(text);
    expect(compiled).toMatchObject({ ok: false, problem: expect.stringMatching(problem) });
  });
});

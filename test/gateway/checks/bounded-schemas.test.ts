/** No schema and no answer takes more than a number of steps that is counted; what is right stays right. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnswerChecks } from '../../../src/gateway/checks/answer-checks.ts';
import { compileSchema } from '../../../src/gateway/checks/compile-schema.ts';
import { loadValidator } from '../../../src/gateway/checks/load-validator.ts';
import { countingCode, TooManySteps, withinSteps } from '../../../src/gateway/checks/steps.ts';
import { hasRepeats } from '../../../src/gateway/checks/unique-items.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';

function validatorOf(schema: object) {
  const compiled = compileSchema(JSON.stringify(schema));
  if (!compiled.ok) throw new Error(compiled.problem);
  return loadValidator(compiled.code);
}

function said(schema: object, text: string): string {
  const source = JSON.stringify(schema);
  const compiled = compileSchema(source);
  if (!compiled.ok) throw new Error(compiled.problem);
  const rule = { kind: 'json-schema', file: 's.json', schema: source } as const;
  const checks = new Map([['c', { name: 'c', rules: [rule] }]]);
  const check = createAnswerChecks({ checks } as unknown as Policy, new Map([[source, compiled.code]])).get(
    'c',
  );
  const result = check?.(text);
  return result?.ok === true ? 'ok' : (result?.because ?? '');
}

const list = (count: number, item: (index: number) => unknown) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => item(index)));
const ANY_TWICE = {
  anyOf: [{ items: { $ref: '#/$defs/a' } }, { items: { $ref: '#/$defs/a' }, minItems: 1 }],
};
const TOO_MANY = /takes too many steps to be checked by s\.json$/;

describe('hostile', () => {
  test('references that branch, and an answer of sixty brackets', () => {
    const schema = { $ref: '#/$defs/a', $defs: { a: { type: 'array', ...ANY_TWICE } } };
    expect(said(schema, `${'['.repeat(60)}1${']'.repeat(60)}`)).toMatch(TOO_MANY);
  });

  test('the same with oneOf, allOf and not', () => {
    for (const word of ['oneOf', 'allOf', 'anyOf']) {
      const twice = { [word]: [{ not: { items: { $ref: '#/$defs/a' } } }, { items: { $ref: '#/$defs/a' } }] };
      const schema = { $ref: '#/$defs/a', $defs: { a: { anyOf: [twice, { not: twice }, twice] } } };
      expect(said(schema, `${'['.repeat(60)}${']'.repeat(60)}`)).not.toBe('');
    }
  });

  test('a hundred branches for each of thousands of items', () => {
    const branch = (index: number) => ({
      properties: { [`p${index}`]: { type: 'string' } },
      required: [`p${index}`],
    });
    const schema = {
      items: { $ref: '#/$defs/a' },
      $defs: {
        a: { anyOf: Array.from({ length: 100 }, (_, at) => ({ $ref: `#/$defs/b${at}` })) },
        ...Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`b${at}`, branch(at)])),
      },
    };
    expect(
      said(
        schema,
        list(20_000, () => ({ p99: 'x' })),
      ),
    ).toMatch(TOO_MANY);
  });

  test('a huge enum for each of many items', () => {
    const schema = { items: { enum: Array.from({ length: 10_000 }, (_, at) => ({ at })) } };
    expect(
      said(
        schema,
        list(10_000, (at) => ({ at: -at - 1 })),
      ),
    ).not.toBe('ok');
  });

  test('many patterns over a long text', () => {
    const schema = { allOf: Array.from({ length: 100 }, (_, at) => ({ pattern: `[a-y]${at}$|^a` })) };
    expect(said(schema, JSON.stringify('a'.repeat(1_000_000)))).toMatch(TOO_MANY);
  });

  test('many lengths of a long text', () => {
    const schema = { allOf: Array.from({ length: 1_000 }, (_, at) => ({ minLength: at })) };
    expect(said(schema, JSON.stringify('ü'.repeat(500_000)))).toMatch(TOO_MANY);
  });

  test('wide and deep answers are refused before they are parsed', () => {
    expect(said({}, `[${'0,'.repeat(200_000)}0]`)).toBe('the JSON of the answer has more than 100000 values');
    expect(said({}, '['.repeat(500_000))).toBe('the JSON of the answer is nested deeper than 128 levels');
  });

  test('an answer beyond what is checked', () => {
    expect(said({}, JSON.stringify('x'.repeat(1_048_576)))).toBe('the answer is too long to be checked');
  });
});

describe('right', () => {
  test('tens of thousands of different items are unique, and one that repeats is found', () => {
    const schema = { uniqueItems: true };
    expect(
      said(
        schema,
        list(30_000, (at) => ({ id: at })),
      ),
    ).toBe('ok');
    expect(
      said(
        schema,
        list(30_000, (at) => ({ id: at === 29_999 ? 0 : at })),
      ),
    ).toMatch(/must NOT have duplicate items/);
  });

  test('uniqueItems is what ajv has it to be', () => {
    const oracle = new Ajv2020({ strict: false }).compile({ uniqueItems: true });
    // Ajv calls members of these names, as if they were the object's methods.
    const item = fc
      .jsonValue({ maxDepth: 2 })
      .filter((one) => !/"(toString|valueOf|constructor)":/.test(JSON.stringify(one) ?? ''));
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(item, fc.constantFrom(0, -0, 1, '1', true, null, [], {}, { a: 1, b: 2 }, { b: 2, a: 1 })),
        ),
        (items) => {
          const parsed = JSON.parse(JSON.stringify(items)) as unknown[];
          expect(withinSteps(() => hasRepeats(parsed))).toBe(!oracle(parsed));
        },
      ),
    );
  });

  test('a usual schema takes a small share of the steps', () => {
    const schema = {
      type: 'object',
      required: ['rows'],
      properties: {
        rows: {
          type: 'array',
          uniqueItems: true,
          items: {
            type: 'object',
            additionalProperties: false,
            properties: {
              id: { type: 'integer' },
              name: { type: 'string', maxLength: 50, pattern: '^[a-z ]+$' },
              tags: { type: 'array', items: { enum: ['a', 'b'] } },
            },
          },
        },
      },
    };
    const rows = Array.from({ length: 2_000 }, (_, id) => ({ id, name: 'some name', tags: ['a', 'b'] }));
    const validator = validatorOf(schema);
    expect(validator({ rows })).toBeUndefined();
    expect(validator({ rows: [...rows, { id: 'x' }] })).toMatchObject({ path: '/rows/2000/id' });
  });
});

describe('code that counts', () => {
  test('loops and functions count, words in texts do not', () => {
    const code =
      'const t = {"for(let a of b){":"function f(){"};function f(a, {b = ")"} = {}){for(let i=0; i<(3); i++){t.n = (t.n || 0) + 1;}return t;}module.exports = f;';
    const counted = countingCode(code);
    expect(counted.match(/llmrStep\(\);/g)).toHaveLength(2);
    expect(counted).toContain('{"for(let a of b){":"function f(){"}');
  });

  test('steps are spent by each check alone', () => {
    const validator = validatorOf({
      type: 'array',
      items: { $ref: '#/$defs/a' },
      $defs: { a: { type: 'integer' } },
    });
    const items = Array.from({ length: 400_000 }, (_, at) => at);
    for (let round = 0; round < 3; round += 1) expect(validator(items)).toBeUndefined();
    expect(() => validator([...items, ...items])).toThrow(TooManySteps);
  });
});

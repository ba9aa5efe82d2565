import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestFault } from '../../../../src/gateway/dialects/openai-chat/request-fault.ts';

const LIMIT = { type: ['integer', 'null'], minimum: -1, not: { const: 0 } };
const COUNT = { type: ['integer', 'null'], minimum: 1 };
const CONTENT = [
  { type: 'string' },
  { type: 'null' },
  { type: 'array', items: { type: ['object', 'string'] } },
];
const MESSAGE = {
  type: 'object',
  required: ['role'],
  properties: {
    role: { type: 'string' },
    content: { anyOf: CONTENT },
    tool_calls: { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'object' } }] },
  },
};
/** What a body must be, as a schema: the oracle. */
const SCHEMA = {
  type: 'object',
  required: ['model', 'messages'],
  properties: {
    model: { type: 'string', minLength: 1, maxLength: 256 },
    messages: { type: 'array', minItems: 1, items: MESSAGE },
    stream: { type: ['boolean', 'null'] },
    stream_options: { type: ['object', 'null'] },
    max_tokens: LIMIT,
    max_completion_tokens: LIMIT,
    n: COUNT,
    best_of: COUNT,
    tools: { type: ['array', 'null'], items: { type: 'object' } },
    functions: { type: ['array', 'null'], items: { type: 'object' } },
    response_format: { type: ['object', 'null'] },
    metadata: { type: ['object', 'null'] },
    llmr: { type: ['object', 'null'] },
  },
};
const validate = new Ajv2020({ strict: false }).compile(SCHEMA);

function expected(body: Record<string, unknown>) {
  if (validate(body)) return undefined;
  const fault = validate.errors?.[0];
  const missing: unknown = fault?.params['missingProperty'];
  const place = (fault?.instancePath ?? '').slice(1).replaceAll('/', '.');
  const param = typeof missing === 'string' ? [place, missing].filter(Boolean).join('.') : place;
  if (typeof missing === 'string') return { param, message: `"${param}" is missing.` };
  const words = fault?.keyword === 'not' ? 'must be >= 1, or -1 for no limit' : fault?.message;
  return { param, message: `"${param}" ${words}.` };
}

const value = fc.oneof(
  fc.constantFrom(null, true, false, '', 'x', 0, -1, -2, 1, 1.5, {}, [], [{}], ['x'], [1], [null], [{}, []]),
  fc.constantFrom('a'.repeat(256), 'a'.repeat(257), '🦊'.repeat(200), '🦊'.repeat(257)),
);
/** Mostly right, so that faults far behind are reached. */
const mostly = (right: unknown) => fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, value);
const message = fc.record(
  { role: mostly('user'), content: mostly('hello'), tool_calls: mostly(null) },
  { requiredKeys: [] },
);
const rest = Object.keys(SCHEMA.properties).filter((name) => name !== 'model' && name !== 'messages');
const body = fc.record(
  {
    model: mostly('small'),
    messages: fc.oneof({ weight: 8, arbitrary: fc.array(message, { maxLength: 3 }) }, value),
    ...Object.fromEntries(rest.map((name) => [name, mostly(null)])),
  },
  { requiredKeys: [] },
);

test('the first fault of a body is the first that its schema has', () => {
  const agrees = fc.property(body, (each) => {
    expect(requestFault(each)).toEqual(expected(each));
  });
  fc.assert(agrees, { numRuns: 3_000 });
});

test('a body for another endpoint is recognized', () => {
  expect(requestFault({ model: 'small', input: 'hello' })?.message).toContain('/v1/responses');
});

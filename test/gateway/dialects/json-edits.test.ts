import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyEdits,
  changedSlightly,
  editsFor,
  originalOf,
} from '../../../src/gateway/dialects/json-edits.ts';
import { objectMembers } from '../../../src/gateway/dialects/json-members.ts';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import type { OutgoingRequest } from '../../../src/gateway/dispatch/outcome.ts';
import { type OutgoingBody, outgoingBody } from '../../../src/gateway/dispatch/outgoing-body.ts';
import { Rewrites } from '../../../src/language/planning/rewrites.ts';

function outgoing(text: string, stream: boolean): OutgoingBody {
  const request = {
    dialect: openAiChat,
    body: Buffer.from(text),
    json: JSON.parse(text),
    stream,
  } as unknown as OutgoingRequest;
  return outgoingBody({ transforms: [] }, request);
}

function spliced(text: string, stream = false, upstreamId = 'gpt-9'): string {
  return outgoing(text, stream).bodyFor(openAiChat, { upstreamId, wire: {}, pass: [] }).bytes.toString();
}

describe('outgoingBody', () => {
  test.each([
    ['{"model":"a","messages":[]}', '{"model":"gpt-9","messages":[]}'],
    ['{ "messages": [1e2, 1.50] , "model" : "a" }', '{ "messages": [1e2, 1.50] , "model" : "gpt-9" }'],
    ['{"mod\\u0065l":"a"}', '{"mod\\u0065l":"gpt-9"}'],
    ['{}', '{"model":"gpt-9"}'],
    ['{"n":1}', '{"n":1,"model":"gpt-9"}'],
    ['{"model":"a","llmr":{"x":["}"]},"n":1}', '{"model":"gpt-9","n":1}'],
    ['{"llmr":{},"model":"a"}', '{"model":"gpt-9"}'],
    ['{"model":"a","llmr":{"a":"\\"}"}}', '{"model":"gpt-9"}'],
    ['{"llmr":null}', '{"model":"gpt-9"}'],
    [
      '{"user":"say \\"model\\": \\"x\\" \\\\","model":"a"}',
      '{"user":"say \\"model\\": \\"x\\" \\\\","model":"gpt-9"}',
    ],
    [
      '{"metadata":{"model":"inner","llmr":1},"model":"a"}',
      '{"metadata":{"model":"inner","llmr":1},"model":"gpt-9"}',
    ],
  ])('%s becomes %s', (before, after) => {
    expect(spliced(before)).toBe(after);
  });

  test.each([
    [
      '{"model":"a","stream":true}',
      '{"model":"gpt-9","stream":true,"stream_options":{"include_usage":true}}',
      false,
    ],
    [
      '{"stream_options":null,"model":"a"}',
      '{"stream_options":{"include_usage":true},"model":"gpt-9"}',
      false,
    ],
    [
      '{"stream_options":{"include_usage":false,"x":1},"model":"a"}',
      '{"stream_options":{"include_usage":true,"x":1},"model":"gpt-9"}',
      false,
    ],
    [
      '{"stream_options":{"include_usage":true},"model":"a"}',
      '{"stream_options":{"include_usage":true},"model":"gpt-9"}',
      true,
    ],
    ['{"llmr":1}', '{"stream_options":{"include_usage":true},"model":"gpt-9"}', false],
  ])('streamed, %s asks for usage', (before, after, asked) => {
    expect(spliced(before, true)).toBe(after);
    expect(outgoing(before, true).usageAsked).toBe(asked);
  });

  test('a member that is there twice means to the upstream what it meant to the policy', () => {
    expect(spliced('{"model":"a","messages":[1],"model":"b","messages":[2]}')).toBe(
      '{"model":"gpt-9","messages":[2]}',
    );
  });

  const key = fc.oneof(
    fc.constantFrom('model', 'llmr', 'stream_options', 'a"b', '\\', '\u2028'),
    fc.string(),
  );
  const body = fc.dictionary(key, fc.jsonValue({ noUnicodeString: false } as object), { maxKeys: 6 });

  test('is JSON.parse, with three members changed, for any body and any spacing', () => {
    fc.assert(
      fc.property(
        body,
        fc.boolean(),
        fc.constantFrom(0, 1, '\t', '\r\n '),
        fc.string(),
        (object, stream, indent, id) => {
          const text = JSON.stringify(object, null, indent);
          const parsed = JSON.parse(text);
          const { llmr: _, ...rest } = parsed;
          const options = rest['stream_options'];
          const isObject = typeof options === 'object' && options !== null && !Array.isArray(options);
          const expected = {
            ...rest,
            model: id,
            ...(stream ? { stream_options: { ...(isObject ? options : {}), include_usage: true } } : {}),
          };
          const out = spliced(text, stream, id);
          expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(expected)));
        },
      ),
      { numRuns: 500 },
    );
  });
});

test('a slight change is written as any change is, for any body and any spacing', () => {
  const name = fc.oneof(fc.constantFrom('model', 'max_tokens', 'toString', '__proto__'), fc.string());
  const member = fc.tuple(name, fc.oneof(fc.string(), fc.jsonValue()));
  let slight = 0;
  fc.assert(
    fc.property(
      fc.array(member, { maxLength: 5 }),
      fc.constantFrom(0, '\t'),
      member,
      fc.string(),
      (members, indent, [added, value], id) => {
        const lines = members.map(
          ([key, of]) => `${JSON.stringify(key)}: ${JSON.stringify(of, null, indent)}`,
        );
        const bytes = Buffer.from(`{${['"model":"a"', ...lines].join(' , ')} }`);
        const before = JSON.parse(bytes.toString());
        const next = { ...before, [added]: value, model: id };
        const changed = changedSlightly(bytes, before, next);
        if (changed === undefined) return;
        slight += 1;
        const original = originalOf(bytes, before);
        const edits = original && editsFor(original, next, new Rewrites());
        expect(changed.toString()).toBe(applyEdits(bytes, edits ?? []).toString());
      },
    ),
    { numRuns: 500 },
  );
  expect(slight).toBeGreaterThan(100);
});

describe('objectMembers', () => {
  test('finds each member and its value, for any JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2), (object, indent) => {
        const bytes = Buffer.from(JSON.stringify(object, null, indent));
        const found = objectMembers(bytes)?.members.map(({ key, valueFrom, to }) => [
          key,
          JSON.parse(bytes.toString('utf8', valueFrom, to)),
        ]);
        expect(found).toEqual(Object.entries(JSON.parse(bytes.toString())));
      }),
      { numRuns: 500 },
    );
  });

  test.each(['', '[]', '"x"', '{', '{"a"', '{"a":', '{"a":1', '{"a":1,}', '{"a":[}', '{"a":1}x', '{a:1}'])(
    'answers undefined to %s',
    (text) => {
      expect(objectMembers(Buffer.from(text))).toBeUndefined();
    },
  );

  test('never reads beyond the bytes, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        objectMembers(Buffer.from(bytes));
        objectMembers(Buffer.concat([Buffer.from('{"a":"\\'), Buffer.from(bytes)]));
      }),
    );
  });
});

// What a transform does not speak of reaches the provider byte for byte. Sources: bruno 9230, effect 7282.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openAiChat } from '../../src/gateway/dialects/openai-chat/openai-chat.ts';
import type { OutgoingRequest } from '../../src/gateway/dispatch/outcome.ts';
import { outgoingBody } from '../../src/gateway/dispatch/outgoing-body.ts';
import { transformBody } from '../../src/language/planning/transform-body.ts';
import type { TransformStep } from '../../src/language/semantics/model.ts';

const TO = { upstreamId: 'm', wire: {}, pass: [] };
function sent(text: string, ...transforms: TransformStep[]): string {
  const request = {
    dialect: openAiChat,
    body: Buffer.from(text),
    json: JSON.parse(text),
    stream: false,
  } as unknown as OutgoingRequest;
  return outgoingBody({ transforms }, request).bodyFor(openAiChat, TO).bytes.toString();
}

const PREPEND: TransformStep = { kind: 'system', how: 'prepend', text: 'Be brief.' };
const STEPS: readonly TransformStep[] = [
  PREPEND,
  { kind: 'system', how: 'append', text: 'x' },
  { kind: 'system', how: 'replace', text: 'x' },
  { kind: 'set', parameter: 'temperature', value: 0.2 },
  { kind: 'cap-output', tokens: 100 },
  { kind: 'trim-history', tokens: 5 },
  { kind: 'drop', what: 'images' },
  { kind: 'drop', what: 'audio' },
  { kind: 'drop', what: 'tools' },
];

describe('bytes', () => {
  const tools = '"tools":[ {"function":{"maximum":9223372036854775807, "x":1.0,"\\u0061":1e2}} ]';
  test.each<[TransformStep, string, string]>([
    [
      PREPEND,
      `{"seed":9007199254740993,"model":"m",${tools},"messages":[ {"role":"user","content":"\\u00e9"} ]}`,
      `{"seed":9007199254740993,"model":"m",${tools},"messages":[ {"role":"system","content":"Be brief."},{"role":"user","content":"\\u00e9"} ]}`,
    ],
    [
      PREPEND,
      '{"model":"m","messages":[{"z":1.0,"role":"system","content":"a"} , {"role":"user"}]}',
      '{"model":"m","messages":[{"z":1.0,"role":"system","content":"Be brief.\\n\\na"} , {"role":"user"}]}',
    ],
    [
      { kind: 'set', parameter: 'temperature', value: 0.2 },
      '{"model":"m","temperature":1.0,"seed":1e400,"messages":[]}',
      '{"model":"m","temperature":0.2,"seed":1e400,"messages":[]}',
    ],
    [
      { kind: 'drop', what: 'images' },
      '{"model":"m","messages":[{"role":"user","content":[{"n":1.0,"type":"text","text":"a"}, {"type":"image_url"}]}]}',
      '{"model":"m","messages":[{"role":"user","content":[{"n":1.0,"type":"text","text":"a"}]}]}',
    ],
  ])('%j: %s', (step, before, after) => {
    expect(sent(before, step)).toBe(after);
  });

  test('members named twice: the same stay, of different ones that decide the last is sent', () => {
    expect(sent('{"model":"m","n":1,"n":1,"seed":1,"seed":2,"messages":[]}')).toBe(
      '{"model":"m","n":1,"n":1,"seed":1,"seed":2,"messages":[]}',
    );
    expect(sent('{"n":1,"model":"m","n":128,"messages":[]}')).toBe('{"model":"m","n":128,"messages":[]}');
    expect(sent('{"model":"a","\\u006dodel":"b","messages":[]}')).toBe('{"\\u006dodel":"m","messages":[]}');
  });
});

const part = fc.constantFrom<unknown>(
  's',
  { type: 'text', text: 'a' },
  { type: 'image_url', image_url: 'x' },
  { type: 'input_audio', input_audio: {} },
  { type: 'tool_result', content: [{ type: 'image' }, { type: 'text', text: 'r' }] },
);
const message = fc.record({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool', 'developer'),
  content: fc.oneof(fc.string({ maxLength: 6 }), fc.constant(null), fc.array(part, { maxLength: 4 })),
  tool_calls: fc.constantFrom(undefined, [], [{ id: 'a', function: { name: 'f', arguments: '{}' } }]),
  extra: fc.constantFrom(undefined, 1.5, { deep: [1, '"'] }),
});
const body = fc.record({
  model: fc.constant('m'),
  messages: fc.array(message, { minLength: 1, maxLength: 7 }),
  tools: fc.constantFrom(undefined, [], [{ type: 'function' }]),
  tool_choice: fc.constantFrom(undefined, 'auto'),
  max_tokens: fc.constantFrom(undefined, 7, 5_000),
  temperature: fc.constantFrom(undefined, 1, 0.5),
  modalities: fc.constantFrom(undefined, ['text', 'audio']),
});

test('the bytes mean what the transforms made of the values, in any order, with any spacing', () => {
  fc.assert(
    fc.property(
      body,
      fc.array(fc.constantFrom(...STEPS), { maxLength: 5 }),
      fc.constantFrom(0, 1, '\t'),
      (made, steps, indent) => {
        const text = JSON.stringify(made, null, indent);
        const count = (one: Readonly<Record<string, unknown>>) => String(one['content']).length;
        // Trimming counts as the facts do in the one and by length in the other.
        const exact = steps.filter(({ kind }) => kind !== 'trim-history');
        const values = transformBody(JSON.parse(text), exact, { countMessage: count }).body;
        expect(JSON.parse(sent(text, ...exact))).toEqual(JSON.parse(JSON.stringify(values)));
        expect(() => JSON.parse(sent(text, ...steps))).not.toThrow();
      },
    ),
    { numRuns: 400 },
  );
});

test('numbers that no double holds survive wherever they are', () => {
  fc.assert(
    fc.property(body, fc.array(fc.constantFrom(...STEPS), { minLength: 1, maxLength: 4 }), (made, steps) => {
      const text = JSON.stringify({ ...made, seed: 1, kept: { a: [1] } })
        .replace('"seed":1', '"seed":9007199254740993')
        .replace('"a":[1]', '"a": [ 1234567890123456789,1.0,1.0 ]');
      const out = sent(text, ...steps);
      expect(out).toContain('"seed":9007199254740993');
      expect(out).toContain('"a": [ 1234567890123456789,1.0,1.0 ]');
    }),
  );
});

test('without tools a conversation has no answer without its call and no empty message', () => {
  fc.assert(
    fc.property(body, (made) => {
      const out = JSON.parse(sent(JSON.stringify(made), { kind: 'drop', what: 'tools' })) as {
        messages: { role: string; content: unknown; tool_calls?: unknown[] }[];
      };
      expect(out.messages.length).toBeGreaterThan(0);
      expect(out.messages.every(({ role }) => role !== 'tool')).toBe(true);
      expect(out.messages.every(({ tool_calls }) => (tool_calls ?? []).length === 0)).toBe(true);
      expect(JSON.stringify(out)).not.toMatch(/"tools"|tool_choice|tool_result/);
    }),
  );
});

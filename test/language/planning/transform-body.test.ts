import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/language/planning/chat-members.ts';
import { transformBody } from '../../../src/language/planning/transform-body.ts';
import type { TransformStep } from '../../../src/language/semantics/model.ts';

/** One token a character of content. */
const count = (message: Json): number => String(message['content'] ?? '').length;
const user = (content: unknown): Json => ({ role: 'user', content });
const assistant = (content: string): Json => ({ role: 'assistant', content });
const system = (content: unknown): Json => ({ role: 'system', content });

function transformed(body: Json, ...steps: TransformStep[]) {
  const { body: made, changes } = transformBody(body, steps, { countMessage: count });
  return { body: made, changes };
}

describe('system', () => {
  const step = (how: 'prepend' | 'append' | 'replace'): TransformStep => ({
    kind: 'system',
    how,
    text: 'Be brief.',
  });

  it.each([
    ['prepend', 'Be brief.\n\nYou are a clerk.'],
    ['append', 'You are a clerk.\n\nBe brief.'],
    ['replace', 'Be brief.'],
  ] as const)('%s', (how, content) => {
    const body = { messages: [{ role: 'developer', content: 'You are a clerk.' }, user('hi')] };
    expect(transformed(body, step(how)).body['messages']).toEqual([
      { role: 'developer', content },
      user('hi'),
    ]);
    const parts = transformed(
      { messages: [system([{ type: 'text', text: 'You are a clerk.' }])] },
      step(how),
    ).body;
    expect(JSON.stringify(parts).indexOf('Be brief.')).toBeGreaterThan(0);
  });

  it('makes a message where there is none', () => {
    expect(transformed({ messages: [user('hi')] }, step('append'))).toEqual({
      body: { messages: [system('Be brief.'), user('hi')] },
      changes: ['system prompt appended'],
    });
  });
});

describe('set and cap', () => {
  it('sets a parameter, and no prototype', () => {
    const { body } = transformed(
      { temperature: 1 },
      { kind: 'set', parameter: 'temperature', value: 0.2 },
      { kind: 'set', parameter: '__proto__', value: 'x' },
    );
    expect(body['temperature']).toBe(0.2);
    expect(Object.getPrototypeOf(body)).toBe(Object.prototype);
  });

  const cap: TransformStep = { kind: 'cap-output', tokens: 800 };
  it('lowers what was asked, keeps what is lower, and sets what is absent', () => {
    expect(transformed({ max_tokens: 5_000 }, cap)).toEqual({
      body: { max_tokens: 800 },
      changes: ['output capped at 800 tokens'],
    });
    expect(transformed({ max_completion_tokens: 100 }, cap)).toEqual({
      body: { max_completion_tokens: 100 },
      changes: [],
    });
    expect(transformed({ max_completion_tokens: 900, max_tokens: 100 }, cap).body).toEqual({
      max_completion_tokens: 800,
      max_tokens: 100,
    });
    expect(transformed({ max_tokens: null }, cap).body).toEqual({ max_tokens: 800 });
  });
});

describe('trim history', () => {
  const trim = (tokens: number): TransformStep => ({ kind: 'trim-history', tokens });
  const talk = [system('ss'), user('aaaa'), assistant('bbbb'), user('cccc'), assistant('dd'), user('ee')];

  it('drops whole turns, oldest first, and keeps the system prompt', () => {
    expect(transformed({ messages: talk }, trim(18)).body['messages']).toEqual(talk);
    expect(transformed({ messages: talk }, trim(17))).toEqual({
      body: { messages: [system('ss'), user('cccc'), assistant('dd'), user('ee')] },
      changes: ['history trimmed to 17 tokens, 2 messages left out'],
    });
    expect(transformed({ messages: talk }, trim(9)).body['messages']).toEqual([system('ss'), user('ee')]);
    expect(transformed({ messages: talk }, trim(0)).body['messages']).toEqual([system('ss'), user('ee')]);
  });

  it('never parts a tool call from its answers, whatever the length', () => {
    const turn = fc.tuple(fc.string({ maxLength: 9 }), fc.nat(3)).map(([text, calls]): Json[] => [
      user(text),
      ...(calls === 0
        ? []
        : [
            {
              role: 'assistant',
              content: 'c',
              tool_calls: Array.from({ length: calls }, (_, id) => ({ id })),
            },
          ]),
      ...Array.from({ length: calls }, (_, id): Json => ({ role: 'tool', tool_call_id: id, content: 'r' })),
      assistant('done'),
    ]);
    const turns = fc.array(turn, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(turns, fc.nat(120), fc.boolean(), (some, tokens, withSystem) => {
        const messages = [...(withSystem ? [system('s')] : []), ...some.flat()];
        const frozen = JSON.stringify(messages);
        const kept = transformed({ messages }, trim(tokens)).body['messages'] as Json[];
        expect(JSON.stringify(messages)).toBe(frozen);
        const rest = kept.filter((message) => message['role'] !== 'system');
        const whole = some.flat();
        expect(rest).toEqual(whole.slice(whole.length - rest.length));
        expect(rest[0]?.['role']).toBe('user');
        expect(rest.length).toBeGreaterThanOrEqual(some.at(-1)?.length ?? 0);
        const sum = kept.reduce((total, message) => total + count(message), 0);
        expect(sum <= tokens || rest.length === some.at(-1)?.length).toBe(true);
      }),
    );
  });
});

describe('drop', () => {
  const image = { type: 'image_url', image_url: { url: 'data:' } };

  it('takes images out and leaves a word where nothing else stood', () => {
    const body = { messages: [user([{ type: 'text', text: 'look' }, image]), user([image, image])] };
    const frozen = structuredClone(body);
    expect(transformed(body, { kind: 'drop', what: 'images' })).toEqual({
      body: {
        messages: [user([{ type: 'text', text: 'look' }]), user([{ type: 'text', text: '(left out)' }])],
      },
      changes: ['3 images left out'],
    });
    expect(body).toEqual(frozen);
  });

  it('takes tools out with all that speaks of them', () => {
    expect(transformed({ tools: [{}], tool_choice: 'auto', n: 1 }, { kind: 'drop', what: 'tools' })).toEqual({
      body: { n: 1 },
      changes: ['1 tools left out'],
    });
  });
});

describe('a system prompt that is a member of the body', () => {
  const MESSAGES = { messages: [{ role: 'user', content: 'Hi' }] };
  const FIRST = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2;' };
  const LAST = { type: 'text', text: 'Be kind.', cache_control: { type: 'ephemeral' } };
  const ADDED = { type: 'text', text: 'NEW' };
  const changed = (system: unknown, how: 'prepend' | 'append' | 'replace') =>
    transformBody({ system, ...MESSAGES }, [{ kind: 'system', how, text: 'NEW' }], {
      countMessage: () => 1,
      countSystem: () => 1,
    }).body['system'];

  it.each([
    [undefined, 'prepend', 'NEW'],
    ['Be kind.', 'prepend', 'NEW\n\nBe kind.'],
    ['Be kind.', 'append', 'Be kind.\n\nNEW'],
    ['Be kind.', 'replace', 'NEW'],
    [[LAST], 'prepend', [ADDED, LAST]],
    [[LAST], 'append', [LAST, ADDED]],
    [[FIRST, LAST], 'prepend', [FIRST, ADDED, LAST]],
    [[FIRST, LAST], 'append', [FIRST, LAST, ADDED]],
    [[FIRST, LAST], 'replace', [FIRST, ADDED]],
  ] as const)('%j %s', (system, how, after) => {
    expect(changed(system, how)).toEqual(after);
  });

  it('counts where history is trimmed', () => {
    const messages = ['a', 'b', 'c'].map((content) => ({ role: 'user', content }));
    const left = (system: number) =>
      transformBody({ system: 'x', messages }, [{ kind: 'trim-history', tokens: 3 }], {
        countMessage: () => 1,
        countSystem: () => system,
      }).body['messages'];
    expect(left(0)).toHaveLength(3);
    expect(left(1)).toHaveLength(2);
  });
});

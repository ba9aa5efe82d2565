import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anthropicMessages } from '../../../../src/gateway/dialects/anthropic-messages/anthropic-messages.ts';
import { openAiChat } from '../../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { countTokens } from '../../../../src/gateway/facts/count-tokens.ts';

const text = fc.string({ minLength: 1, maxLength: 40 });
const PIXEL = 'iVBORw0KGgo=';

/** One turn, as a Messages block or message, and as the chat messages that say the same. */
const turn = fc.oneof(
  text.map((said) => ({
    messages: [{ role: 'user', content: said }],
    chat: [{ role: 'user', content: said }],
  })),
  text.map((said) => ({
    messages: [
      { role: 'assistant', content: [{ type: 'text', text: said, cache_control: { type: 'ephemeral' } }] },
    ],
    chat: [{ role: 'assistant', content: [{ type: 'text', text: said }] }],
  })),
  text.map((said) => ({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: said },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PIXEL } },
        ],
      },
    ],
    chat: [
      {
        role: 'user',
        content: [
          { type: 'text', text: said },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
        ],
      },
    ],
  })),
  fc.tuple(text, text).map(([asked, found]) => ({
    messages: [
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: { asked } }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: found }] },
    ],
    chat: [
      {
        role: 'assistant',
        content: [],
        tool_calls: [
          { id: 't1', type: 'function', function: { name: 'look', arguments: JSON.stringify({ asked }) } },
        ],
      },
      { role: 'tool', tool_call_id: 't1', content: found },
    ],
  })),
);

const question = fc.record({
  turns: fc.array(turn, { minLength: 1, maxLength: 5 }),
  system: fc.option(text, { nil: undefined }),
  tool: fc.option(text, { nil: undefined }),
  choice: fc.constantFrom(undefined, ['auto', 'auto'], ['any', 'required'], ['none', 'none']),
  limit: fc.integer({ min: 1, max: 10_000 }),
  stream: fc.boolean(),
});

test('the same question has the same facts in either form', () => {
  fc.assert(
    fc.property(question, ({ turns, system, tool, choice, limit, stream }) => {
      const schema = { type: 'object', properties: { asked: { type: 'string' } } };
      const shared = { model: 'm', max_tokens: limit, stream, temperature: 0.5 };
      const inMessages = {
        ...shared,
        ...(system === undefined ? {} : { system: [{ type: 'text', text: system }] }),
        messages: turns.flatMap(({ messages }) => messages as object[]),
        ...(tool === undefined ? {} : { tools: [{ name: 'look', description: tool, input_schema: schema }] }),
        ...(choice === undefined ? {} : { tool_choice: { type: choice[0] } }),
        stop_sequences: ['never'],
        thinking: { type: 'enabled', budget_tokens: 1_024 },
      };
      const inChat = {
        ...shared,
        messages: [
          ...(system === undefined ? [] : [{ role: 'system', content: system }]),
          ...turns.flatMap(({ chat }) => chat as object[]),
        ],
        ...(tool === undefined
          ? {}
          : {
              tools: [
                { type: 'function', function: { name: 'look', description: tool, parameters: schema } },
              ],
            }),
        ...(choice === undefined ? {} : { tool_choice: choice[1] }),
        stop: ['never'],
        reasoning_effort: 'low',
      };
      expect(anthropicMessages.requestFault(inMessages)).toBeUndefined();
      const { texts, extraTokens, endpoint, ...view } = anthropicMessages.readRequest(inMessages);
      const { texts: said, extraTokens: extra, endpoint: _, ...other } = openAiChat.readRequest(inChat);
      expect(view).toEqual(other);
      expect(endpoint).toBe('messages');
      expect(countTokens(texts, extraTokens, [])).toEqual(countTokens(said, extra, []));
    }),
    { numRuns: 300 },
  );
});

describe('what Messages say in a way of their own', () => {
  const read = (more: object) =>
    anthropicMessages.readRequest({
      model: 'm',
      max_tokens: 9,
      messages: [{ role: 'user', content: 'Hi' }],
      ...more,
    });

  test('a format, a connector with tools, and an end user', () => {
    const schema = { type: 'object' };
    expect(read({ output_config: { format: { type: 'json_schema', schema } } }).json).toBe(true);
    expect(read({ output_config: { effort: 'low' } }).json).toBe(false);
    expect(read({ mcp_servers: [{ type: 'url', url: 'https://mcp.example' }] }).tools).toBe(true);
    expect(read({ metadata: { user_id: 'ada' } }).metadata).toEqual({ user_id: 'ada' });
    expect(anthropicMessages.statedUser({ metadata: { user_id: 'ada' } })).toBe('ada');
    expect(anthropicMessages.statedUser({ metadata: { user_id: '{"session_id":"s"}' } })).toBeUndefined();
  });

  test('signatures and cache marks are not input, thinking is', () => {
    const messages = (block: object) => [{ role: 'assistant', content: [block] }];
    const plain = read({ messages: messages({ type: 'thinking', thinking: 'Hm.' }) });
    const signed = read({
      messages: messages({ type: 'thinking', thinking: 'Hm.', signature: 'c2ln'.repeat(99) }),
    });
    expect(signed.texts).toEqual(plain.texts);
    expect(plain.texts).toContain('Hm.');
  });

  test('a session, with its agent, is a conversation', () => {
    const session = (headers: Record<string, string>, metadata?: object) =>
      anthropicMessages.sessionOf?.({ metadata }, headers);
    const main = session({ 'x-claude-code-session-id': 's' });
    expect(main).toBeDefined();
    expect(session({ 'x-claude-code-session-id': 's', 'x-claude-code-agent-id': 'a' })).not.toBe(main);
    expect(session({}, { user_id: '{"session_id":"s"}' })).toBe(main);
    expect(session({}, { user_id: 'ada' })).toBeUndefined();
  });
});

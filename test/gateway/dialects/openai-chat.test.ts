import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { ProviderSaid } from '../../../src/gateway/dialects/provider-said.ts';

const chunk = (choice: object, more: object = {}): string => JSON.stringify({ choices: [choice], ...more });

describe('reading a stream', () => {
  test.each([
    ['a role', chunk({ delta: { role: 'assistant', content: '' } }), 'quiet'],
    ['text', chunk({ delta: { content: 'Hi' } }), 'content'],
    ['a tool call', chunk({ delta: { tool_calls: [{ index: 0, function: { name: 'f' } }] } }), 'content'],
    ['a refusal', chunk({ delta: { refusal: 'No' } }), 'content'],
    ['reasoning', chunk({ delta: { reasoning_content: 'Hm' } }), 'content'],
    ['the end of an empty answer', chunk({ delta: {}, finish_reason: 'stop' }), 'finish'],
    ['white space', chunk({ delta: { content: '\n\n' } }), 'blank'],
    ['a finish that is none', chunk({ delta: { content: '' }, finish_reason: 'null' }), 'quiet'],
    ['an answer that failed', chunk({ delta: {}, finish_reason: 'error' }), 'fault'],
    ['an error in a choice', chunk({ delta: {}, error: { code: 502, message: 'x' } }), 'fault'],
    [
      'an image',
      chunk({ delta: { images: [{ image_url: { url: 'data:image/png;base64,AA' } }] } }),
      'content',
    ],
    ['a part of the answer that cannot be read', '{"choices":[{"delta":{"content":"Hel', 'fault'],
    ['an error in an array', '[{"error":{"code":503,"message":"x","status":"UNAVAILABLE"}}]', 'fault'],
    ['usage', '{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}', 'usage'],
    ['usage that says nothing', '{"choices":[],"usage":{"prompt_tokens":"many"}}', 'usage'],
    ['usage that is null', chunk({ delta: {} }, { usage: null }), 'quiet'],
    ['Azure’s prompt filter results', '{"choices":[],"prompt_filter_results":[]}', 'quiet'],
    ['the end', '[DONE]', 'done'],
    ['an error', '{"error":{"message":"x"}}', 'fault'],
    ['no JSON', '{"choices":[', 'malformed'],
    ['no object', '7', 'malformed'],
  ])('%s is %s', (_, data, kind) => {
    expect(openAiChat.readStream({}).read(data, '')).toBe(kind);
  });

  test('a named error event is an error, whatever its shape', () => {
    const reader = openAiChat.readStream({});
    expect(reader.read('{"message":"gone","code":"overloaded"}', 'error')).toBe('fault');
    expect(reader.fault).toMatchObject({ class: 'overload', message: 'sent an error in its answer' });
    expect(reader.fault?.said && ProviderSaid.open(reader.fault.said).prose).toBe('gone');
  });

  test('has finished once every choice has', () => {
    const reader = openAiChat.readStream({ n: 2 });
    reader.read(chunk({ index: 0, delta: {}, finish_reason: 'stop' }), '');
    expect([reader.finished, reader.finishedAll]).toEqual([true, false]);
    reader.read(chunk({ index: 1, delta: { content: 'b' } }), '');
    expect(reader.finished).toBe(false);
    reader.read(chunk({ index: 1, delta: {}, finish_reason: 'length' }), '');
    expect([reader.finished, reader.finishedAll, reader.sure]).toEqual([true, true, true]);
  });

  test('takes a finish back when more content follows, and is not sure of it after that', () => {
    const reader = openAiChat.readStream({});
    for (const content of ['a', 'b']) {
      reader.read(chunk({ delta: { reasoning_content: content }, finish_reason: 'stop' }), '');
    }
    expect([reader.finished, reader.sure]).toEqual([true, false]);
    reader.read(chunk({ delta: { content: 'c' } }), '');
    expect(reader.finished).toBe(false);
  });

  test('counts characters and takes the last usage', () => {
    const reader = openAiChat.readStream({});
    reader.read(
      chunk({ delta: { content: 'Hello' } }, { usage: { prompt_tokens: 3, completion_tokens: 1 } }),
      '',
    );
    reader.read(
      '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":1}}}',
      '',
    );
    expect(reader.characters).toBeCloseTo(4.6);
    expect(reader.usage).toEqual({ inputTokens: 3, outputTokens: 2, cachedTokens: 1 });
  });

  test.each([
    { prompt_tokens: 3 },
    { prompt_tokens: 3, completion_tokens: -1 },
    { prompt_tokens: 3, completion_tokens: '7' },
    { prompt_tokens: 3, completion_tokens: 1e30 },
  ])('believes no usage that is half told or cannot be: %j', (usage) => {
    const reader = openAiChat.readStream({});
    reader.read(JSON.stringify({ choices: [], usage }), '');
    expect(reader.usage).toBeUndefined();
  });
});

describe('reading an answer', () => {
  test.each([
    ['', 'empty'],
    [' \n\n', 'empty'],
    ['{"choices":[{"message":{"content":"Hel', 'malformed'],
    ['[]', 'malformed'],
    ['{}', 'malformed'],
    ['{"choices":[]}', 'empty'],
    ['{"choices":[{"message":{"content":"  \\n"},"finish_reason":"stop"}]}', 'empty'],
    ['{"choices":[{"message":{"content":null,"tool_calls":[]},"finish_reason":"stop"}]}', 'empty'],
    ['{"choices":[{"message":{"content":"so far"},"finish_reason":"network_error"}]}', 'server-error'],
    [
      '{"choices":[{"message":{"content":"so far"},"finish_reason":"insufficient_system_resource"}]}',
      'overload',
    ],
    ['{"choices":[{"message":{"content":"so far"},"error":{"code":502,"message":"lost"}}]}', 'server-error'],
    ['{"choices":[{"message":{"content":""},"finish_reason":"sensitive"}]}', 'content-filter'],
    ['{"base_resp":{"status_code":1002,"status_msg":"rate limit"},"choices":null}', 'server-error'],
    ['[{"error":{"code":429,"message":"slow down","status":"RESOURCE_EXHAUSTED"}}]', 'rate-limit'],
    ['{"choices":[{}]}', 'malformed'],
    ['{"error":{"message":"slow down","code":"rate_limit_exceeded"}}', 'rate-limit'],
    ['{"error":{"message":"bad gateway","code":502}}', 'server-error'],
    ['{"error":"model is overloaded","code":503}', 'overload'],
    ['{"choices":[{"message":{"content":null},"finish_reason":"content_filter"}]}', 'content-filter'],
  ])('%s is %s', (body, of) => {
    expect(openAiChat.readAnswer(Buffer.from(body), {})).toMatchObject({
      kind: 'fault',
      fault: { class: of },
    });
  });

  test.each([
    [
      'a tool call without text',
      { message: { content: null, tool_calls: [{ function: { name: 'f' } }] } },
      {},
    ],
    ['a refusal', { message: { content: null, refusal: 'No.' } }, {}],
    ['reasoning alone', { message: { content: '', reasoning_content: 'Hm' }, finish_reason: 'stop' }, {}],
    [
      'an image',
      { message: { content: '', images: [{ image_url: { url: 'data:image/png;base64,AA' } }] } },
      {},
    ],
    ['audio', { message: { content: null, audio: { id: 'a', data: 'AA' } } }, {}],
    [
      'nothing, at the length allowed',
      { message: { content: '' }, finish_reason: 'length' },
      { max_tokens: 1 },
    ],
    ['a word nobody knows', { message: { content: 'Hi' }, finish_reason: 'fin' }, {}],
    ['content in parts', { message: { content: [{ type: 'text', text: 'Hi' }] } }, {}],
  ])('%s is an answer', (_, choice, request) => {
    const body = Buffer.from(JSON.stringify({ choices: [choice] }));
    expect(openAiChat.readAnswer(body, request)).toMatchObject({ kind: 'whole' });
  });

  test('numbers that are none do not spoil an answer', () => {
    const body = Buffer.from('{"choices":[{"message":{"content":"NaN, [NaN]"},"logprobs":[-Infinity,NaN]}]}');
    expect(openAiChat.readAnswer(body, {})).toMatchObject({ kind: 'whole', text: 'NaN, [NaN]' });
  });

  test('a filtered answer with text is an answer', () => {
    const body = '{"choices":[{"message":{"content":"So far"},"finish_reason":"content_filter"}]}';
    expect(openAiChat.readAnswer(Buffer.from(body), {})).toMatchObject({ kind: 'whole', characters: 8.25 });
  });
});

describe('reading errors', () => {
  test.each([
    [429, '{"error":{"message":"m","code":"rate_limit_exceeded"}}', 'rate-limit', 'm'],
    [400, '{"error":{"message":"m","code":"context_length_exceeded"}}', 'too-long', 'm'],
    [
      400,
      '{"error":{"message":"m","innererror":{"code":"x"},"code":"content_filter"}}',
      'content-filter',
      'm',
    ],
    [503, '<html><h1>Down</h1></html>', 'overload', 'Down'],
    [500, '', 'server-error', ''],
    [422, '{"detail":"wrong"}', 'bad-request', 'wrong'],
  ])('%i %s is %s', (status, body, of, message) => {
    expect(openAiChat.readFault(status, Buffer.from(body))).toMatchObject({
      class: of,
      message: `answered with status ${status}`,
    });
    const { said } = openAiChat.readFault(status, Buffer.from(body));
    expect(said === undefined ? '' : ProviderSaid.open(said).prose.trim()).toBe(message);
  });

  test('what the provider wrote is sealed', () => {
    const fault = openAiChat.readFault(400, Buffer.from('{"error":{"message":"m","code":"c","param":"p"}}'));
    expect(JSON.stringify(fault) + inspect(fault, { depth: 9, showHidden: true })).not.toMatch(
      /'m'|"m"|"c"|'c'/,
    );
    expect(fault.said && ProviderSaid.open(fault.said)).toEqual({ code: 'c', param: 'p', prose: 'm' });
  });
});

test('llmr’s member goes into a body without writing it anew', () => {
  const add = (body: string): string => openAiChat.bodyWithMember(Buffer.from(body), { a: 1 }).toString();
  expect(add('{"choices": [1.0] }\n')).toBe('{"choices": [1.0] ,"llmr":{"a":1}}');
  expect(add('{ }')).toBe('{ "llmr":{"a":1}}');
  expect(add('{"llmr":7,"x":1}')).toBe('{"llmr":{"a":1},"x":1}');
});

describe('an event that is like an earlier one', () => {
  const event = (text: string, created = '7', more = ''): Buffer =>
    Buffer.from(
      `data: {"created":${created},"choices":[{"index":0,"delta":{"content":${text}}${more}}],"p":"ab"}\n\n`,
    );
  const readerOf = (first: Buffer, request = {}) => {
    const reader = openAiChat.readStream(request, true);
    reader.read(first.toString().slice(6).trim(), '', first);
    return reader;
  };

  test.each([
    ['other text', event('" there"'), 'Hi there'],
    ['no text', event('""'), 'Hi'],
    ['escapes', event('"\\n\\"\\u00fc"'), 'Hi\n"ü'],
    ['a word of errors', event('"\\"error\\": null"'), 'Hi"error": null'],
    ['another time', event('"!"', '12'), 'Hi!'],
    ['other padding', Buffer.from(event('"!"').toString().replace('"ab"', '"cdefg"')), 'Hi!'],
  ])('with %s is not parsed', (_, next, text) => {
    const reader = readerOf(event('"Hi"'));
    expect(reader.again(next)).toBeDefined();
    expect(reader.text).toBe(text);
  });

  test.each([
    ['a finish', event('"!"', '7', ',"finish_reason":"stop"')],
    ['a finish with an escaped name', event('"!"', '7', ',"finish\\u005freason":"stop"')],
    ['a line break that is not escaped', event('"\u0001"')],
    ['an escape that JSON does not have', event('"\\x"')],
    ['a number that JSON does not have', event('"!"', '07')],
    ['a fraction', event('"!"', '7.5')],
    ['a number that ends in something else', event('"!"', '7x')],
    ['a string that ends early', event('"!""')],
    ['escapes in its padding', Buffer.from(event('"!"').toString().replace('"ab"', '"\\x"'))],
    ['a line break in its padding', Buffer.from(event('"!"').toString().replace('"ab"', '"\u0001"'))],
    ['other line ends', Buffer.from(event('"!"').toString().replaceAll('\n', '\r\n'))],
    ['another event in the same bytes', Buffer.concat([event('"!"'), event('"!"')])],
    ['no end', event('"!"').subarray(0, -6)],
    ['text over 64 KB', event(`"${'x'.repeat(70_000)}"`)],
  ])('but for %s is parsed', (_, next) => {
    const reader = readerOf(event('"Hi"'));
    expect(reader.again(next)).toBeUndefined();
    expect(reader.text).toBe('Hi');
  });

  test('is parsed where JSON is requested, whose brackets are followed', () => {
    expect(
      readerOf(event('"{"'), { response_format: { type: 'json_object' } }).again(event('"}"')),
    ).toBeUndefined();
  });

  test('is parsed where eight in a row were unlike any before', () => {
    const reader = readerOf(event('"Hi"'));
    for (let at = 0; at < 8; at += 1) {
      const unlike = event('"."', '7', `,"seed":${at}`);
      expect(reader.again(unlike)).toBeUndefined();
      reader.read(unlike.toString().slice(6).trim(), '', unlike);
    }
    expect(reader.again(event('"!"', '7', ',"seed":7'))).toBeUndefined();
  });
});

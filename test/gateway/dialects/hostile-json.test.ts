/** JSON of a server that is made to be slow to parse: refused for its shape, or read in linear time. */
import { expect, test } from 'vitest';
import { anthropicMessages } from '../../../src/gateway/dialects/anthropic-messages/anthropic-messages.ts';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { parseJson } from '../../../src/gateway/dialects/parse-json.ts';

test('nesting that no answer has is not parsed', () => {
  expect(parseJson(`{"choices":${'['.repeat(100_000)}${']'.repeat(100_000)}}`)).toBeUndefined();
});

test('a hundred thousand different names are not parsed', () => {
  const names = Array.from({ length: 100_000 }, (_, index) => `"k${index}":1`).join(',');
  expect(parseJson(`{${names}}`)).toBeUndefined();
});

test('log probabilities of a long answer are', () => {
  const token = { token: 'a', logprob: -0.1, bytes: [97], top_logprobs: [{ token: 'a', logprob: -0.1 }] };
  const answer = { choices: [{ logprobs: { content: Array.from({ length: 30_000 }, () => token) } }] };
  expect(parseJson(JSON.stringify(answer))).toEqual(answer);
});

// From each of its quotes the search would go to the end: a million million steps.
test('NaN before a string of quotes that does not end is found to be no JSON, in one pass', () => {
  expect(parseJson(`{"a":NaN,"b":"${'\\"'.repeat(1_000_000)}`)).toBeUndefined();
});

test('NaN beside strings that name it is read as null', () => {
  expect(parseJson('{"a":NaN,"b":"NaN \\" -Infinity","c":[-Infinity]}')).toEqual({
    a: null,
    b: 'NaN " -Infinity',
    c: [null],
  });
});

test.each(['openai', 'anthropic'] as const)('an answer of %s may begin with a byte order mark', (name) => {
  const answers = {
    openai: { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }] },
    anthropic: { content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' },
  };
  const dialect = { openai: openAiChat, anthropic: anthropicMessages }[name];
  const body = Buffer.from(`\uFEFF${JSON.stringify(answers[name])}`);
  expect(dialect.readAnswer(body, {})).toMatchObject({ kind: 'whole', text: 'Hi' });
  expect(dialect.asStream(body).toString()).toContain('"Hi"');
});

test.each([openAiChat, anthropicMessages])('usage with NaN in it can be given llmr’s member', (dialect) => {
  const event = dialect.withMember('{"type":"message_delta","usage":{"cost":NaN}}', { decision: 1 });
  expect(event.toString()).toContain('"usage":{"cost":null},"llmr":{"decision":1}');
});

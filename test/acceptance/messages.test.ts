/** Anthropic's own client: answers, streams, errors, and models that do not speak its format. */
import { setTimeout as sleep } from 'node:timers/promises';
import { APIError } from '@anthropic-ai/sdk';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Behaviour } from '../support/fake-openai-server.ts';
import {
  answers,
  BLOCK,
  BLOCK_END,
  delta,
  event,
  FINISH,
  fails,
  MESSAGE,
  MessagesGateway,
  QUESTION,
  START,
  STOP,
  WHOLE,
} from '../support/messages-gateway.ts';
import { readJson } from '../support/running-gateway.ts';

let gateway: MessagesGateway;

beforeAll(async () => {
  gateway = await MessagesGateway.start();
});
afterEach(() => gateway.provider.always(undefined));
afterAll(() => gateway.close());

describe('the client', () => {
  test('reads an answer, and its cost has cache reads and writes', async () => {
    gateway.provider.next(answers(JSON.stringify(MESSAGE)));
    const { data, response } = await gateway.client.messages.create(QUESTION).withResponse();
    expect(data.content).toEqual(MESSAGE.content);
    expect(data.usage.cache_read_input_tokens).toBe(1_000);
    expect(response.headers.get('llmr-model')).toBe('sonnet');
    const { attempts } = await gateway.decisionOf(response);
    expect(attempts[0]).toMatchObject({
      inputTokens: 1_210,
      outputTokens: 5,
      cachedTokens: 1_000,
      cacheWriteTokens: 200,
    });
    expect(attempts[0]?.costUsd).toBeCloseTo((10 * 3 + 200 * 3.75 + 1_000 * 0.3 + 5 * 15) / 1e6, 9);
  });

  test('reads a stream, with pings, and the same is charged', async () => {
    gateway.provider.next(answers(WHOLE));
    const stream = gateway.client.messages.stream(QUESTION);
    const { response } = await stream.withResponse();
    expect((await stream.finalMessage()).content).toMatchObject([{ type: 'text', text: 'Hello there.' }]);
    const { attempts } = await gateway.decisionOf(response);
    expect(attempts[0]).toMatchObject({
      inputTokens: 1_210,
      outputTokens: 5,
      cachedTokens: 1_000,
      cacheWriteTokens: 200,
    });
  });

  test('is answered by a simulated model, streamed and not, with tools', async () => {
    const tools = [
      { name: 'look', input_schema: { type: 'object' as const, properties: { at: { type: 'string' } } } },
    ];
    const asked = { ...QUESTION, metadata: { user_id: 'trial' } };
    const plain = await gateway.client.messages.create(asked);
    expect(plain.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('simulated') });
    const forced = { ...asked, tools, tool_choice: { type: 'tool' as const, name: 'look' } };
    const called = await gateway.client.messages.stream(forced).finalMessage();
    expect(called.content).toMatchObject([{ type: 'tool_use', name: 'look', input: { at: 'simulated' } }]);
    expect(called.stop_reason).toBe('tool_use');
    expect((await gateway.client.messages.stream(asked).finalMessage()).content).toEqual(plain.content);
  });

  test('has tokens counted without a call', async () => {
    const before = gateway.provider.requests.length;
    const { max_tokens: _, ...question } = QUESTION;
    const { input_tokens: short } = await gateway.client.messages.countTokens(question);
    const { input_tokens: long } = await gateway.client.messages.countTokens({
      ...question,
      system: 'Answer every question about our shop briefly.',
      tools: [{ name: 'look', description: 'Looks something up.', input_schema: { type: 'object' } }],
    });
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(short + 20);
    expect(gateway.provider.requests.length).toBe(before);
  });

  test('lists the models that are served', async () => {
    const page = await gateway.client.models.list();
    expect(page.data).toMatchObject([{ id: 'claude-main', type: 'model', display_name: 'claude-main' }]);
    expect(page.has_more).toBe(false);
    expect(await gateway.client.models.retrieve('claude-main')).toMatchObject({
      id: 'claude-main',
      type: 'model',
    });
  });
});

test('a decision is explained without a call, and is the one that is made', async () => {
  const { length } = gateway.provider.requests;
  const body = JSON.stringify({ ...QUESTION, metadata: { user_id: 'go on' } });
  const planned = await gateway.post(body, {}, '/v1/route?endpoint=messages');
  expect(gateway.provider.requests).toHaveLength(length);
  gateway.provider.next(answers(JSON.stringify(MESSAGE)));
  const made = await gateway.post(body, {}, '/v1/messages?beta=true');
  expect(made.status).toBe(200);
  expect(planned.headers.get('llmr-route')).toBe('going-on');
  expect(planned.headers.get('llmr-model')).toBe(made.headers.get('llmr-model'));
});

describe('failures', () => {
  test.each([
    ['with its status', fails(529, 'overloaded_error', 'Overloaded')],
    [
      'in its stream',
      answers(START + event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })),
    ],
  ])('an overloaded provider that says so %s falls back', async (_, overloaded) => {
    gateway.provider.next(overloaded, answers(WHOLE));
    const answer = await gateway.post(JSON.stringify({ ...QUESTION, stream: true }));
    expect(await answer.text()).toBe(WHOLE);
    expect(answer.headers.get('llmr-model')).toBe('opus');
    const { attempts } = await gateway.decisionOf(answer);
    expect(attempts.map((each) => each.class)).toEqual(['overload', undefined]);
  });

  /** The beginning has reached the caller before the rest is sent. */
  const breaksWith =
    (rest: string): Behaviour =>
    async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(START + BLOCK + delta('Hello'));
      await sleep(30);
      res.end(rest);
    };

  test('a stream that breaks ends with an error event and never with message_stop', async () => {
    const broken = event({ type: 'error', error: { type: 'api_error', message: 'sk-test broke' } });
    for (const rest of ['', broken, BLOCK_END]) {
      gateway.provider.next(breaksWith(rest));
      const text = await (await gateway.post(JSON.stringify({ ...QUESTION, stream: true }))).text();
      expect(text).toMatch(
        /\nevent: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"The str.*\n\n$/,
      );
      expect(text).not.toMatch(/message_stop|sk-test/);
    }
    gateway.provider.next(breaksWith(''));
    await expect(gateway.client.messages.stream(QUESTION).finalMessage()).rejects.toThrow(/The stream broke/);
  });

  test('a broken stream goes on with another model, in one message', async () => {
    gateway.provider.next(breaksWith(''), answers(WHOLE));
    const message = await gateway.client.messages
      .stream({ ...QUESTION, metadata: { user_id: 'go on' } })
      .finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello there.' }]);
    const thinks =
      START +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: 'Hm' } });
    gateway.provider.next(breaksWith(''), answers(thinks));
    const text = await (
      await gateway.post(JSON.stringify({ ...QUESTION, stream: true, metadata: { user_id: 'go on' } }))
    ).text();
    expect(text).toContain('holds more than text');
  });

  test('an answer whose end marker is missing is whole, and gets it', async () => {
    gateway.provider.next(answers(START + BLOCK + delta('Hello') + BLOCK_END + FINISH));
    const text = await (await gateway.post(JSON.stringify({ ...QUESTION, stream: true }))).text();
    expect(text.endsWith(FINISH + STOP)).toBe(true);
  });

  test('the provider’s words about a request reach its caller as they are', async () => {
    gateway.provider.always(fails(400, 'invalid_request_error', 'thinking.budget_tokens: too small'));
    const error = await gateway.client.messages.create(QUESTION).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(APIError);
    const { status, error: body } = error as APIError;
    expect(status).toBe(400);
    expect(body).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'thinking.budget_tokens: too small' },
    });
  });

  test('llmr’s own errors have Anthropic’s shape', async () => {
    const wrong = await gateway.post(JSON.stringify({ ...QUESTION, max_tokens: undefined }));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: '"max_tokens" is missing.' },
    });
    expect(wrong.headers.get('request-id')).toBe(wrong.headers.get('llmr-decision-id'));
    const nobody = await gateway.client.messages
      .create({ ...QUESTION, model: 'nobody' })
      .catch((cause: unknown) => cause);
    expect(nobody).toMatchObject({ status: 404, error: { error: { type: 'not_found_error' } } });
  });
});

describe('another dialect', () => {
  test('a model whose provider does not speak Messages is no candidate, with the reason', async () => {
    const answer = await gateway.post(JSON.stringify({ ...QUESTION, metadata: { user_id: 'gpt' } }));
    expect(answer.status).toBe(400);
    const { error } = await readJson<{ error: { message: string } }>(answer);
    expect(error.message).toMatch(/its provider speaks openai, and the request is in another dialect/);
  });

  test('nor is one whose provider speaks nothing else, for a chat', async () => {
    const answer = await gateway.llmr.chat({ model: 'claude-main', messages: QUESTION.messages });
    expect(answer.status).toBe(400);
    const { error } = await readJson<{ error: { message: string; code: string } }>(answer);
    expect(error.code).toBe('unsupported_capability');
    expect(error.message).toMatch(/its provider speaks anthropic, and the request is in another dialect/);
  });
});

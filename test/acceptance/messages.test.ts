/** Anthropic's own client, and what reaches a provider that speaks its format: byte for byte. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Behaviour } from '../support/fake-openai-server.ts';
import { type MisbehavingServer, startMisbehavingServer } from '../support/misbehaving-server.ts';
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const POLICY = (url: string): string => `policy claude edition 1 { serves "claude-main" }
provider anthropic { speaks anthropic at "${url}" key env ANTHROPIC_API_KEY }
provider openai { speaks openai at "${url}" key env OPENAI_API_KEY }
provider lab { speaks simulated }
model sonnet { is "claude-sonnet-4-5" on anthropic  window 200k output 64k  price $3 in, $15 out, $0.30 cached, $3.75 cache write }
model opus { is "claude-opus-4-5" on anthropic  window 200k output 64k  price $5 in, $25 out }
model gpt { is "gpt-4o" on openai  window 128k output 16k  price $2 in, $10 out }
model trial { is "trial" on lab  window 100k output 8k  price $1 in, $2 out }
model third { is "claude-3" on anthropic }
model fourth { is "claude-4" on anthropic }
chain fresh {
  try third
  then fourth
}
chain careful {
  try sonnet
  then opus
}
route translated {
  because "Asked for by tests."
  when metadata "user_id" is "gpt"
  use gpt
}
route going-on {
  because "Asked for by tests."
  when metadata "user_id" is "go on"
  use fresh
  on broken stream restart
}
route simulated {
  because "Asked for by tests."
  when metadata "user_id" is "trial"
  use trial
}
otherwise { use careful }
`;

let provider: MisbehavingServer;
let llmr: RunningGateway;
let client: Anthropic;

beforeAll(async () => {
  provider = await startMisbehavingServer();
  llmr = await runGateway({ 'p.route': POLICY(provider.url) });
  client = new Anthropic({ baseURL: llmr.url, apiKey: 'sk-ant-whatever', maxRetries: 0 });
});
afterEach(() => provider.always(undefined));
afterAll(async () => {
  await llmr.close();
  await provider.close();
});

const MESSAGE = {
  id: 'msg_01',
  type: 'message',
  role: 'assistant',
  model: 'claude-sonnet-4-5',
  content: [{ type: 'text', text: 'Hello there.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: {
    input_tokens: 10,
    cache_creation_input_tokens: 200,
    cache_read_input_tokens: 1_000,
    output_tokens: 5,
  },
};

const event = (data: { type: string } & Record<string, unknown>): string =>
  `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const delta = (text: string, index = 0): string =>
  event({ type: 'content_block_delta', index, delta: { type: 'text_delta', text } });
const START = event({
  type: 'message_start',
  message: { ...MESSAGE, content: [], stop_reason: null, usage: { ...MESSAGE.usage, output_tokens: 1 } },
});
const BLOCK = event({
  type: 'content_block_start',
  index: 0,
  content_block: { type: 'text', text: '' },
});
const PING = event({ type: 'ping' });
const BLOCK_END = event({ type: 'content_block_stop', index: 0 });
const FINISH = event({
  type: 'message_delta',
  delta: { stop_reason: 'end_turn', stop_sequence: null },
  usage: { output_tokens: 5 },
});
const STOP = event({ type: 'message_stop' });
const WHOLE = START + BLOCK + PING + delta('Hello') + delta(' there.') + BLOCK_END + FINISH + STOP;

const answers =
  (body: string | Buffer, headers: Record<string, string> = {}, status = 200) =>
  (_: unknown, res: ServerResponse): void => {
    const type = /^(?:event|data|:)/.test(body.toString()) ? 'text/event-stream' : 'application/json';
    res.writeHead(status, { 'content-type': type, ...headers });
    res.end(body);
  };
const fails = (status: number, type: string, message: string, headers: Record<string, string> = {}) =>
  answers(JSON.stringify({ type: 'error', error: { type, message } }), headers, status);

const QUESTION = {
  model: 'claude-main',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hi' }],
};

function post(body: string, headers: Record<string, string> = {}, path = '/v1/messages'): Promise<Response> {
  return fetch(`${llmr.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01', ...headers },
    body,
  });
}

type Document = { attempts: { costUsd?: number; class?: string; changes?: string[] }[]; removed?: object[] };
async function decisionOf(answer: { headers: Headers }): Promise<Document> {
  const id = answer.headers.get('llmr-decision-id');
  return readJson<Document>(await fetch(`${llmr.url}/v1/decisions/${id}`));
}

describe('the client', () => {
  test('reads an answer, and its cost has cache reads and writes', async () => {
    provider.next(answers(JSON.stringify(MESSAGE)));
    const { data, response } = await client.messages.create(QUESTION).withResponse();
    expect(data.content).toEqual(MESSAGE.content);
    expect(data.usage.cache_read_input_tokens).toBe(1_000);
    expect(response.headers.get('llmr-model')).toBe('sonnet');
    const { attempts } = await decisionOf(response);
    expect(attempts[0]).toMatchObject({
      inputTokens: 1_210,
      outputTokens: 5,
      cachedTokens: 1_000,
      cacheWriteTokens: 200,
    });
    expect(attempts[0]?.costUsd).toBeCloseTo((10 * 3 + 200 * 3.75 + 1_000 * 0.3 + 5 * 15) / 1e6, 9);
  });

  test('reads a stream, with pings, and the same is charged', async () => {
    provider.next(answers(WHOLE));
    const stream = client.messages.stream(QUESTION);
    const { response } = await stream.withResponse();
    expect((await stream.finalMessage()).content).toMatchObject([{ type: 'text', text: 'Hello there.' }]);
    const { attempts } = await decisionOf(response);
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
    const plain = await client.messages.create(asked);
    expect(plain.content[0]).toMatchObject({ type: 'text', text: expect.stringContaining('simulated') });
    const forced = { ...asked, tools, tool_choice: { type: 'tool' as const, name: 'look' } };
    const called = await client.messages.stream(forced).finalMessage();
    expect(called.content).toMatchObject([{ type: 'tool_use', name: 'look', input: { at: 'simulated' } }]);
    expect(called.stop_reason).toBe('tool_use');
    expect((await client.messages.stream(asked).finalMessage()).content).toEqual(plain.content);
  });

  test('has tokens counted without a call', async () => {
    const before = provider.requests.length;
    const { max_tokens: _, ...question } = QUESTION;
    const { input_tokens: short } = await client.messages.countTokens(question);
    const { input_tokens: long } = await client.messages.countTokens({
      ...question,
      system: 'Answer every question about our shop briefly.',
      tools: [{ name: 'look', description: 'Looks something up.', input_schema: { type: 'object' } }],
    });
    expect(short).toBeGreaterThan(0);
    expect(long).toBeGreaterThan(short + 20);
    expect(provider.requests.length).toBe(before);
  });

  test('lists the models that are served', async () => {
    const page = await client.models.list();
    expect(page.data).toMatchObject([{ id: 'claude-main', type: 'model', display_name: 'claude-main' }]);
    expect(page.has_more).toBe(false);
    expect(await client.models.retrieve('claude-main')).toMatchObject({ id: 'claude-main', type: 'model' });
  });
});

test('a decision is explained without a call, and is the one that is made', async () => {
  const { length } = provider.requests;
  const body = JSON.stringify({ ...QUESTION, metadata: { user_id: 'go on' } });
  const planned = await post(body, {}, '/v1/route?endpoint=messages');
  expect(provider.requests).toHaveLength(length);
  provider.next(answers(JSON.stringify(MESSAGE)));
  const made = await post(body, {}, '/v1/messages?beta=true');
  expect(made.status).toBe(200);
  expect(planned.headers.get('llmr-route')).toBe('going-on');
  expect(planned.headers.get('llmr-model')).toBe(made.headers.get('llmr-model'));
});

describe('same dialect on both sides', () => {
  test('a body goes through byte for byte but for the name of the model', async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const space = fc.constantFrom('', ' ', '\r\n\t');
    const body = fc
      .record({
        system: fc.constantFrom(
          '"Be brief."',
          '[{"type":"text","text":"\\u00e9","cache_control":{"ttl":"1h"}}]',
        ),
        thinking: fc.constantFrom('{"type":"thinking","thinking":"…","signature":"c2ln"}', ''),
        seed: fc.constantFrom('9007199254740993', '1.50', '-0.0e+10'),
        unknown: value,
        space,
      })
      .map(({ system, thinking, seed, unknown, space: s }) => {
        const spoken =
          thinking === ''
            ? ''
            : `,{"role":"assistant","content":[${thinking}]},{"role":"user","content":"on"}`;
        return `{"zeta":${s}${seed},"model":"claude-main",${s}"max_tokens":64${s},"system":${system},"messages":[{"role":"user","content":[{"type":"text","text":"ü \\ud83d\\ude00"}]}${spoken}],"later":${JSON.stringify(unknown)}${s}}`;
      });
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        provider.next(answers(JSON.stringify(MESSAGE)));
        const answer = await post(sent);
        expect(await answer.text()).toBe(JSON.stringify(MESSAGE));
        const received = provider.requests.at(-1)?.bytes.toString('utf8');
        expect(received).toBe(sent.replace('"claude-main"', '"claude-sonnet-4-5"'));
      }),
      { numRuns: 60 },
    );
  });

  test('a stream comes back byte for byte, in any pieces and with any line ends', async () => {
    const events = [
      PING,
      event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } }),
      event({ type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'c2ln' } }),
      event({ type: 'later_kind', big: 1e21, text: 'ü\u2028' }),
      'event: content_block_delta\ndata:{"type": "content_block_delta", "index":0,"delta":{"type":"text_delta","text":"\\u00e9"}}\n\n',
    ];
    const drawn = fc.record({
      middle: fc.array(fc.constantFrom(...events), { maxLength: 6 }),
      ends: fc.constantFrom('\n', '\r\n'),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(drawn, async ({ middle, ends, cuts }) => {
        const said = START + BLOCK + delta('Hello') + middle.join('') + BLOCK_END + FINISH + STOP;
        const bytes = Buffer.from(said.replaceAll('\n', ends));
        const places = [0, ...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        provider.next(async (_, res) => {
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          for (const [index, from] of places.slice(0, -1).entries()) {
            res.write(bytes.subarray(from, places[index + 1]));
            await new Promise((resolve) => setImmediate(resolve));
          }
          res.end();
        });
        const answer = await post(JSON.stringify({ ...QUESTION, stream: true }));
        // What follows the end of the last event is not passed on.
        expect((await answer.text()).trimEnd()).toBe(bytes.toString('utf8').trimEnd());
      }),
      { numRuns: 60 },
    );
  });

  test('headers are open lists, but for credentials and betas at another price', async () => {
    provider.next(
      answers(JSON.stringify(MESSAGE), {
        'request-id': 'req_011CQ',
        'anthropic-ratelimit-unified-status': 'allowed_warning',
        'anthropic-ratelimit-unified-reset': '2026-12-01T18:00:00Z',
        'anthropic-ratelimit-odd': 'sk-ant-api03-secret',
        'anthropic-organization-id': '0f1e',
        'x-should-retry': 'false',
        'set-cookie': 'a=b',
      }),
    );
    const answer = await post(JSON.stringify(QUESTION), {
      authorization: 'Bearer sk-ant-oat01-caller',
      'x-api-key': 'sk-ant-caller',
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'claude-code-20250219, context-1m-2025-08-07,fast-mode-2026-02-01, later-2027',
      'anthropic-workspace-id': 'wrk_1',
      'x-claude-code-session-id': 's-1',
    });
    const { headers } = provider.requests.at(-1) ?? { headers: {} };
    expect(headers).toMatchObject({
      'x-api-key': 'sk-test',
      'anthropic-version': '2026-10-21',
      'anthropic-beta': 'claude-code-20250219, later-2027',
      'anthropic-workspace-id': 'wrk_1',
      'x-claude-code-session-id': 's-1',
    });
    expect(headers).not.toHaveProperty('authorization');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'request-id': 'req_011CQ',
      'anthropic-ratelimit-unified-status': 'allowed_warning',
      'anthropic-ratelimit-unified-reset': '2026-12-01T18:00:00Z',
      'x-should-retry': 'false',
    });
    for (const name of ['anthropic-ratelimit-odd', 'anthropic-organization-id', 'set-cookie'])
      expect(answer.headers.has(name)).toBe(false);
  });

  test('what would pick another price is held back, and said', async () => {
    provider.next(answers(JSON.stringify(MESSAGE)));
    const answer = await post(JSON.stringify({ ...QUESTION, speed: 'fast', service_tier: 'priority' }));
    expect(provider.requests.at(-1)?.json).not.toHaveProperty('speed');
    const { attempts } = await decisionOf(answer);
    expect(attempts[0]?.changes).toEqual(['not passed on: speed, service_tier']);
  });
});

describe('failures', () => {
  test.each([
    ['with its status', fails(529, 'overloaded_error', 'Overloaded')],
    [
      'in its stream',
      answers(START + event({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })),
    ],
  ])('an overloaded provider that says so %s falls back', async (_, overloaded) => {
    provider.next(overloaded, answers(WHOLE));
    const answer = await post(JSON.stringify({ ...QUESTION, stream: true }));
    expect(await answer.text()).toBe(WHOLE);
    expect(answer.headers.get('llmr-model')).toBe('opus');
    const { attempts } = await decisionOf(answer);
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
      provider.next(breaksWith(rest));
      const text = await (await post(JSON.stringify({ ...QUESTION, stream: true }))).text();
      expect(text).toMatch(
        /\nevent: error\ndata: \{"type":"error","error":\{"type":"api_error","message":"The str.*\n\n$/,
      );
      expect(text).not.toMatch(/message_stop|sk-test/);
    }
    provider.next(breaksWith(''));
    await expect(client.messages.stream(QUESTION).finalMessage()).rejects.toThrow(/The stream broke/);
  });

  test('a broken stream goes on with another model, in one message', async () => {
    provider.next(breaksWith(''), answers(WHOLE));
    const message = await client.messages
      .stream({ ...QUESTION, metadata: { user_id: 'go on' } })
      .finalMessage();
    expect(message.content).toMatchObject([{ type: 'text', text: 'Hello there.' }]);
    const thinks =
      START +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: 'Hm' } });
    provider.next(breaksWith(''), answers(thinks));
    const text = await (
      await post(JSON.stringify({ ...QUESTION, stream: true, metadata: { user_id: 'go on' } }))
    ).text();
    expect(text).toContain('holds more than text');
  });

  test('an answer whose end marker is missing is whole, and gets it', async () => {
    provider.next(answers(START + BLOCK + delta('Hello') + BLOCK_END + FINISH));
    const text = await (await post(JSON.stringify({ ...QUESTION, stream: true }))).text();
    expect(text.endsWith(FINISH + STOP)).toBe(true);
  });

  test('the provider’s words about a request reach its caller as they are', async () => {
    provider.always(fails(400, 'invalid_request_error', 'thinking.budget_tokens: too small'));
    const error = await client.messages.create(QUESTION).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(APIError);
    const { status, error: body } = error as APIError;
    expect(status).toBe(400);
    expect(body).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: 'thinking.budget_tokens: too small' },
    });
  });

  test('llmr’s own errors have Anthropic’s shape', async () => {
    const wrong = await post(JSON.stringify({ ...QUESTION, max_tokens: undefined }));
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toEqual({
      type: 'error',
      error: { type: 'invalid_request_error', message: '"max_tokens" is missing.' },
    });
    expect(wrong.headers.get('request-id')).toBe(wrong.headers.get('llmr-decision-id'));
    const nobody = await client.messages
      .create({ ...QUESTION, model: 'nobody' })
      .catch((cause: unknown) => cause);
    expect(nobody).toMatchObject({ status: 404, error: { error: { type: 'not_found_error' } } });
  });
});

describe('another dialect', () => {
  test('a model whose provider does not speak Messages is no candidate, with the reason', async () => {
    const answer = await post(JSON.stringify({ ...QUESTION, metadata: { user_id: 'gpt' } }));
    expect(answer.status).toBe(400);
    const { error } = await readJson<{ error: { message: string } }>(answer);
    expect(error.message).toMatch(/its provider speaks openai, and the request is in another dialect/);
  });

  test('nor is one whose provider speaks nothing else, for a chat', async () => {
    const answer = await llmr.chat({ model: 'claude-main', messages: QUESTION.messages });
    expect(answer.status).toBe(400);
    const { error } = await readJson<{ error: { message: string; code: string } }>(answer);
    expect(error.code).toBe('unsupported_capability');
    expect(error.message).toMatch(/its provider speaks anthropic, and the request is in another dialect/);
  });
});

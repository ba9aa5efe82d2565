// A provider that does not know `stream_options`, which llmr adds: the request is sent again at once without it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseGateway,
  chain,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';
import { answerWell } from '../support/fake-openai-server.ts';

const error = (message: string) => ({
  error: { message, type: 'invalid_request_error', param: null, code: null },
});
const forbidden = {
  type: 'extra_forbidden',
  loc: ['body', 'stream_options'],
  msg: 'Extra inputs are not permitted',
};
const REFUSALS: Readonly<Record<string, readonly [status: number, body: unknown]>> = {
  openai: [400, error('Unrecognized request argument supplied: stream_options')],
  databricks: [
    400,
    { error_code: 'BAD_REQUEST', message: 'Unrecognized request argument supplied: stream_options' },
  ],
  groq: [400, error("property 'stream_options' is unsupported, did you mean 'stream'?")],
  fireworks: [400, error("Extra inputs are not permitted, field: 'stream_options'")],
  fastapi: [422, { detail: [forbidden] }],
  mistral: [
    422,
    { object: 'error', message: JSON.stringify({ detail: [forbidden] }), type: 'invalid_request_error' },
  ],
  vllm: [
    400,
    {
      object: 'error',
      message:
        "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted'}]",
      code: 400,
    },
  ],
  google: [
    400,
    [
      {
        error: {
          code: 400,
          message: 'Invalid JSON payload received. Unknown name "stream_options": Cannot find field.',
          status: 'INVALID_ARGUMENT',
        },
      },
    ],
  ],
};
const names = Object.keys(REFUSALS);
const refuse =
  (name: string): Model =>
  (res, arrived, req) => {
    const [status, body] = REFUSALS[name] ?? [400, {}];
    if (arrived.json['stream_options'] !== undefined) json(res, status, body);
    else return answerWell(arrived, res, req);
  };
let llmr: CaseGateway;

beforeAll(async () => {
  llmr = await startCase(
    { ...Object.fromEntries(names.map((name) => [name, refuse(name)])), told: refuse('openai') },
    names.map((name) => model(name)).join('') +
      model('told', ['price $1 in, $10 out', 'not stream options']) +
      model('ok') +
      chain('c', ['openai', 'ok']) +
      route('chain', 'c') +
      [...names, 'told'].map((name) => route(name, name)).join(''),
    'ok',
  );
});
afterAll(() => llmr.close());

describe.each(names)('%s', (name) => {
  test('answers, the caller never wrote it, and the next request is not refused', async () => {
    const first = await llmr.chat(name, { stream: true });
    expect([first.status, first.model]).toEqual([200, name]);
    expect(first.text.trimEnd().endsWith('[DONE]')).toBe(true);
    const before = llmr.count(name);
    expect((await llmr.chat(name, { stream: true })).status).toBe(200);
    expect(llmr.count(name) - before).toBe(1);
  });

  test('answers too where the caller wrote it', async () => {
    expect((await llmr.chat(name, { stream: true, stream_options: { include_usage: true } })).status).toBe(
      200,
    );
  });
});

test('the first model of a chain answers, and nothing moves on', async () => {
  expect((await llmr.chat('chain', { stream: true })).model).toBe('openai');
});

test('`not stream options` in a policy: never sent', async () => {
  expect((await llmr.chat('told', { stream: true })).status).toBe(200);
  expect(llmr.count('told')).toBe(1);
});

test('a call that was sent once more is counted apart from the attempt', async () => {
  const text = async () => (await fetch(`${llmr.gateway.url}/metrics`)).text();
  const { fastapi } = Object.fromEntries(
    [...(await text()).matchAll(/^llmr_resends_total\{model="(\w+)",.*\} (\d+)$/gm)].map(
      ([, name, count]) => [name, Number(count)],
    ),
  );
  // Refused once; what was learned from it kept the next two requests from being refused.
  expect(fastapi).toBe(1);
});

// A provider says "too long" in its own words and shape: a chain `on too-long` moves on, streamed or not.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type CaseGateway,
  chain,
  events,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';

const openai = (message: string, more: object = {}) => ({
  error: { message, type: 'BadRequestError', code: 400, ...more },
});
const SGLANG = openai("The input (9001 tokens) is longer than the model's context length (8192 tokens).");
const GOOGLE = 'The input token count (9001) exceeds the maximum number of tokens allowed (8192).';

const TOO_LONG: Readonly<Record<string, Model>> = {
  sglang: (res) => json(res, 400, SGLANG),
  'google-array': (res) =>
    json(res, 400, [{ error: { code: 400, message: GOOGLE, status: 'INVALID_ARGUMENT' } }]),
  tgi: (res) =>
    json(res, 422, {
      error:
        '`inputs` tokens + `max_new_tokens` must be <= 8193. Given: 9001 `inputs` tokens and 512 `max_new_tokens`',
      error_type: 'validation',
    }),
  'plain-text': (res) =>
    json(res, 400, 'prompt is too long: 9001 tokens > 8192 maximum', { 'content-type': 'text/plain' }),
  'llama-cpp': (res) =>
    json(
      res,
      400,
      openai('request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it', {
        type: 'exceed_context_size_error',
      }),
    ),
  xinference: (res) =>
    json(res, 500, {
      detail:
        '[address=0.0.0.0:43769, pid=1065] The decoder prompt (length 66501) is longer than the maximum model length of 65536.',
    }),
  openrouter: (res) =>
    json(res, 400, {
      error: {
        message: 'Provider returned error',
        code: 400,
        metadata: { raw: JSON.stringify(SGLANG), provider_name: 'Nvidia' },
      },
    }),
  // LM Studio 0.4 answers 200 and says it in the stream, or in a body with status 200.
  'in-stream': (res, { json: { stream } }) =>
    stream === true ? events(res, SGLANG) : json(res, 200, SGLANG),
};
const OTHER: Readonly<Record<string, Model>> = {
  temperature: (res) => json(res, 400, openai("Invalid value for 'temperature': must be at most 2.")),
  'max-tokens': (res) =>
    json(
      res,
      400,
      openai('max_tokens is too large: 100000. This model supports at most 16384 completion tokens.'),
    ),
  'tool-name': (res) =>
    json(
      res,
      400,
      openai("Invalid 'tools[0].function.name': string too long. Expected a string with maximum length 64.", {
        code: 'string_above_max_length',
        param: 'tools[0].function.name',
      }),
    ),
};
const names = [...Object.keys(TOO_LONG), ...Object.keys(OTHER)];
const card = (window: string): string[] => [`window ${window} output 1k`, 'price $1 in, $1 out'];
let llmr: CaseGateway;

beforeAll(async () => {
  const targets = names.map(
    (name) =>
      model(`m-${name}`, card('8k'), name) +
      chain(`c-${name}`, [`m-${name}`, 'vast'], 'too-long') +
      route(name, `c-${name}`),
  );
  llmr = await startCase({ ...TOO_LONG, ...OTHER }, model('vast', card('1M')) + targets.join(''), 'vast');
});
afterAll(() => llmr.close());

describe.each(Object.keys(TOO_LONG))('%s', (name) => {
  test.each([false, true])('moves on to the larger window, stream: %s', async (stream) => {
    const answer = await llmr.chat(name, { stream });
    expect([answer.status, answer.model]).toEqual([200, 'vast']);
    expect(await llmr.attempts(answer)).toMatchObject([{ class: 'too-long' }, { outcome: 'answered' }]);
  });
});

test.each(Object.keys(OTHER))('%s stays a 400', async (name) => {
  expect((await llmr.chat(name)).status).toBe(400);
});

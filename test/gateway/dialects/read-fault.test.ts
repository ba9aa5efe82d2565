// Error bodies as servers really write them: every shape leads to the class, the parameter and the sentence.
import { describe, expect, test } from 'vitest';
import { ProviderSaid } from '../../../src/gateway/dialects/provider-said.ts';
import { faultInBand, readFault } from '../../../src/gateway/dialects/read-fault.ts';

const LONG = "The input (9001 tokens) is longer than the model's context length (8192 tokens).";
const read = (status: number, body: unknown) =>
  readFault(status, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));

describe('too long, in every shape', () => {
  test.each([
    [
      'SGLang, vLLM',
      400,
      { object: 'error', message: LONG, type: 'BadRequestError', param: null, code: 400 },
    ],
    ['plain text', 400, LONG],
    ['a text in quotes', 400, JSON.stringify(LONG)],
    ['a web page', 400, `<!DOCTYPE html><html><title>Bad Request</title><body><p>${LONG}</p></body></html>`],
    ['Google, an array', 400, [{ error: { code: 400, message: LONG, status: 'INVALID_ARGUMENT' } }]],
    ['text-generation-inference', 422, { error: LONG, error_type: 'validation' }],
    ['Hugging Face, a list of texts', 400, { error: [LONG] }],
    ['Xinference with 500', 500, { detail: LONG }],
    ['FastAPI, a list', 422, { detail: [{ type: 'value_error', loc: ['body', 'messages'], msg: LONG }] }],
    ['Ollama', 400, { error: 'the input length exceeds the context length' }],
    [
      'Cohere',
      400,
      { message: 'too many tokens: size limit exceeded by 7 tokens. The limit for this model is 8.' },
    ],
    ['watsonx, Cloudflare', 400, { errors: [{ code: 'invalid_input', message: LONG }], trace: 'x' }],
    ['Databricks', 400, { error_code: 'BAD_REQUEST', message: LONG }],
    ['error_message', 400, { error_message: LONG }],
    ['MiniMax', 400, { base_resp: { status_code: 1039, status_msg: 'token limit' } }],
    ['Zhipu', 400, { error: { code: '1261', message: 'Prompt exceeds max length' } }],
    [
      'llama.cpp',
      400,
      { error: { code: 400, type: 'exceed_context_size_error', message: 'x', n_ctx: 8192 } },
    ],
    ['Perplexity', 400, { error: { message: 'x', type: 'too_many_prompt_tokens', code: 400 } }],
    [
      'OpenRouter, wrapped',
      400,
      {
        error: {
          message: 'Provider returned error',
          code: 400,
          metadata: { raw: JSON.stringify({ error: { message: LONG, code: 400 } }), provider_name: 'Nvidia' },
        },
      },
    ],
    [
      'LiteLLM, a text that holds a body',
      400,
      {
        error: {
          message: `litellm.BadRequestError: AnthropicException - b'{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}}'. Received Model Group=a`,
          type: null,
          code: '400',
        },
      },
    ],
    ['a BOM in front', 400, `\ufeff${JSON.stringify({ error: { message: LONG } })}`],
    ['GitHub Models', 413, { error: { code: 'tokens_limit_reached', message: 'x' } }],
    ['nginx', 413, '<html><head><title>413 Request Entity Too Large</title></head></html>'],
  ])('%s', (_, status, body) => expect(read(status, body)).toMatchObject({ class: 'too-long' }));

  test.each([
    ['SGLang', { error: { message: LONG, code: 400 } }],
    ['a code beside the text', { error: LONG, code: 400 }],
    ['LM Studio', { error: { message: 'Context size has been exceeded.' } }],
    ['an array of errors', { error: [{ message: LONG }] }],
  ])('in a stream: %s', (_, json) => expect(faultInBand(json)).toMatchObject({ class: 'too-long' }));
});

describe('another class, by its own words', () => {
  test.each([
    ['OpenAI', 404, { error: { message: 'The model `x` does not exist', code: 'model_not_found' } }, 'gone'],
    [
      'OpenAI, no access',
      403,
      { error: { message: 'Project `p` does not have access', code: 'model_not_found' } },
      'gone',
    ],
    ['Azure', 404, { error: { code: 'DeploymentNotFound', message: 'x' } }, 'gone'],
    ['Groq', 400, { error: { message: 'x', code: 'model_decommissioned' } }, 'gone'],
    ['OpenRouter', 400, { error: { message: 'foo/bar is not a valid model ID', code: 400 } }, 'gone'],
    ['DeepSeek', 400, { error: { message: 'Model Not Exist', type: 'invalid_request_error' } }, 'gone'],
    [
      'Mistral',
      400,
      { object: 'error', message: 'Invalid model: x', type: 'invalid_model', code: '1500' },
      'gone',
    ],
    ['xAI', 400, { code: 'Client specified an invalid argument', error: 'Model not found: grok-x' }, 'gone'],
    ['Ollama', 404, { error: 'model "x" not found, try pulling it first' }, 'gone'],
    [
      'LiteLLM',
      400,
      { error: { message: 'Invalid model name passed in model=x. Call `/v1/models`' } },
      'gone',
    ],
    ['Bedrock', 400, { message: 'The provided model identifier is invalid.' }, 'gone'],
    [
      'Hugging Face',
      400,
      { error: { message: "The requested model 'x' is not supported by any provider" } },
      'gone',
    ],
    ['a wrong path', 404, '<html><h1>404 Not Found</h1></html>', 'gone'],
    ['a path that takes no POST', 405, { detail: 'Method Not Allowed' }, 'gone'],
    ['an address that has moved', 308, '', 'gone'],
    [
      'a file that is missing',
      404,
      { error: { message: 'No such File object: f', param: 'file_id' } },
      'bad-request',
    ],
    [
      'Google, wrong key',
      400,
      [
        {
          error: {
            code: 400,
            message: 'API key not valid.',
            status: 'INVALID_ARGUMENT',
            details: [{ reason: 'API_KEY_INVALID' }],
          },
        },
      ],
      'auth',
    ],
    ['xAI, wrong key', 400, { error: 'Incorrect API key provided: xa***rt.' }, 'auth'],
    [
      'Google, place',
      400,
      {
        error: { message: 'User location is not supported for the API use.', status: 'FAILED_PRECONDITION' },
      },
      'auth',
    ],
    [
      'Anthropic, no credit',
      400,
      {
        error: {
          type: 'invalid_request_error',
          message: 'Your credit balance is too low to access the Anthropic API.',
        },
      },
      'rate-limit',
    ],
    [
      'OpenRouter, key limit',
      403,
      { error: { message: 'Key limit exceeded (monthly limit).', code: 403 } },
      'rate-limit',
    ],
    ['Qwen, arrears', 400, { error: { code: 'Arrearage', message: 'Access denied, …' } }, 'rate-limit'],
    [
      'Groq, 413',
      413,
      {
        error: {
          message: 'Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 7000',
          code: 'rate_limit_exceeded',
        },
      },
      'rate-limit',
    ],
    [
      'Groq, 413 without a code',
      413,
      { error: { message: 'Request too large for model `x` on tokens per minute (TPM): Limit 6000' } },
      'rate-limit',
    ],
    ['DeepSeek, filter', 400, { error: { message: 'Content Exists Risk' } }, 'content-filter'],
    ['Qwen, filter', 400, { error: { code: 'data_inspection_failed', message: 'x' } }, 'content-filter'],
    ['Groq, flex tier', 498, { error: { message: 'x' } }, 'overload'],
    ['Bedrock, dependency', 424, { message: 'x' }, 'server-error'],
    [
      'OpenAI, long text of a message',
      400,
      {
        error: {
          message: "Invalid 'messages[0].content': string too long.",
          code: 'string_above_max_length',
          param: 'messages[0].content',
        },
      },
      'too-long',
    ],
    [
      'OpenAI, long user',
      400,
      {
        error: {
          message: "Invalid 'user': string too long.",
          code: 'string_above_max_length',
          param: 'user',
        },
      },
      'bad-request',
    ],
    [
      'OpenAI, long tool name',
      400,
      {
        error: {
          message: 'x',
          code: 'string_above_max_length',
          param: 'messages[1].tool_calls[0].function.name',
        },
      },
      'bad-request',
    ],
  ])('%s', (_, status, body, of) => expect(read(status, body)).toMatchObject({ class: of }));

  test('what a server quotes from the request decides nothing', () => {
    const detail = [
      {
        type: 'x',
        loc: ['body', 'messages', 0, 'content'],
        msg: 'Input should be valid',
        input: LONG,
        ctx: { error: LONG },
      },
    ];
    const fault = read(422, { detail });
    expect(fault.class).toBe('bad-request');
    expect(fault.said && ProviderSaid.open(fault.said)).toMatchObject({
      param: 'messages[0].content',
      prose: 'Input should be valid',
    });
    expect(read(400, { error: { message: "Unknown role in 'Incorrect API key provided'" } }).class).toBe(
      'bad-request',
    );
  });
});

describe('a member that is refused from everybody', () => {
  test.each([
    [
      'OpenAI',
      400,
      {
        error: {
          message:
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
          param: 'max_tokens',
          code: 'unsupported_parameter',
        },
      },
      'max_tokens',
    ],
    [
      'the same without a param',
      400,
      { error: { message: "'max_tokens' is not supported with this model; use 'max_completion_tokens'." } },
      'max_tokens',
    ],
    [
      'OpenAI',
      400,
      {
        error: {
          message:
            "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.",
          param: 'temperature',
          code: 'unsupported_value',
        },
      },
      'temperature',
    ],
    ['Anthropic', 400, { error: { message: '`temperature` is deprecated for this model.' } }, 'temperature'],
    [
      'Moonshot',
      400,
      { error: { message: 'invalid temperature: only 1 is allowed for this model' } },
      'temperature',
    ],
    [
      'Databricks',
      400,
      { error_code: 'BAD_REQUEST', message: 'Unrecognized request argument supplied: stream_options' },
      'stream_options',
    ],
    [
      'Groq',
      400,
      { error: { message: "property 'stream_options' is unsupported, did you mean 'stream'?" } },
      'stream_options',
    ],
    [
      'Fireworks',
      400,
      { error: { message: "Extra inputs are not permitted, field: 'stream_options'" } },
      'stream_options',
    ],
    [
      'Mistral',
      422,
      {
        object: 'error',
        message: JSON.stringify({
          detail: [
            {
              type: 'extra_forbidden',
              loc: ['body', 'stream_options'],
              msg: 'Extra inputs are not permitted',
              input: {},
            },
          ],
        }),
      },
      'stream_options',
    ],
    [
      'vLLM before 0.6',
      400,
      {
        message:
          "[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted', 'input': {'include_usage': True}}]",
      },
      'stream_options',
    ],
    [
      'Google',
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
      'stream_options',
    ],
    [
      'Mistral, limit',
      422,
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'max_completion_tokens'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      },
      'max_completion_tokens',
    ],
  ])('%s', (_, status, body, refused) => {
    expect(read(status, body)).toMatchObject({ class: 'bad-request', refused });
  });

  test.each([
    [
      'a wrong value',
      400,
      { error: { message: "Invalid value for 'temperature': must be at most 2.", param: 'temperature' } },
    ],
    [
      'a limit that is too large',
      400,
      {
        error: {
          message: 'max_tokens is too large: 100000. This model supports at most 16384 completion tokens',
          param: 'max_tokens',
          code: null,
        },
      },
    ],
    [
      'two that do not go together',
      400,
      { error: { message: '`temperature` and `top_p` cannot both be specified for this model.' } },
    ],
    [
      'within a message',
      422,
      {
        detail: [
          {
            type: 'extra_forbidden',
            loc: ['body', 'messages', 0, 'temperature'],
            msg: 'Extra inputs are not permitted',
          },
        ],
      },
    ],
    [
      'what changes the meaning',
      400,
      {
        error: {
          message: "Unsupported parameter: 'tools' is not supported",
          param: 'tools',
          code: 'unsupported_parameter',
        },
      },
    ],
    ['another status', 500, { error: { message: "'stream_options' is not supported" } }],
  ])('not %s', (_, status, body) => expect(read(status, body).refused).toBeUndefined());
});

describe('how long to wait, where only the body says it', () => {
  test.each([
    [429, { error: { message: 'Rate limit reached for gpt-4o. Please try again in 1.5s. Visit x' } }, 1_500],
    [429, { error: { message: 'Please try again in 6m0.5s.', code: 'rate_limit_exceeded' } }, 360_500],
    [429, { error: { message: 'Please try again in 320ms.' } }, 320],
    [429, { error: { message: 'Please retry after 12 seconds.', code: '429' } }, 12_000],
    [
      429,
      [
        {
          error: { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'x', details: [{ retryDelay: '18s' }] },
        },
      ],
      18_000,
    ],
    [503, { error: 'Model x is currently loading', estimated_time: 20.5 }, 20_500],
    [429, { error: { message: 'Slow down' } }, undefined],
    [400, { error: { message: 'Wrong. Please try again in 5s' } }, undefined],
  ])('%i %j', (status, body, wait) => expect(read(status, body).retryAfterMs).toBe(wait));
});

test('what is about one request says nothing about the deployment', () => {
  const tooLarge = 'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 60000.';
  expect(read(429, { error: { message: tooLarge, code: 'rate_limit_exceeded' } }).cools).toBe(false);
  expect(read(404, { error: { message: 'No endpoints found that support tool use.' } }).cools).toBe(false);
  expect(read(403, '<html><h1>Blocked</h1></html>').cools).toBe(false);
  expect(read(429, { error: { message: 'Slow down' } }).cools).toBeUndefined();
  expect(read(401, '<html><h1>Unauthorized</h1></html>').cools).toBeUndefined();
});

test('deep, wide and odd bodies are read no further than they must', () => {
  const deep = `${'{"error":'.repeat(5_000)}"x"${'}'.repeat(5_000)}`;
  expect(read(400, deep).class).toBe('bad-request');
  expect(read(400, { errors: Array.from({ length: 10_000 }, () => ({ message: 'x' })) }).class).toBe(
    'bad-request',
  );
  expect(read(400, '{"error":{"message":null,"code":{}}}')).toMatchObject({
    message: 'answered with status 400',
  });
  expect(read(400, Buffer.from([0xff, 0xfe, 0x00]).toString('latin1')).class).toBe('bad-request');
  expect(read(502, '')).toMatchObject({ class: 'server-error', message: 'answered with status 502' });
});

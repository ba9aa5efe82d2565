/** Usage as providers really report it. Each row is the shape of one provider's answer, with where it is described. */
import { describe, expect, test } from 'vitest';
import type { ReportedUsage } from '../../../src/gateway/dialects/dialect.ts';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { mergeUsage, readUsage, usageIn } from '../../../src/gateway/dialects/read-usage.ts';

const rows: readonly (readonly [provider: string, event: object, read: ReportedUsage])[] = [
  [
    'OpenAI: reasoning and rejected predictions are within the completion (platform.openai.com, usage object)',
    {
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 510,
        total_tokens: 1510,
        prompt_tokens_details: { cached_tokens: 900, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 500,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 4,
        },
      },
    },
    { inputTokens: 1000, outputTokens: 510, cachedTokens: 900, reasoningTokens: 500 },
  ],
  [
    'xAI: reasoning is beside the completion, the total says so (UKGovernmentBEIS/inspect_ai#5528)',
    {
      usage: {
        prompt_tokens: 32,
        completion_tokens: 9,
        total_tokens: 135,
        completion_tokens_details: { reasoning_tokens: 94 },
        cost_in_usd_ticks: 12_345_000,
      },
    },
    { inputTokens: 32, outputTokens: 103, reasoningTokens: 94, billedUsd: 0.0012345 },
  ],
  [
    'Gemini, compatible: thoughts are only in the total (Clarifai/clarifai-python#978)',
    { usage: { prompt_tokens: 20, completion_tokens: 424, total_tokens: 1016 } },
    { inputTokens: 20, outputTokens: 996, reasoningTokens: 572 },
  ],
  [
    'a proxy before Gemini: nothing but thoughts (router-for-me/CLIProxyAPI#5733)',
    {
      usage: {
        completion_tokens: 0,
        total_tokens: 81,
        prompt_tokens: 21,
        completion_tokens_details: { reasoning_tokens: 60 },
      },
    },
    { inputTokens: 21, outputTokens: 60, reasoningTokens: 60 },
  ],
  [
    'Gemini, its own names, with the prompts of its tools (CultivateLabs/raif#470)',
    {
      usageMetadata: {
        promptTokenCount: 21,
        candidatesTokenCount: 7,
        toolUsePromptTokenCount: 100,
        thoughtsTokenCount: 60,
        cachedContentTokenCount: 12,
        totalTokenCount: 188,
      },
    },
    { inputTokens: 121, outputTokens: 67, cachedTokens: 12, reasoningTokens: 60 },
  ],
  [
    'Gemini, its own names and no total',
    { usage_metadata: { prompt_token_count: 5, candidates_token_count: 7, thoughts_token_count: 6 } },
    { inputTokens: 5, outputTokens: 13, reasoningTokens: 6 },
  ],
  [
    'DeepSeek: hits and misses (api-docs.deepseek.com, context caching)',
    {
      usage: {
        prompt_tokens: 1000,
        completion_tokens: 10,
        total_tokens: 1010,
        prompt_cache_hit_tokens: 900,
        prompt_cache_miss_tokens: 100,
      },
    },
    { inputTokens: 1000, outputTokens: 10, cachedTokens: 900 },
  ],
  [
    'Moonshot: cached tokens at the top, usage with the last word of a stream (earendil-works/pi#2017)',
    {
      choices: [
        {
          index: 0,
          delta: {},
          finish_reason: 'stop',
          usage: { prompt_tokens: 2989, completion_tokens: 12, total_tokens: 3001, cached_tokens: 2989 },
        },
      ],
    },
    { inputTokens: 2989, outputTokens: 12, cachedTokens: 2989 },
  ],
  [
    'OpenRouter: cache writes and what it bills (openrouter.ai, usage accounting)',
    {
      usage: {
        completion_tokens: 2,
        completion_tokens_details: { reasoning_tokens: 0 },
        cost: 0.95,
        cost_details: { upstream_inference_cost: 19 },
        prompt_tokens: 194,
        prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100, audio_tokens: 0 },
        total_tokens: 196,
      },
    },
    { inputTokens: 194, outputTokens: 2, cacheWriteTokens: 100, reasoningTokens: 0, billedUsd: 0.95 },
  ],
  [
    "OpenRouter with a key of one's own: its fee and what is behind it",
    {
      usage: {
        prompt_tokens: 10,
        completion_tokens: 2,
        total_tokens: 12,
        cost: 0.001,
        is_byok: true,
        cost_details: { upstream_inference_cost: 0.02 },
      },
    },
    { inputTokens: 10, outputTokens: 2, billedUsd: 0.021 },
  ],
  [
    'Anthropic, its own names: input is what was neither read nor written (langfuse/langfuse#12306)',
    {
      usage: {
        input_tokens: 5,
        cache_creation_input_tokens: 1253,
        cache_read_input_tokens: 128_955,
        cache_creation: { ephemeral_5m_input_tokens: 1000, ephemeral_1h_input_tokens: 253 },
        output_tokens: 30,
      },
    },
    { inputTokens: 130_213, outputTokens: 30, cachedTokens: 128_955, cacheWriteTokens: 1253 },
  ],
  [
    'LiteLLM before Anthropic: the prompt holds its caches (Aider-AI/aider#5516)',
    {
      usage: {
        prompt_tokens: 17_111,
        completion_tokens: 8,
        total_tokens: 17_119,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 17_102,
        prompt_tokens_details: { cached_tokens: 17_102 },
      },
    },
    { inputTokens: 17_111, outputTokens: 8, cachedTokens: 17_102 },
  ],
  [
    'a proxy before Anthropic: caches beside the prompt, and more than it',
    {
      usage: {
        prompt_tokens: 9,
        completion_tokens: 8,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 50,
      },
    },
    { inputTokens: 159, outputTokens: 8, cachedTokens: 100, cacheWriteTokens: 50 },
  ],
  [
    'a proxy before Anthropic: caches beside the prompt, as the total says',
    { usage: { prompt_tokens: 900, completion_tokens: 8, total_tokens: 1008, cache_read_input_tokens: 100 } },
    { inputTokens: 1000, outputTokens: 8, cachedTokens: 100 },
  ],
  [
    'Qwen: cache writes within the details, in parts',
    {
      usage: {
        prompt_tokens: 2000,
        completion_tokens: 5,
        total_tokens: 2005,
        prompt_tokens_details: {
          cached_tokens: 0,
          cache_creation: { ephemeral_5m_input_tokens: 1800 },
          cache_creation_input_tokens: 1800,
          cache_type: 'ephemeral',
        },
      },
    },
    { inputTokens: 2000, outputTokens: 5, cacheWriteTokens: 1800 },
  ],
  [
    'Responses in a chat: input_tokens_details and output_tokens_details',
    {
      usage: {
        input_tokens: 300,
        input_tokens_details: { cached_tokens: 256 },
        output_tokens: 40,
        output_tokens_details: { reasoning_tokens: 32 },
        total_tokens: 340,
      },
    },
    { inputTokens: 300, outputTokens: 40, cachedTokens: 256, reasoningTokens: 32 },
  ],
  [
    'Groq: in a stream under a name of its own (console.groq.com)',
    {
      choices: [],
      x_groq: {
        id: 'req',
        usage: { prompt_tokens: 20, completion_tokens: 7, total_tokens: 27, queue_time: 0.1 },
      },
    },
    { inputTokens: 20, outputTokens: 7 },
  ],
  [
    'SGLang: reasoning at the top',
    {
      usage: {
        prompt_tokens: 20,
        total_tokens: 60,
        completion_tokens: 40,
        prompt_tokens_details: null,
        reasoning_tokens: 30,
      },
    },
    { inputTokens: 20, outputTokens: 40, reasoningTokens: 30 },
  ],
  [
    'llama.cpp: only timings (ggml-org/llama.cpp#15827)',
    { choices: [], timings: { cache_n: 236, prompt_n: 1, predicted_n: 35, predicted_ms: 661.064 } },
    { inputTokens: 237, outputTokens: 35, cachedTokens: 236 },
  ],
  [
    'Ollama, its own names',
    { model: 'm', done: true, prompt_eval_count: 26, eval_count: 298 },
    { inputTokens: 26, outputTokens: 298 },
  ],
  [
    'Perplexity: fees beside tokens (docs.perplexity.ai)',
    {
      usage: {
        prompt_tokens: 8,
        completion_tokens: 400,
        total_tokens: 408,
        cost: {
          input_tokens_cost: 0.00002,
          output_tokens_cost: 0.006,
          request_cost: 0.006,
          total_cost: 0.01202,
        },
      },
    },
    { inputTokens: 8, outputTokens: 400, billedUsd: 0.01202 },
  ],
  [
    'DeepInfra: what it bills under another name',
    { usage: { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12, estimated_cost: 0.0000042 } },
    { inputTokens: 8, outputTokens: 4, billedUsd: 0.0000042 },
  ],
  [
    'a total and one half: the other half follows',
    { usage: { prompt_tokens: 8, total_tokens: 12 } },
    { inputTokens: 8, outputTokens: 4 },
  ],
  [
    'reasoning beyond the completion and no total: it is beside it',
    { usage: { prompt_tokens: 8, completion_tokens: 4, reasoning_tokens: 10 } },
    { inputTokens: 8, outputTokens: 14, reasoningTokens: 10 },
  ],
];

test.each(rows)('%s', (_, event, read) => {
  const usage = usageIn(event as Record<string, unknown>);
  expect(usage).toEqual({
    ...read,
    ...(read.billedUsd === undefined ? {} : { billedUsd: expect.closeTo(read.billedUsd, 9) }),
  });
});

test.each([
  null,
  'none',
  [],
  {},
  { prompt_tokens: 5 },
  { completion_tokens: 5 },
  { prompt_tokens: -1, completion_tokens: 5 },
  { prompt_tokens: Number.NaN, completion_tokens: 5 },
  { prompt_tokens: 1e20, completion_tokens: 5 },
  { prompt_tokens: 20, total_tokens: 5 },
])('nothing is made of %j', (usage) => {
  expect(readUsage(usage)).toBeUndefined();
});

describe('in a stream', () => {
  const read = (...events: object[]): ReportedUsage | undefined => {
    const reader = openAiChat.readStream({});
    for (const event of events) reader.read(JSON.stringify(event), '');
    return reader.usage;
  };
  test('usage that grows with each chunk counts once, and a zero at the end takes nothing back', () => {
    const chunk = (completion: number, prompt = 9) => ({
      choices: [{ delta: { content: 'x' } }],
      usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
    });
    expect(read(chunk(1), chunk(2), chunk(3))).toEqual({ inputTokens: 9, outputTokens: 3 });
    expect(read(chunk(1), chunk(3), chunk(0, 0))).toEqual({ inputTokens: 9, outputTokens: 3 });
  });

  test('input in one event and output in another', () => {
    const input = { input_tokens: 25, output_tokens: 1 };
    const output = { input_tokens: 0, output_tokens: 40 };
    expect(mergeUsage(readUsage(input), readUsage(output) as ReportedUsage)).toEqual({
      inputTokens: 25,
      outputTokens: 40,
    });
  });
});

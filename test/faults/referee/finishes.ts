// The referee's table, one family of it: how answers say that they are over, or that they are not.
import {
  chunk,
  completion,
  DONE,
  GOOD,
  HELLO,
  json,
  type Misbehaviour,
  OPEN,
  ROLE,
  STOP,
  says,
  sse,
  USAGE,
  WORLD,
} from './misbehaviour.ts';

type Row = readonly [word: unknown, server: string, source: string];

const ENDINGS: readonly Row[] = [
  ['eos_token', 'TGI before 2.2.1', 'https://github.com/huggingface/text-generation-inference/pull/2344'],
  ['eos', 'Together', 'https://github.com/BerriAI/litellm/pull/20732'],
  ['end_turn', 'xAI', 'https://github.com/genkit-ai/genkit/pull/6259'],
  ['COMPLETE', 'Cohere', 'https://github.com/cohere-ai/cohere-typescript/issues/114'],
  [
    'MAX_TOKENS',
    'Google and Cohere behind proxies',
    'https://github.com/cohere-ai/cohere-typescript/issues/114',
  ],
  ['STOP', 'Gemini behind proxies', 'https://github.com/envoyproxy/ai-gateway/pull/2399'],
  ['tool-calls', 'AI SDK servers', 'https://github.com/vercel/ai/pull/1832'],
  ['repetition', 'vLLM 0.14', 'https://github.com/vllm-project/vllm/blob/main/vllm/v1/engine/__init__.py'],
  ['model_context_window_exceeded', 'Zhipu', 'https://github.com/genkit-ai/genkit/pull/6259'],
  ['guardrail_intervened', 'Bedrock behind LiteLLM', 'https://github.com/BerriAI/litellm/pull/20732'],
  ['finish_reason_unspecified', 'Vertex behind LiteLLM', 'https://github.com/BerriAI/litellm/pull/20732'],
  ['other', 'Ollama cloud', 'https://github.com/ollama/ollama-js/issues/285'],
];

const FAILURES: readonly (readonly [...Row, 'server-error' | 'overload' | 'malformed'])[] = [
  ['error', 'OpenRouter', 'https://openrouter.ai/docs/api-reference/streaming', 'server-error'],
  ['network_error', 'Zhipu GLM-5', 'https://github.com/earendil-works/pi/pull/1509', 'server-error'],
  ['abort', 'vLLM 0.19', 'https://github.com/vllm-project/vllm/issues/57082', 'server-error'],
  [
    { type: 'abort', message: 'x' },
    'SGLang 0.5',
    'https://github.com/sgl-project/sglang/pull/19357',
    'server-error',
  ],
  ['insufficient_system_resource', 'DeepSeek', 'https://github.com/genkit-ai/genkit/pull/6259', 'overload'],
  [
    'MALFORMED_FUNCTION_CALL',
    'Gemini 2.5',
    'https://github.com/googleapis/python-genai/issues/2081',
    'malformed',
  ],
  ['ERROR', 'Cohere', 'https://github.com/cohere-ai/cohere-typescript/issues/114', 'server-error'],
];

const WORDS: readonly Misbehaviour[] = [
  ...ENDINGS.map(
    ([word, server, source]): Misbehaviour => ({
      name: `ends with ${JSON.stringify(word)}`,
      server,
      source,
      stream: {
        // Of a word that says nothing the end of the stream is the end.
        played: sse(ROLE, HELLO, WORLD, chunk({}, word), DONE),
        seen: 'whole',
      },
      whole: { played: json(completion({ content: 'Hello world' }, word)), seen: 'whole' },
    }),
  ),
  ...FAILURES.map(
    ([word, server, source, seen]): Misbehaviour => ({
      name: `ends with ${JSON.stringify(word)}`,
      server,
      source,
      text: 'Hello world, and more',
      stream: { played: sse(ROLE, HELLO, WORLD, chunk({}, word), DONE), seen: 'broken-stream' },
      whole: { played: json(completion({ content: 'Hello world' }, word)), seen },
    }),
  ),
];

export const FINISHES: readonly Misbehaviour[] = [
  ...WORDS,
  {
    name: 'fails with its first event',
    server: 'Gemini 2.5',
    source: 'https://github.com/googleapis/python-genai/issues/2081',
    stream: { played: sse(chunk({}, 'MALFORMED_FUNCTION_CALL'), DONE), seen: 'malformed' },
  },
  {
    name: '"stop" with every piece',
    server: 'Vertex behind LiteLLM 1.27',
    source: 'https://github.com/BerriAI/litellm/issues/2195',
    stream: { played: sse(says('Hello', 'stop'), says(' world', 'stop'), DONE), seen: 'whole' },
  },
  {
    name: '"stop" with reasoning, long before the answer',
    server: 'Open WebUI 0.6.18',
    source: 'https://github.com/open-webui/open-webui/issues/16377',
    stream: {
      played: sse(chunk({ reasoning_content: 'Hm' }, 'stop'), 30, HELLO, 30, WORLD, STOP, DONE),
      seen: 'whole',
    },
  },
  {
    name: '"stop" with thoughts and tool calls',
    server: 'gcli2api',
    source: 'https://github.com/su-kaka/gcli2api/issues/403',
    stream: {
      played: sse(
        chunk({ reasoning_content: 'a' }, 'stop'),
        says('Hello', 'stop'),
        20,
        says(' world', 'stop'),
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'an empty finish with every piece',
    server: 'Ollama 0.1.34',
    source: 'https://github.com/ollama/ollama/issues/4357',
    stream: { played: sse(says('Hello', ''), says(' world', ''), says('', 'stop'), DONE), seen: 'whole' },
    whole: { played: json(completion({ content: 'Hello world' }, '')), seen: 'whole' },
  },
  {
    name: '"null" as text with every piece',
    server: 'gateways of the one-api family',
    source: 'https://github.com/songquanpeng/one-api/issues/1951',
    stream: { played: sse(says('Hello', 'null'), 130, says(' world', 'null'), STOP, DONE), seen: 'whole' },
    whole: { played: json(completion({ content: 'Hello world' }, 'null')), seen: 'whole' },
  },
  {
    name: 'no finish, and [DONE]',
    server: 'compatible servers',
    source: 'https://github.com/alfredapp/openai-workflow/pull/52',
    stream: { played: sse(ROLE, HELLO, WORLD, DONE), seen: 'whole' },
    whole: { played: json(completion({ content: 'Hello world' }, null)), seen: 'whole' },
  },
  {
    name: 'the finish under another name',
    server: 'Google compatible endpoint, December 2024',
    source: 'https://github.com/jakobdylanc/llmcord/issues/84',
    stream: {
      played: sse(HELLO, says(' world'), chunk({}, null, {}, { finishReason: 'stop' })),
      seen: 'whole',
    },
  },
  {
    name: 'the last words and the finish in one event',
    server: 'vLLM 0.17',
    source: 'https://github.com/vllm-project/vllm/pull/36944',
    stream: { played: sse(ROLE, HELLO, says(' world', 'stop'), DONE), seen: 'whole' },
  },
  {
    name: 'two finishes',
    server: 'SGLang 0.4.9',
    source: 'https://github.com/sgl-project/sglang/pull/8417',
    stream: { played: sse(HELLO, says(' world', 'stop'), STOP, DONE), seen: 'whole' },
  },
  {
    name: 'a finish, and neither [DONE] nor an end',
    server: 'vllm-mlx 0.2.5',
    source: 'https://github.com/waybarrios/vllm-mlx/issues/101',
    stream: { played: sse(ROLE, HELLO, WORLD, STOP, OPEN), seen: 'whole' },
  },
  {
    name: 'a finish and an end, without [DONE]',
    server: 'Google compatible endpoint',
    source: 'https://github.com/agentjido/req_llm/issues/638',
    stream: { played: sse(ROLE, HELLO, WORLD, STOP, USAGE), seen: 'whole' },
  },
  {
    name: 'usage of its own and an end, and no finish',
    server: 'Gemini proxies',
    source: 'https://github.com/agentjido/req_llm/issues/462',
    stream: { played: sse(ROLE, HELLO, WORLD, USAGE), seen: 'whole' },
  },
  {
    name: 'a clean end in the middle of the answer',
    server: 'llama-server under Ollama 0.30',
    source: 'https://github.com/ollama/ollama/pull/17846',
    stream: { played: sse(ROLE, HELLO), seen: 'broken-stream' },
  },
  {
    name: 'a finish, then usage much later',
    server: 'OpenAI',
    source: 'https://github.com/tensorzero/tensorzero/issues/2078',
    stream: { played: sse(ROLE, HELLO, WORLD, STOP, 60, USAGE, DONE), seen: 'whole' },
  },
  {
    name: 'two [DONE]',
    server: 'vLLM 0.1.1',
    source: 'https://github.com/vllm-project/vllm/pull/378',
    stream: { played: sse(...GOOD, DONE), seen: 'whole' },
  },
];

// The referee's table, one family of it: answers in other shapes than OpenAI's, most of them whole.
import {
  CUT,
  chunk,
  completion,
  DONE,
  event,
  GOOD,
  HELLO,
  json,
  type Misbehaviour,
  ROLE,
  STOP,
  says,
  sse,
  USAGE,
  WORLD,
} from './misbehaviour.ts';

const call = (index: number, name: string, args: string, finish: string | null = null) =>
  chunk(
    { tool_calls: [{ index, id: `c${index}`, type: 'function', function: { name, arguments: args } }] },
    finish,
  );
const more = (index: number, args: string) =>
  chunk({ tool_calls: [{ index, function: { arguments: args } }] });
const TOOLS = [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }];
const FILTER = { hate: { filtered: false, severity: 'safe' } };
const JSON_MODE = { response_format: { type: 'json_object' } };

export const SHAPES: readonly Misbehaviour[] = [
  {
    name: 'filter results before, between and after',
    server: 'Azure OpenAI 2024-10-21',
    source: 'https://github.com/microsoft/autogen/issues/6465',
    stream: {
      played: sse(
        event({
          choices: [],
          created: 0,
          id: '',
          model: '',
          object: '',
          prompt_filter_results: [{ prompt_index: 0, content_filter_results: FILTER }],
        }),
        ROLE,
        HELLO,
        event({
          id: '',
          object: '',
          choices: [
            {
              index: 0,
              finish_reason: null,
              content_filter_results: FILTER,
              content_filter_offsets: { check_offset: 44 },
            },
          ],
          usage: null,
        }),
        WORLD,
        STOP,
        event({ id: '', choices: [{ index: 0, finish_reason: null, content_filter_results: FILTER }] }),
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'content in parts, thinking first',
    server: 'Mistral magistral-medium-2509',
    source: 'https://github.com/BerriAI/litellm/issues/16272',
    stream: {
      played: sse(
        chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] }] }),
        HELLO,
        WORLD,
        STOP,
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'reasoning without content',
    server: 'vLLM with a reasoning parser, MiniMax-M2.7',
    source: 'https://github.com/BerriAI/litellm/issues/38199',
    text: '',
    stream: { played: sse(chunk({ reasoning_content: 'The answer is 4' }), STOP, DONE), seen: 'whole' },
    whole: { played: json(completion({ content: '', reasoning_content: 'The answer is 4' })), seen: 'whole' },
  },
  {
    name: 'nothing within the tokens allowed',
    server: 'OpenAI reasoning models',
    source: 'https://github.com/xorbitsai/xagent/pull/626',
    text: '',
    asked: { max_tokens: 5 },
    stream: { played: sse(ROLE, chunk({}, 'length'), USAGE, DONE), seen: 'whole' },
    whole: { played: json(completion({ content: '' }, 'length')), seen: 'whole' },
  },
  {
    name: 'delta and message in each event, usage in each',
    server: 'Perplexity sonar',
    source: 'https://github.com/rocketride-org/rocketride-server/pull/889',
    stream: {
      played: sse(
        chunk(
          { content: 'Hello' },
          null,
          { usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 } },
          { message: { role: 'assistant', content: 'Hello' } },
        ),
        chunk(
          { content: ' world' },
          'stop',
          { usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } },
          { message: { role: 'assistant', content: 'Hello world' } },
        ),
      ),
      seen: 'whole',
    },
  },
  {
    name: 'usage in each event, and no finish',
    server: 'an unnamed turbo model',
    source: 'https://github.com/alfredapp/openai-workflow/pull/52',
    stream: {
      played: sse(
        event({
          id: 'd',
          choices: [{ index: 0, delta: { role: 'assistant', content: 'Hello' } }],
          usage: { prompt_tokens: 9, completion_tokens: 2 },
        }),
        event({
          id: 'd',
          choices: [{ index: 0, delta: { role: 'assistant', content: ' world' } }],
          usage: { prompt_tokens: 9, completion_tokens: 4 },
        }),
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'tool calls, finished with "stop"',
    server: 'OpenAI gpt-4o with a named tool, vLLM 0.6',
    source: 'https://github.com/vllm-project/vllm/pull/9209',
    text: '',
    calls: ['f'],
    asked: { tools: TOOLS },
    stream: {
      played: sse(ROLE, call(0, 'f', ''), more(0, '{"a":'), more(0, '1}'), STOP, DONE),
      seen: 'whole',
    },
    whole: {
      played: json(
        completion({
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        }),
      ),
      seen: 'whole',
    },
  },
  {
    name: 'a finish after each of two tool calls',
    server: 'ChatMock',
    source: 'https://github.com/RayBytes/ChatMock/pull/114',
    text: '',
    calls: ['f', 'g'],
    asked: { tools: TOOLS },
    stream: {
      played: sse(call(0, 'f', '{}', 'tool_calls'), 50, call(1, 'g', '{}', 'tool_calls'), STOP, DONE),
      seen: 'whole',
    },
  },
  {
    name: 'a tool call cut, then [DONE]',
    server: 'Ollama cloud, GLM-5',
    source: 'https://github.com/SamSaffron/term-llm/pull/448',
    text: '',
    calls: ['f', 'g'],
    asked: { tools: TOOLS },
    stream: { played: sse(call(0, 'f', '{"a":"b'), DONE), seen: 'broken-stream' },
  },
  {
    name: 'JSON cut, then [DONE]',
    server: 'llama-server under Ollama 0.30',
    source: 'https://github.com/ollama/ollama/pull/17846',
    text: '{"a":1,"b":2}',
    asked: JSON_MODE,
    stream: { played: sse(ROLE, says('{"a":1,'), DONE), seen: 'broken-stream' },
  },
  {
    name: 'a refusal',
    server: 'OpenAI structured outputs',
    source: 'https://github.com/genkit-ai/genkit/pull/6259',
    text: '',
    stream: { played: sse(chunk({ role: 'assistant', refusal: 'No.' }), STOP, DONE), seen: 'whole' },
    whole: { played: json(completion({ content: null, refusal: 'No.' })), seen: 'whole' },
  },
  {
    name: 'an image of three megabytes',
    server: 'Gemini image models behind OpenRouter',
    source: 'https://openrouter.ai/docs/api_reference/streaming',
    stream: {
      played: sse(
        HELLO,
        WORLD,
        chunk({
          content: '',
          images: [
            { type: 'image_url', image_url: { url: `data:image/png;base64,${'QUFB'.repeat(750_000)}` } },
          ],
        }),
        STOP,
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'a whole answer where a stream was asked for',
    server: 'servers without streaming',
    source: 'https://github.com/tinyhumansai/tinyagents/pull/56',
    stream: { played: json(completion({ content: 'Hello world' })), seen: 'whole' },
  },
  {
    name: 'a stream where an answer was asked for',
    server: 'proxies that always stream',
    source: 'https://github.com/Zen4-bit/Proxima/pull/45',
    whole: { played: sse(...GOOD), seen: 'malformed' },
  },
  {
    name: 'lines of JSON instead of events',
    server: 'Ollama at /api/chat',
    source: 'https://github.com/ollama/ollama/issues/11586',
    stream: {
      played: {
        headers: { 'content-type': 'application/x-ndjson' },
        pieces: [
          '{"message":{"content":"Hello"},"done":false}\n{"message":{"content":" world"},"done":true}\n',
        ],
      },
      seen: 'malformed',
    },
  },
  {
    name: 'an event cut in the middle of its text',
    server: 'LocalAI',
    source: 'https://github.com/Mintplex-Labs/anything-llm/issues/416',
    text: 'Hello world, and more',
    stream: {
      played: sse(
        HELLO,
        'data: {"choices":[{"index":0,"delta":{"content":" wor\n\n',
        says(' and more'),
        STOP,
        DONE,
      ),
      seen: 'broken-stream',
    },
  },
  {
    name: 'an event cut before its text',
    server: 'OpenAI, July 2023',
    source: 'https://github.com/lucgagan/completions/issues/15',
    stream: {
      played: sse(
        HELLO,
        'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":168851788\n\n',
        WORLD,
        STOP,
        DONE,
      ),
      seen: 'whole',
    },
  },
  {
    name: 'a model that is silent after its first words',
    server: 'Gemini 2.5 under load',
    source: 'https://github.com/can1357/oh-my-pi/issues/9433',
    text: 'Hello world, and more',
    stream: {
      played: sse(HELLO, ...Array.from({ length: 60 }, () => [': ping\n\n', 20]).flat(), CUT),
      seen: 'broken-stream',
    },
  },
  {
    name: 'comments while it thinks, then the answer',
    server: 'OpenRouter',
    source: 'https://openrouter.ai/docs/api-reference/streaming',
    stream: {
      played: sse(': OPENROUTER PROCESSING\n\n', 30, ': OPENROUTER PROCESSING\n\n', 30, ...GOOD),
      seen: 'whole',
    },
  },
];

// The referee's table, one family of it: errors that come after the status said success, and answers without content.
import {
  CUT,
  chunk,
  completion,
  DONE,
  event,
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

const LONGER = 'Hello world, and more';

export const ERRORS_TOLD_LATE: readonly Misbehaviour[] = [
  {
    name: 'an error in a choice',
    server: 'OpenRouter',
    source: 'https://openrouter.ai/docs/api-reference/streaming',
    text: LONGER,
    stream: {
      played: sse(
        HELLO,
        chunk({ content: '' }, 'error', {}, { error: { code: 502, message: 'Provider disconnected' } }),
        DONE,
      ),
      seen: 'broken-stream',
    },
    whole: {
      played: json(
        completion(
          { content: 'Hello' },
          'error',
          {},
          { error: { code: 502, message: 'Provider disconnected' } },
        ),
      ),
      seen: 'server-error',
    },
  },
  {
    name: 'an error beside a choice',
    server: 'OpenRouter',
    source: 'https://openrouter.ai/docs/api/errors',
    stream: {
      played: sse(
        ': OPENROUTER PROCESSING\n\n',
        chunk({ content: '' }, 'error', { error: { code: 503, message: 'No provider' } }),
      ),
      seen: 'overload',
    },
    whole: { played: json({ error: { code: 503, message: 'No provider' }, user_id: 'u' }), seen: 'overload' },
  },
  {
    name: 'an error event, then [DONE]',
    server: 'vLLM 0.19',
    source: 'https://github.com/vllm-project/guidellm/issues/743',
    text: LONGER,
    stream: {
      played: sse(event({ error: { message: 'TimeoutError', type: 'GatewayTimeout', code: 504 } }), DONE),
      seen: 'timeout',
    },
  },
  {
    name: 'an error event after content, then [DONE]',
    server: 'LiteLLM 1.93',
    source: 'https://github.com/BerriAI/litellm/pull/39748',
    text: LONGER,
    stream: {
      played: sse(ROLE, HELLO, event({ error: { message: 'blocked', code: '400' } }), DONE),
      seen: 'broken-stream',
    },
  },
  {
    name: 'only [DONE]',
    server: 'vLLM 0.19',
    source: 'https://github.com/vllm-project/vllm/pull/40986',
    stream: { played: sse(DONE), seen: 'empty' },
  },
  {
    name: 'an error in a field of its own, then [DONE]',
    server: 'llama.cpp b5966',
    source: 'https://github.com/coddy-project/coddy-agent/pull/106',
    stream: {
      played: sse(
        'error: {"code":400,"message":"the request exceeds the available context size","type":"invalid_request_error"}\n\n',
        DONE,
      ),
      seen: 'too-long',
    },
  },
  {
    name: 'the same after content',
    server: 'llama.cpp b5966',
    source: 'https://github.com/unslothai/unsloth/pull/9390',
    text: LONGER,
    stream: {
      played: sse(HELLO, 'error: {"code":500,"message":"no slot"}\n\n', DONE),
      seen: 'broken-stream',
    },
  },
  {
    name: 'an error as text',
    server: 'TGI 2.3',
    source: 'https://github.com/huggingface/huggingface_hub/issues/1651',
    stream: {
      played: sse(event({ error: 'CUDA out of memory', error_type: 'generation' })),
      seen: 'server-error',
    },
    whole: {
      played: json({ error: 'Model is overloaded', error_type: 'overloaded' }, 503),
      seen: 'overload',
    },
  },
  {
    name: 'a named error event',
    server: 'LM Studio 0.3',
    source: 'https://github.com/lmstudio-ai/lmstudio-bug-tracker/issues/1347',
    stream: {
      played: sse('event: error\ndata: {"error":{"message":"The model has crashed"}}\n\n'),
      seen: 'server-error',
    },
  },
  {
    name: 'a named error event without JSON',
    server: 'sse-starlette servers',
    source: 'https://github.com/sgl-project/sglang-omni/pull/425',
    stream: { played: sse('event: error\ndata: Internal Server Error\n\n'), seen: 'server-error' },
  },
  {
    name: 'an error in an array',
    server: 'Google compatible endpoint',
    source: 'https://github.com/Simpleyyt/ai-manus/issues/101',
    stream: {
      played: sse(event([{ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }])),
      seen: 'overload',
    },
    whole: {
      played: json([{ error: { code: 503, message: 'overloaded', status: 'UNAVAILABLE' } }], 503),
      seen: 'overload',
    },
  },
  {
    name: 'an error as a body in the middle of the stream',
    server: 'FastAPI servers',
    source: 'https://github.com/vllm-project/vllm/issues/22341',
    text: LONGER,
    stream: {
      played: sse(HELLO, '{"error":{"message":"Internal Server Error","code":500}}\n\n', DONE),
      seen: 'broken-stream',
    },
  },
  {
    name: 'an error whose object is "error"',
    server: 'LMDeploy, vLLM 0.4',
    source: 'https://github.com/InternLM/xtuner/pull/1755',
    stream: { played: sse(event({ object: 'error', message: 'busy', code: 503 })), seen: 'overload' },
    whole: { played: json({ object: 'error', message: 'busy', code: 503 }), seen: 'overload' },
  },
  {
    name: 'an error in an envelope with success',
    server: 'MiniMax',
    source: 'https://github.com/adrianlyjak/obsidian-aloud-tts/pull/114',
    stream: {
      played: json({ base_resp: { status_code: 1000, status_msg: 'unknown error' }, choices: null }),
      seen: 'server-error',
    },
    whole: {
      played: json({ base_resp: { status_code: 1000, status_msg: 'unknown error' }, choices: null }),
      seen: 'server-error',
    },
  },
  {
    name: 'an envelope that says all is well',
    server: 'MiniMax',
    source: 'https://github.com/edenai/edenai-apis/pull/360',
    stream: {
      played: sse(
        HELLO,
        chunk({ content: ' world' }, 'stop', { base_resp: { status_code: 0, status_msg: '' } }),
        DONE,
      ),
      seen: 'whole',
    },
    whole: {
      played: json(
        completion({ content: 'Hello world' }, 'stop', { base_resp: { status_code: 0, status_msg: '' } }),
      ),
      seen: 'whole',
    },
  },
  {
    name: 'an error after the finish',
    server: 'gateways that count usage late',
    source: 'https://github.com/BerriAI/litellm/pull/39748',
    text: LONGER,
    stream: {
      played: sse(HELLO, WORLD, STOP, event({ error: { message: 'x', code: 500 } })),
      seen: 'broken-stream',
    },
  },
  {
    name: 'an answer with null content',
    server: 'OpenCode Zen',
    source: 'https://github.com/diegosouzapw/OmniRoute/issues/7000',
    stream: { played: sse(chunk({ role: 'assistant', content: null }), STOP, DONE), seen: 'empty' },
    whole: { played: json(completion({ content: null }, undefined)), seen: 'empty' },
  },
  {
    name: 'an answer without content, with usage of nothing',
    server: 'GLM-5.1',
    source: 'https://github.com/BerriAI/litellm/issues/38199',
    stream: {
      played: sse(
        ROLE,
        STOP,
        event({ choices: [], usage: { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 } }),
        DONE,
      ),
      seen: 'empty',
    },
    whole: { played: json(completion({ content: '', reasoning_content: '' })), seen: 'empty' },
  },
  {
    name: 'white space alone',
    server: 'GLM-5.1 behind Ollama',
    source: 'https://github.com/NousResearch/hermes-agent/pull/18066',
    stream: { played: sse(ROLE, says('\n'), says(' \n'), STOP, DONE), seen: 'empty' },
    whole: { played: json(completion({ content: ' \n\n' })), seen: 'empty' },
  },
  {
    name: 'no choice at all',
    server: 'Gemini behind LiteLLM 1.93',
    source: 'https://github.com/BerriAI/litellm/pull/40252',
    stream: { played: sse(USAGE, DONE), seen: 'empty' },
    whole: {
      played: json({ choices: [], usage: { prompt_tokens: 4241, completion_tokens: 0 } }),
      seen: 'empty',
    },
  },
  {
    name: 'a body of no bytes',
    server: 'DeepSeek under load',
    source: 'https://github.com/deepseek-ai/DeepSeek-R1/issues/314',
    stream: { played: sse(), seen: 'empty' },
    whole: { played: json(''), seen: 'empty' },
  },
  {
    name: 'a filtered answer',
    server: 'Zhipu',
    source: 'https://github.com/earendil-works/pi/pull/1509',
    stream: { played: sse(ROLE, chunk({}, 'sensitive'), DONE), seen: 'content-filter' },
    whole: { played: json(completion({ content: '' }, 'sensitive')), seen: 'content-filter' },
  },
  {
    name: 'keep-alive comments, and then a reset',
    server: 'DeepSeek under load',
    source: 'https://github.com/bespokelabsai/curator/pull/463',
    stream: { played: sse(': keep-alive\n\n', 20, ': keep-alive\n\n', CUT), seen: 'broken-stream' },
    whole: { played: json('\n\n\n\n'), seen: 'empty' },
  },
];

/**
 * Streams of chat completions as servers really shape them: order and spelling of members, padding that differs from
 * event to event, comments, usage of its own or with the finish. The values are made up. Knows no llmr.
 */

export interface ProviderShape {
  /** Sent before the first text: roles, comments, filter results. */
  readonly opening?: readonly string[];
  /** The data of an event with text; `at` counts events. */
  text(text: string, at: number): string;
  /** The data of the event with the finish. */
  finish(reason: string, usage: ProviderUsage): string;
  /** The data of events after the finish. */
  usage?(usage: ProviderUsage): string;
  /** Absent where the server sends none. */
  readonly done?: '[DONE]';
  readonly lineEnd?: '\r\n' | '\n';
  /** Written after `data:`. */
  readonly space?: '';
  /** Reports usage at all. */
  readonly reports: boolean;
  /** All events of text are alike except for what the reader knows to skip. */
  readonly alike: boolean;
}

export interface ProviderUsage {
  readonly read: number;
  readonly written: number;
}

const open = (choice: object, more: object = {}): string =>
  JSON.stringify({
    id: 'chatcmpl-Q7x',
    object: 'chat.completion.chunk',
    created: 1_771_002_003,
    model: 'gpt-5-mini-2026-01-09',
    service_tier: 'default',
    system_fingerprint: 'fp_7e0c',
    choices: [choice],
    ...more,
  });
const total = ({ read, written }: ProviderUsage): object => ({
  prompt_tokens: read,
  completion_tokens: written,
  total_tokens: read + written,
});
const padding = (at: number): string => 'aZ3kq0Lm9PxT'.slice(at % 7, 3 + (at % 9));
/** Python's `json.dumps` puts spaces after commas and colons. */
const spaced = (json: string): string => JSON.stringify(JSON.parse(json), null, 1).replace(/\n\s*/g, ' ');
const SAFE = {
  hate: { filtered: false, severity: 'safe' },
  violence: { filtered: false, severity: 'safe' },
};

export const PROVIDER_SHAPES: Readonly<Record<string, ProviderShape>> = {
  OpenAI: {
    opening: [
      `data: ${open({ index: 0, delta: { role: 'assistant', content: '', refusal: null }, logprobs: null, finish_reason: null }, { usage: null, obfuscation: 'x1' })}`,
    ],
    text: (content, at) =>
      open(
        { index: 0, delta: { content }, logprobs: null, finish_reason: null },
        { usage: null, obfuscation: padding(at) },
      ),
    finish: (reason) =>
      open({ index: 0, delta: {}, logprobs: null, finish_reason: reason }, { usage: null, obfuscation: 'k' }),
    usage: (usage) =>
      JSON.stringify({ ...JSON.parse(open({})), choices: [], usage: total(usage), obfuscation: '' }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  'Azure OpenAI': {
    opening: [
      `data: ${JSON.stringify({ choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [{ prompt_index: 0, content_filter_results: SAFE }] })}`,
    ],
    text: (content) =>
      JSON.stringify({
        choices: [
          {
            content_filter_results: SAFE,
            delta: { content },
            finish_reason: null,
            index: 0,
            logprobs: null,
          },
        ],
        created: 1_771_002_100,
        id: 'chatcmpl-Az1',
        model: 'gpt-4.1',
        object: 'chat.completion.chunk',
        system_fingerprint: 'fp_az',
        usage: null,
      }),
    finish: (reason) =>
      JSON.stringify({
        choices: [{ content_filter_results: {}, delta: {}, finish_reason: reason, index: 0, logprobs: null }],
        created: 1_771_002_100,
        id: 'chatcmpl-Az1',
        usage: null,
      }),
    usage: (usage) => JSON.stringify({ choices: [], created: 1_771_002_100, usage: total(usage) }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  OpenRouter: {
    opening: [': OPENROUTER PROCESSING', ': OPENROUTER PROCESSING'],
    text: (content) =>
      JSON.stringify({
        id: 'gen-1771-Zz',
        provider: 'Somebody',
        model: 'maker/model-1',
        object: 'chat.completion.chunk',
        created: 1_771_002_200,
        choices: [
          {
            index: 0,
            delta: { role: 'assistant', content, reasoning: null, reasoning_details: [] },
            finish_reason: null,
            native_finish_reason: null,
            logprobs: null,
          },
        ],
      }),
    finish: (reason) =>
      JSON.stringify({
        id: 'gen-1771-Zz',
        choices: [
          {
            index: 0,
            delta: { role: 'assistant', content: '' },
            finish_reason: reason,
            native_finish_reason: 'end_turn',
          },
        ],
      }),
    usage: (usage) =>
      JSON.stringify({
        id: 'gen-1771-Zz',
        choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }],
        usage: { ...total(usage), cost: 0.000_12, is_byok: false },
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  vLLM: {
    text: (content) =>
      spaced(
        JSON.stringify({
          id: 'chatcmpl-0f',
          object: 'chat.completion.chunk',
          created: 1_771_002_300,
          model: 'local/llama',
          choices: [
            {
              index: 0,
              delta: { content, reasoning_content: null },
              logprobs: null,
              finish_reason: null,
              token_ids: null,
            },
          ],
        }),
      ),
    finish: (reason) =>
      spaced(
        JSON.stringify({
          choices: [{ index: 0, delta: { content: '' }, finish_reason: reason, stop_reason: null }],
        }),
      ),
    usage: (usage) => spaced(JSON.stringify({ choices: [], usage: total(usage) })),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  'vLLM with usage in each event': {
    text: (content, at) =>
      JSON.stringify({
        id: 'chatcmpl-0g',
        choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }],
        usage: total({ read: 9, written: at + 1 }),
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [{ index: 0, delta: { content: '' }, finish_reason: reason }],
        usage: total(usage),
      }),
    done: '[DONE]',
    reports: true,
    alike: false,
  },
  'llama.cpp': {
    text: (content, at) =>
      JSON.stringify({
        choices: [{ finish_reason: null, index: 0, delta: { content } }],
        created: 1_771_002_400 + at,
        id: 'chatcmpl-lc',
        model: 'some.gguf',
        system_fingerprint: 'b9999-0',
        object: 'chat.completion.chunk',
      }),
    finish: (reason) =>
      JSON.stringify({
        choices: [{ finish_reason: reason, index: 0, delta: {} }],
        created: 1_771_002_999,
        id: 'chatcmpl-lc',
      }),
    usage: (usage) =>
      JSON.stringify({
        choices: [],
        usage: total(usage),
        timings: { cache_n: 0, prompt_n: usage.read, predicted_n: usage.written },
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  'llama.cpp with timings in each event': {
    text: (content, at) =>
      JSON.stringify({
        choices: [{ finish_reason: null, index: 0, delta: { content } }],
        created: 1_771_002_400,
        timings: { cache_n: 2, prompt_n: 7, predicted_n: at + 1, predicted_per_second: 68.7 },
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [{ finish_reason: reason, index: 0, delta: {} }],
        timings: { cache_n: 2, prompt_n: usage.read - 2, predicted_n: usage.written },
      }),
    done: '[DONE]',
    reports: true,
    alike: false,
  },
  Groq: {
    opening: [
      `data: ${JSON.stringify({ id: 'chatcmpl-gq', choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }], x_groq: { id: 'req_1' } })}`,
    ],
    text: (content) =>
      JSON.stringify({
        id: 'chatcmpl-gq',
        object: 'chat.completion.chunk',
        created: 1_771_002_500,
        model: 'llama-3.3-70b',
        system_fingerprint: 'fp_gq',
        choices: [{ index: 0, delta: { content }, logprobs: null, finish_reason: null }],
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: reason }],
        x_groq: { id: 'req_1', usage: { queue_time: 0.02, ...total(usage), total_time: 0.5 } },
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  'DeepSeek while it reasons': {
    text: (content) =>
      JSON.stringify({
        id: 'd1',
        object: 'chat.completion.chunk',
        created: 1_771_002_600,
        model: 'deepseek-reasoner',
        system_fingerprint: 'fp_ds',
        choices: [
          {
            index: 0,
            delta: { content: null, reasoning_content: content },
            logprobs: null,
            finish_reason: null,
          },
        ],
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [
          {
            index: 0,
            delta: { content: '', reasoning_content: null },
            logprobs: null,
            finish_reason: reason,
          },
        ],
        usage: { ...total(usage), prompt_cache_hit_tokens: 0, prompt_cache_miss_tokens: usage.read },
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  Mistral: {
    text: (content, at) =>
      JSON.stringify({
        id: 'cmpl-mi',
        object: 'chat.completion.chunk',
        created: 1_771_002_700,
        model: 'mistral-small-latest',
        choices: [{ index: 0, delta: { content }, finish_reason: null }],
        p: padding(at),
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [{ index: 0, delta: { content: '' }, finish_reason: reason }],
        usage: total(usage),
        p: 'abc',
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  'Gemini, by its OpenAI endpoint': {
    text: (content) =>
      JSON.stringify({
        choices: [{ delta: { content, role: 'assistant' }, index: 0 }],
        created: 1_771_002_800,
        id: 'Gm8',
        model: 'gemini-3-flash',
        object: 'chat.completion.chunk',
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [{ delta: { content: '', role: 'assistant' }, finish_reason: reason, index: 0 }],
        usage: total(usage),
      }),
    done: '[DONE]',
    lineEnd: '\r\n',
    reports: true,
    alike: true,
  },
  Together: {
    text: (content, at) =>
      JSON.stringify({
        id: 'tg-1',
        object: 'chat.completion.chunk',
        created: 1_771_002_900,
        choices: [
          {
            index: 0,
            text: content,
            logprobs: null,
            finish_reason: null,
            seed: null,
            delta: { role: 'assistant', content },
            token_id: 1_000 + at,
          },
        ],
        model: 'maker/model-2',
        usage: null,
      }),
    finish: (reason, usage) =>
      JSON.stringify({
        choices: [
          {
            index: 0,
            text: '',
            finish_reason: reason,
            delta: { role: 'assistant', content: '' },
            token_id: 2,
          },
        ],
        usage: total(usage),
      }),
    done: '[DONE]',
    reports: true,
    alike: true,
  },
  Ollama: {
    text: (content) =>
      JSON.stringify({
        id: 'chatcmpl-693',
        object: 'chat.completion.chunk',
        created: 1_771_003_000,
        model: 'small:latest',
        system_fingerprint: 'fp_ollama',
        choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: '' }],
      }),
    finish: (reason) =>
      JSON.stringify({
        choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: reason }],
      }),
    done: '[DONE]',
    reports: false,
    alike: true,
  },
  'a server without spaces and without an end': {
    text: (content) => JSON.stringify({ choices: [{ index: 0, delta: { content } }] }),
    finish: (reason) => JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason }] }),
    space: '',
    reports: false,
    alike: true,
  },
};

/** One event, with its line ends. */
export function asEvent({ space, lineEnd = '\n' }: Partial<ProviderShape>, data: string): string {
  return `data:${space === '' ? '' : ' '}${data}${lineEnd}${lineEnd}`;
}

/** A whole stream, event by event. */
export function streamOf(shape: ProviderShape, texts: readonly string[], usage: ProviderUsage): string[] {
  const end = shape.lineEnd ?? '\n';
  return [
    ...(shape.opening ?? []).map((event) => `${event}${end}${end}`),
    ...texts.map((text, at) => asEvent(shape, shape.text(text, at))),
    asEvent(shape, shape.finish('stop', usage)),
    ...(shape.usage === undefined ? [] : [asEvent(shape, shape.usage(usage))]),
    ...(shape.done === undefined ? [] : [asEvent(shape, shape.done)]),
  ];
}

/**
 * The members of a chat completions body: one table for facts, token counts, transforms and requests to upstreams.
 * Servers spell the same member in many ways, so names are compared in folded form. Knows no message and no provider.
 */

import { foldName } from '../vocabulary/fold-name.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Members that define tools, then those that only refer to them. */
const TOOL_LISTS = ['tools', 'functions'] as const;
export const TOOL_MEMBERS = setOf([
  ...TOOL_LISTS,
  'tool_choice',
  'function_call',
  'parallel_tool_calls',
  'parallel_function_calls',
  'max_tool_calls',
  'tool_config',
  'tool_resources',
  'tool_call_parser',
  'tool_schema',
]);
/** Members that request audio in the answer. */
export const AUDIO_MEMBERS = setOf(['audio', 'modalities']);
/** Images that are sent outside the messages (llama.cpp, Ollama). */
export const IMAGE_MEMBERS = setOf(['images', 'image_data']);

/**
 * The most output tokens: OpenAI's two names, Responses and Gemini, llama.cpp, Ollama, TGI and Transformers, Bedrock,
 * Anthropic's text completions, Cohere and NeMo.
 */
const OUTPUT_LIMITS = setOf([
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'n_predict',
  'num_predict',
  'max_new_tokens',
  'max_gen_len',
  'max_tokens_to_sample',
  'max_tokens_to_generate',
  'tokens_to_generate',
  'max_generated_tokens',
  'max_decode_tokens',
  'max_length',
]);
/** Members that contain nested limits and choices: Ollama and llama.cpp, TGI, Gemini. */
export const CONTAINERS = setOf(['options', 'parameters', 'generation_config', 'sampling_params']);
/** Number of requested choices; a server bills each. */
const CHOICES = setOf([
  'n',
  'best_of',
  'num_completions',
  'num_return_sequences',
  'candidate_count',
  'num_generations',
  'n_cmpl',
]);

/**
 * Tokens of reasoning in addition to the output limit (Alibaba Cloud, SiliconFlow). Elsewhere such a budget is within
 * the limit (Anthropic's `budget_tokens`, OpenRouter's `reasoning.max_tokens`).
 */
const THINKING = setOf(['thinking_budget']);

/** Members that llmr reads itself, and no model. */
const OWN_SETTINGS = setOf([
  ...[
    'model',
    'stream',
    'stream_options',
    'llmr',
    'user',
    'metadata',
    'modalities',
    'audio',
    'parallel_tool_calls',
  ],
]);
/** Members that control an answer and are not part of the prompt. Members in no table count as input. */
const SETTINGS = setOf([
  ...['store', 'safety_identifier'],
  ...[
    'temperature',
    'top_p',
    'top_k',
    'top_a',
    'min_p',
    'typical_p',
    'seed',
    'random_seed',
    'stop',
    'stop_token_ids',
  ],
  ...['frequency_penalty', 'presence_penalty', 'repetition_penalty', 'repeat_penalty', 'length_penalty'],
  ...['logit_bias', 'logprobs', 'top_logprobs', 'prompt_logprobs', 'ignore_eos', 'min_tokens', 'echo'],
  ...[
    'skip_special_tokens',
    'include_stop_str_in_output',
    'early_stopping',
    'use_beam_search',
    'cache_prompt',
  ],
  ...[
    'reasoning_effort',
    'reasoning_format',
    'include_reasoning',
    'enable_thinking',
    'verbosity',
    'service_tier',
  ],
  ...[
    'modalities',
    'audio',
    'parallel_tool_calls',
    'prompt_cache_key',
    'prompt_cache_retention',
    'cache_salt',
  ],
  ...[
    'models',
    'route',
    'provider',
    'plugins',
    'preset',
    'fallbacks',
    'keep_alive',
    'truncate',
    'priority',
    'ttl',
  ],
  ...['request_id', 'session_id', 'return_token_ids', 'safe_prompt', 'usage', 'timings_per_token'],
]);

/** Whether the model reads a member of a body, as far as its name shows. */
export function isInput(name: string): boolean {
  const folded = foldName(name);
  if (SETTINGS.has(folded) || OWN_SETTINGS.has(folded)) return false;
  return !OUTPUT_LIMITS.has(folded) && !CHOICES.has(folded) && !THINKING.has(folded);
}

/** Whether llmr decides or counts by a member, so that it must mean the same to every server. */
export function isDecisive(name: string): boolean {
  return !SETTINGS.has(foldName(name));
}

/** An output limit in a body. */
export interface OutputLimit {
  /** The member, and the member that contains it where it is nested. */
  readonly name: string;
  readonly within?: string;
  /** Tokens; infinite where the caller's number is too large to represent. */
  readonly tokens: number;
}

/** Every limit that a body holds, in its order. Null, 0 and -1 ("no limit") are none. */
export function outputLimitsOf(body: Json): readonly OutputLimit[] {
  return numbersIn(body, OUTPUT_LIMITS);
}

/** The largest of a body's limits, which a provider might use. */
export function outputLimitOf(body: Json): number | undefined {
  const limits = outputLimitsOf(body);
  return limits.length === 0 ? undefined : Math.max(...limits.map(({ tokens }) => tokens));
}

/** Members that a server may also read in another spelling than llmr's: a second `Model` would be another model. */
const WRITTEN_HERE: ReadonlyMap<string, string> = new Map(
  ['model', 'messages', 'stream', 'stream_options', 'llmr'].map((name) => [foldName(name), name]),
);

/** `model` for `Model`; undefined for a name that is spelled as it should be, or is none of these. */
export function misspelledMember(name: string): string | undefined {
  const written = WRITTEN_HERE.get(foldName(name));
  return written === name ? undefined : written;
}

/** Number of requested choices, the largest of all spellings; 1 by default. */
export function choicesOf(body: Json): number {
  return Math.max(1, ...numbersIn(body, CHOICES).map(({ tokens }) => tokens));
}

/** Tokens of reasoning in addition to the output limit; 0 by default. */
export function thinkingOf(body: Json): number {
  return Math.max(0, ...numbersIn(body, THINKING).map(({ tokens }) => tokens));
}

/** Whether tools are defined, in any spelling. */
export function definesTools(body: Json): boolean {
  return Object.entries(body).some(
    ([name, value]) => TOOL_LISTS.some((list) => list === foldName(name)) && isFilled(value),
  );
}

export function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numbersIn(body: Json, names: ReadonlySet<string>): readonly OutputLimit[] {
  const found: OutputLimit[] = [];
  for (const name in body) {
    const value = body[name];
    const folded = foldName(name);
    if (names.has(folded)) {
      const tokens = countIn(value);
      if (tokens !== undefined) found.push({ name, tokens });
    } else if (CONTAINERS.has(folded) && isObject(value)) {
      for (const inner in value) {
        const tokens = names.has(foldName(inner)) ? countIn(value[inner]) : undefined;
        if (tokens !== undefined) found.push({ name: inner, tokens, within: name });
      }
    }
  }
  return found;
}

/** Lax servers (pydantic) take `"100"` and `100.0` for 100. */
function countIn(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*\+?\d/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 1 ? Math.ceil(number) : undefined;
}

function setOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(foldName));
}

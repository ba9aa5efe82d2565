/**
 * Tokens as a provider reports them, in every known spelling: inside `usage` or next to it, with cached tokens
 * included in the input or counted separately, with reasoning included in the output or counted separately. Knows no
 * price and does not check plausibility.
 */
import type { ReportedUsage } from './dialect.ts';
import { isRecord } from './is-record.ts';

type Json = Readonly<Record<string, unknown>>;

/** In a whole answer or an event of a stream. */
export function usageIn(event: Json): ReportedUsage | undefined {
  return (
    readUsage(event['usage']) ??
    // Groq puts it here in a stream, Gemini's own dialect there.
    (isRecord(event['x_groq']) ? readUsage(event['x_groq']['usage']) : undefined) ??
    readUsage(event['usageMetadata'] ?? event['usage_metadata']) ??
    usageInChoices(event['choices']) ??
    // Ollama and llama.cpp, where they report nothing else.
    ('prompt_eval_count' in event ? readUsage(event) : undefined) ??
    (isRecord(event['timings']) ? readTimings(event['timings']) : undefined)
  );
}

/** Moonshot reports it with the finish of a choice. */
function usageInChoices(choices: unknown): ReportedUsage | undefined {
  if (!Array.isArray(choices)) return undefined;
  for (const choice of choices) {
    const usage = isRecord(choice) && 'usage' in choice ? readUsage(choice['usage']) : undefined;
    if (usage !== undefined) return usage;
  }
  return undefined;
}

/** llama.cpp: tokens read, cached and written. */
function readTimings(timings: Json): ReportedUsage | undefined {
  const [read, written] = [count(timings['prompt_n']), count(timings['predicted_n'])];
  if (read === undefined || written === undefined) return undefined;
  const cached = count(timings['cache_n']) ?? 0;
  return {
    inputTokens: read + cached,
    outputTokens: written,
    ...(cached > 0 ? { cachedTokens: cached } : {}),
  };
}

/** A provider may report usage in parts, or repeatedly while it grows: the largest number of each kind counts. */
export function mergeUsage(before: ReportedUsage | undefined, now: ReportedUsage): ReportedUsage {
  if (before === undefined) return now;
  const merged: Record<string, number> = { ...before };
  for (const [name, value] of Object.entries(now)) merged[name] = Math.max(merged[name] ?? 0, value);
  return merged as unknown as ReportedUsage;
}

const INPUT = [
  'prompt_tokens',
  'input_tokens',
  'promptTokenCount',
  'prompt_token_count',
  'prompt_eval_count',
  'inputTokens',
  'promptTokens',
];
const OUTPUT = [
  'completion_tokens',
  'output_tokens',
  'candidatesTokenCount',
  'candidates_token_count',
  'eval_count',
  'outputTokens',
  'completionTokens',
];
const TOTAL = ['total_tokens', 'totalTokenCount', 'total_token_count', 'totalTokens'];
/** Gemini: tokens that its own tools add to the prompt; they are in the total, but not in the prompt count. */
const TOOL_INPUT = ['toolUsePromptTokenCount', 'tool_use_prompt_token_count'];
const CACHED = [
  'cached_tokens',
  'prompt_cache_hit_tokens',
  'cache_read_input_tokens',
  'cache_read_tokens',
  'cached_content_token_count',
  'cachedContentTokenCount',
  'cacheReadInputTokens',
  'cached_input_tokens',
];
const CACHE_WRITE = [
  'cache_creation_input_tokens',
  'cache_write_tokens',
  'cache_creation_tokens',
  'cache_write_input_tokens',
  'cacheWriteInputTokens',
];
const CACHE_WRITE_PARTS = ['ephemeral_5m_input_tokens', 'ephemeral_1h_input_tokens'];
const REASONING = ['reasoning_tokens', 'thoughtsTokenCount', 'thoughts_token_count', 'thinking_tokens'];
const INPUT_DETAILS = ['prompt_tokens_details', 'input_tokens_details', 'input_token_details'];
const OUTPUT_DETAILS = ['completion_tokens_details', 'output_tokens_details', 'output_token_details'];

export function readUsage(usage: unknown): ReportedUsage | undefined {
  if (!isRecord(usage)) return undefined;
  if (isPlain(usage)) return { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens };
  const total = first(usage, TOTAL);
  const told = bothOf(first(usage, INPUT), first(usage, OUTPUT), total);
  // With only half of it, the other half would be charged as zero: llmr's own count is closer.
  if (told === undefined) return undefined;
  const inputs = [usage, ...recordsIn(usage, INPUT_DETAILS)];
  const cached = most(inputs, CACHED) ?? 0;
  const written = Math.max(most(inputs, CACHE_WRITE) ?? 0, writtenInParts(inputs));
  const input =
    told.input +
    (first(usage, TOOL_INPUT) ?? 0) +
    (cachesAreBeside(usage, told, cached + written, total) ? cached + written : 0);
  const reasoning = most([usage, ...recordsIn(usage, OUTPUT_DETAILS)], REASONING);
  const beside = reasoningBeside(usage, told.output, reasoning ?? 0, total, input);
  const billed = readCost(usage);
  return {
    inputTokens: input,
    outputTokens: told.output + beside,
    ...(cached > 0 ? { cachedTokens: cached } : {}),
    ...(written > 0 ? { cacheWriteTokens: written } : {}),
    ...(reasoning === undefined && beside === 0 ? {} : { reasoningTokens: Math.max(reasoning ?? 0, beside) }),
    ...(billed === undefined ? {} : { billedUsd: billed }),
  };
}

interface PlainUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** Two whole numbers and their sum, as most answers have it, and nothing else to look for. */
function isPlain(usage: Json): usage is Json & PlainUsage {
  const { prompt_tokens: input, completion_tokens: output, total_tokens: total } = usage;
  if (!Number.isInteger(input) || !Number.isInteger(output) || total !== Number(input) + Number(output))
    return false;
  if (Number(input) < 0 || Number(output) < 0 || total > MOST) return false;
  for (const name in usage) {
    if (name !== 'prompt_tokens' && name !== 'completion_tokens' && name !== 'total_tokens') return false;
  }
  return true;
}

function bothOf(
  input: number | undefined,
  output: number | undefined,
  total: number | undefined,
): { input: number; output: number } | undefined {
  if (input !== undefined && output !== undefined) return { input, output };
  if (total === undefined || (input === undefined && output === undefined)) return undefined;
  if (input !== undefined) return total >= input ? { input, output: total - input } : undefined;
  return output !== undefined && total >= output ? { input: total - output, output } : undefined;
}

/** Whether cache reads and writes have to be added to the input. */
function cachesAreBeside(
  usage: Json,
  { input, output }: { input: number; output: number },
  cache: number,
  total: number | undefined,
): boolean {
  if (cache === 0) return false;
  if (cache > input) return true;
  if (total !== undefined) return total === input + output + cache;
  // Anthropic's own names: there, input is what was neither read from nor written to the cache.
  return (
    !('prompt_tokens' in usage) &&
    ('cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage)
  );
}

/** Output tokens that are billed and not part of the completion count. */
function reasoningBeside(
  usage: Json,
  output: number,
  reasoning: number,
  total: number | undefined,
  input: number,
): number {
  if (total !== undefined && total > 0) return Math.max(0, total - input - output);
  const thoughts = first(usage, ['thoughtsTokenCount', 'thoughts_token_count']);
  return thoughts ?? (reasoning > output ? reasoning : 0);
}

function writtenInParts(records: readonly Json[]): number {
  return records.reduce((sum, record) => {
    const parts = record['cache_creation'] ?? record['cache_creation_token_details'];
    if (!isRecord(parts)) return sum;
    const all = CACHE_WRITE_PARTS.reduce((parted, name) => parted + (count(parts[name]) ?? 0), 0);
    return Math.max(sum, all);
  }, 0);
}

const TICKS_PER_DOLLAR = 1e10;

/** US dollars, where a provider reports what it bills. */
function readCost(usage: Json): number | undefined {
  const { cost } = usage;
  const details = usage['cost_details'];
  // OpenRouter with the user's own provider key: its fee, plus what the provider behind it bills.
  const behind =
    usage['is_byok'] === true && isRecord(details) ? count(details['upstream_inference_cost'], false) : 0;
  const ticks = count(usage['cost_in_usd_ticks'], false);
  const said =
    count(isRecord(cost) ? cost['total_cost'] : cost, false) ??
    (ticks === undefined ? undefined : ticks / TICKS_PER_DOLLAR) ??
    count(usage['estimated_cost'], false);
  return said === undefined ? undefined : said + (behind ?? 0);
}

function recordsIn(record: Json, names: readonly string[]): Json[] {
  return names.map((name) => record[name]).filter(isRecord);
}

function first(record: Json, names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = count(record[name]);
    if (value !== undefined) return value;
  }
  return undefined;
}

function most(records: readonly Json[], names: readonly string[]): number | undefined {
  let found: number | undefined;
  for (const record of records) {
    for (const name of names) {
      const value = count(record[name]);
      if (value !== undefined) found = Math.max(found ?? 0, value);
    }
  }
  return found;
}

/** Far beyond any window: a larger number is a mistake and would distort every sum. */
const MOST = 1e15;

function count(value: unknown, whole = true): number | undefined {
  if (typeof value !== 'number' || !(value >= 0 && value <= MOST)) return undefined;
  return whole ? Math.round(value) : value;
}

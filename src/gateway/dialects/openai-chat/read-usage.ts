/** Tokens as a provider reports them in a `usage` member. Knows no price. */
import type { ReportedUsage } from '../dialect.ts';
import { isRecord } from '../is-record.ts';

export function readUsage(usage: unknown): ReportedUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const input = count(usage['prompt_tokens'] ?? usage['input_tokens']);
  const output = count(usage['completion_tokens'] ?? usage['output_tokens']);
  // Half of it would be charged as if the other half were nothing: llmr's own count is nearer.
  if (input === undefined || output === undefined) return undefined;
  const inputDetails = usage['prompt_tokens_details'];
  const outputDetails = usage['completion_tokens_details'];
  const cached = isRecord(inputDetails) ? count(inputDetails['cached_tokens']) : undefined;
  const reasoning = isRecord(outputDetails) ? count(outputDetails['reasoning_tokens']) : undefined;
  return {
    inputTokens: input,
    outputTokens: output,
    ...(cached !== undefined ? { cachedTokens: cached } : {}),
    ...(reasoning !== undefined ? { reasoningTokens: reasoning } : {}),
  };
}

/** Far beyond any window: a larger number is a mistake, and would spoil every sum it goes into. */
const MOST_TOKENS = 1_000_000_000;

function count(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MOST_TOKENS ? Math.round(value) : undefined;
}

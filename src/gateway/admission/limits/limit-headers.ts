/**
 * Headers and messages about limits for callers: OpenAI's `x-ratelimit-*`, Anthropic's `anthropic-ratelimit-*`, and
 * the fields of the RateLimit draft (draft-ietf-httpapi-ratelimit-headers). They describe the counter with the least
 * left. Text only.
 */
import { formatCount } from '../../../language/vocabulary/format-quantity.ts';
import { lineWords } from '../../ledger/budget-buckets.ts';
import type { WindowLine } from './limit-lines.ts';

export interface SeenWindow {
  readonly line: WindowLine;
  readonly used: bigint;
}

const SECONDS: Readonly<Record<string, number>> = {
  min: 60,
  hour: 3_600,
  day: 86_400,
  week: 604_800,
  month: 2_592_000,
};

export function limitHeaders(
  seen: readonly SeenWindow[],
  endpoint: string,
  now: number,
): Record<string, string> {
  const headers: Record<string, string> = {};
  const policies: string[] = [];
  const states: string[] = [];
  for (const unit of ['requests', 'tokens'] as const) {
    const tightest = seen
      .filter(({ line }) => line.bucket.unit === unit)
      .sort((one, other) => shareLeft(one) - shareLeft(other))[0];
    if (tightest === undefined) continue;
    const { bucket, limit, line } = tightest.line;
    const left = String(leftOf(tightest));
    const resetMs = Math.max(0, bucket.resetsAt - now);
    if (endpoint === 'messages') {
      headers[`anthropic-ratelimit-${unit}-limit`] = String(bucket.limit);
      headers[`anthropic-ratelimit-${unit}-remaining`] = left;
      headers[`anthropic-ratelimit-${unit}-reset`] = new Date(bucket.resetsAt).toISOString();
    } else {
      headers[`x-ratelimit-limit-${unit}`] = String(bucket.limit);
      headers[`x-ratelimit-remaining-${unit}`] = left;
      headers[`x-ratelimit-reset-${unit}`] = goDuration(resetMs);
    }
    const name = `"${limit.name}-${unit}"`;
    policies.push(`${name};q=${bucket.limit};w=${SECONDS[line.window] ?? 0}`);
    states.push(`${name};r=${left};t=${Math.ceil(resetMs / 1000)}`);
  }
  if (policies.length === 0) return headers;
  return { ...headers, 'RateLimit-Policy': policies.join(', '), RateLimit: states.join(', ') };
}

/** `limit chatty: 60 requests/min per user is reached; free again in 12 s`. */
export function reachedWords({ line, used }: SeenWindow, wanted: bigint, now: number): string {
  const { bucket, limit } = line;
  const told = `limit ${limit.name}: ${lineWords(line.line)}`;
  if (wanted > bucket.limit) {
    return `${told} is less than this request may take (${formatCount(Number(wanted))} ${bucket.unit})`;
  }
  const seconds = Math.ceil(Math.max(0, bucket.resetsAt - now) / 1000);
  const left = leftOf({ line, used });
  const much = left === 0n ? 'is reached' : `has ${left} left, and this request may take ${wanted}`;
  return `${told} ${much}; free again in ${seconds} s`;
}

function leftOf({ line, used }: SeenWindow): bigint {
  const { limit } = line.bucket;
  return used >= limit ? 0n : limit - used;
}

function shareLeft(seen: SeenWindow): number {
  return Number(leftOf(seen)) / Math.max(1, Number(seen.line.bucket.limit));
}

/** `6m0s`, `1.2s`, `20ms`: as OpenAI writes it. */
function goDuration(ms: number): string {
  if (ms < 1_000) return `${Math.ceil(ms)}ms`;
  if (ms < 60_000) return `${Math.ceil(ms / 100) / 10}s`;
  const seconds = Math.ceil(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const rest = `${Math.floor((seconds % 3_600) / 60)}m${seconds % 60}s`;
  return hours === 0 ? rest : `${hours}h${rest}`;
}

/**
 * How long an upstream asks to wait, and how long to wait where it does not say. Pure arithmetic; knows no plan.
 */
import type { IncomingHttpHeaders } from 'node:http';

/**
 * Milliseconds; undefined when the upstream gave no time, or none that can be read. `now`: milliseconds since 1970.
 * Without Retry-After, the time at which an exhausted limit is reset.
 */
export function readRetryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const wait = readDirectly(headers, now) ?? readReset(headers, now);
  return wait === undefined || wait > LONGEST_ASKED ? undefined : wait;
}

/** Milliseconds. Limits are reset after a month at the latest; a longer time is a mistake and ignored. */
const LONGEST_ASKED = 32 * 86_400_000;

function readDirectly(headers: IncomingHttpHeaders, now: number): number | undefined {
  const exact = number(headers['retry-after-ms']);
  if (exact !== undefined) return exact;
  const said = headers['retry-after'];
  // Some servers write the time of the reset, or a duration with its unit, where seconds belong.
  const time = readTime(said, now);
  if (time !== undefined) return time;
  // Date.parse takes "-1" for a year.
  if (said === undefined || !/^[A-Za-z]{3,9},? /.test(said)) return undefined;
  const date = Date.parse(said);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Names of the header with the remaining count, and of the one with the reset time. */
const RESETS: readonly (readonly [string, string])[] = [
  ['x-ratelimit-remaining-requests', 'x-ratelimit-reset-requests'], // OpenAI, Groq: `1s`, `6m0s`, `320ms`
  ['x-ratelimit-remaining-tokens', 'x-ratelimit-reset-tokens'],
  ['anthropic-ratelimit-requests-remaining', 'anthropic-ratelimit-requests-reset'], // RFC 3339
  ['anthropic-ratelimit-tokens-remaining', 'anthropic-ratelimit-tokens-reset'],
  ['anthropic-ratelimit-input-tokens-remaining', 'anthropic-ratelimit-input-tokens-reset'],
  ['x-ratelimit-remaining', 'x-ratelimit-reset'], // OpenRouter: milliseconds since 1970; others: seconds
  ['ratelimit-remaining', 'ratelimit-reset'],
];

function readReset(headers: IncomingHttpHeaders, now: number): number | undefined {
  let longest: number | undefined;
  for (const [remaining, reset] of RESETS) {
    // A limit that is not used up is not the one that was met.
    if (number(headers[remaining]) !== 0) continue;
    const wait = readTime(headers[reset], now);
    if (wait !== undefined) longest = Math.max(longest ?? 0, wait);
  }
  return longest;
}

const PARTS = /^(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;

function readTime(value: string | string[] | undefined, now: number): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined || text === '') return undefined;
  const plain = number(text);
  if (plain !== undefined) {
    // Seconds to wait, seconds since 1970, or milliseconds since 1970.
    const at = plain > 1e12 ? plain : plain > 1e9 ? plain * 1_000 : now + plain * 1_000;
    return Math.max(0, at - now);
  }
  const parts = PARTS.exec(text);
  if (parts !== null) {
    const [, hours = '0', minutes = '0', seconds = '0', milliseconds = '0'] = parts;
    return (Number(hours) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1_000 + Number(milliseconds);
  }
  const date = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function number(value: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  return Number(text);
}

const SHORTEST_WAIT = 100;
const FIRST_WAIT = 200;
const LONGEST_WAIT = 8_000;

/**
 * Exponential backoff with jitter: anything between 100 and 200 ms, then up to 400, up to 8 s. Never less, because
 * calling a provider that has just failed at once does not help. (Brooker, "Exponential Backoff And Jitter", AWS
 * Architecture Blog, 2015.)
 */
export function backoff(retry: number, random: () => number): number {
  const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (retry - 1));
  return SHORTEST_WAIT + random() * (longest - SHORTEST_WAIT);
}

/** Longest wait while a later step of the plan could answer at once. */
const PATIENCE = 5_000;

/**
 * Milliseconds to wait before the same deployment is called again, or undefined where that takes too long. `asked`:
 * what the provider asks for; `left`: what is left of the deadline.
 */
export function waitBeforeRetry(
  asked: number | undefined,
  ownWait: () => number,
  left: number,
  canMoveOn: boolean,
): number | undefined {
  const wait = asked !== undefined && asked > 0 ? asked : ownWait();
  return wait < left && (wait <= PATIENCE || !canMoveOn) ? wait : undefined;
}

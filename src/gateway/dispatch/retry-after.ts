/**
 * How long an upstream asks to wait, and how long to wait where it does not say. Pure arithmetic; knows no plan.
 */
import type { IncomingHttpHeaders } from 'node:http';

/** Milliseconds; undefined when the upstream did not say, or said nothing that can be read. */
export function readRetryAfter(headers: IncomingHttpHeaders, now: number): number | undefined {
  const exact = number(headers['retry-after-ms']);
  if (exact !== undefined) return exact;
  const said = headers['retry-after'];
  const seconds = number(said);
  if (seconds !== undefined) return seconds * 1_000;
  // Date.parse takes "-1" for a year.
  if (said === undefined || !/^[A-Za-z]{3,9},? /.test(said)) return undefined;
  const date = Date.parse(said);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

function number(value: string | string[] | undefined): number | undefined {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (text === undefined || !/^\d+(\.\d+)?$/.test(text)) return undefined;
  return Number(text);
}

const FIRST_WAIT = 200;
const LONGEST_WAIT = 8_000;

/**
 * Exponential backoff with full jitter: anything between 0 and 200 ms, then 400, up to 8 s.
 * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.)
 */
export function backoff(retry: number, random: () => number): number {
  return random() * Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (retry - 1));
}

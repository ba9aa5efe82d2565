/**
 * Which of an upstream's headers reach the caller: few, and only with a value of the expected form, because a
 * provider may quote a key or a prompt in any of them. Others are never passed on: not `llmr-*`, not `set-cookie`, not
 * `location`, nothing hop-by-hop, and the provider's rate limits on the operator's key only where the dialect's clients
 * read them.
 */
import type { IncomingHttpHeaders } from 'node:http';

const PASSED: Readonly<Record<string, RegExp>> = {
  'content-type':
    /^(?:application\/(?:x-)?(?:json|ndjson|problem\+json)|text\/(?:plain|event-stream))(?:; ?charset=(?:utf-?8|us-ascii|iso-8859-1))?$/i,
  'openai-processing-ms': /^\d{1,9}$/,
  'openai-version': /^\d{4}-\d{2}-\d{2}$/,
};

/** `passesBack`: further headers, of the provider's dialect. */
export function passHeaders(
  headers: IncomingHttpHeaders,
  passesBack?: (name: string, value: string) => boolean,
): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name in PASSED) {
    const value = headers[name];
    if (typeof value === 'string' && PASSED[name]?.test(value) === true) passed[name] = value;
  }
  if (passesBack === undefined) return passed;
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string' && passesBack(name, value)) passed[name] = value;
  }
  return passed;
}

/**
 * Which of an upstream's headers reach the caller: few, and cleaned. What is not named here never passes: not
 * `llmr-*`, not `set-cookie`, not the provider's limits on our key, nothing hop-by-hop.
 */
import type { IncomingHttpHeaders } from 'node:http';

const PASSED = ['content-type', 'openai-processing-ms', 'openai-version', 'openai-model'] as const;
const LONGEST = 256;

export function passHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const passed: Record<string, string> = {};
  for (const name of PASSED) {
    const value = headers[name];
    if (typeof value === 'string') passed[name] = cleanHeaderValue(value);
  }
  return passed;
}

/** Printable ASCII only: what is left cannot end a header. */
export function cleanHeaderValue(value: string): string {
  return value
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .slice(0, LONGEST);
}

/**
 * Which of the caller's headers reach a provider: those that mean something there and reveal nothing about the
 * caller. An allow-list, so that unknown headers are not forwarded. `anthropic-beta` and `openai-beta` are not in it:
 * with them a caller would choose another price (fast mode, a window of a million tokens).
 */
const FORWARDED = ['traceparent', 'tracestate', 'idempotency-key', 'accept-language'] as const;

/** `also`: further headers, of the caller's dialect. */
export function forwardHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  also?: (name: string) => boolean,
): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of FORWARDED) {
    const value = headers[name];
    if (typeof value === 'string') forwarded[name] = value;
  }
  if (also === undefined) return forwarded;
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && also(name)) forwarded[name] = value;
  }
  return forwarded;
}

/**
 * Which of the caller's headers reach a provider: those that mean something there and say nothing about who asks.
 * An allow-list, so that a header nobody has thought of stays here.
 */
const FORWARDED = [
  'traceparent',
  'tracestate',
  'openai-beta',
  'anthropic-beta',
  'idempotency-key',
  'accept-language',
] as const;

export function forwardHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const forwarded: Record<string, string> = {};
  for (const name of FORWARDED) {
    const value = headers[name];
    if (typeof value === 'string') forwarded[name] = value;
  }
  return forwarded;
}

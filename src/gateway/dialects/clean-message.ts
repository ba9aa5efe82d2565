/** A sentence of a provider, fit for a log, a header or a caller. Knows no wire format. */

const KEY = /\b(?:sk|pk|rk|llmr|key|api|gsk|xai|AIza)[-_][A-Za-z0-9*_-]{6,}|\bBearer\s+\S+/g;

/** Fit for a log, a header or a caller: one line, no key, at most 300 characters. */
export function cleanMessage(said: string): string {
  const line = said
    .slice(0, 2_000)
    .replace(/[\u0000-\u001f\u007f-\u009f\s]+/g, ' ')
    .replace(KEY, '[key]')
    .trim();
  return line.length > 300 ? `${line.slice(0, 299)}…` : line;
}

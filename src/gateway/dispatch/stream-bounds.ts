/** How long a streamed answer may get before it counts as endless. Knows no wire format. */

type Json = Readonly<Record<string, unknown>>;

/** Tokens of prose have four to five characters; no answer averages twice that. */
const CHARACTERS_A_TOKEN = 8;
/** Minimum, for models that may write only a few tokens. */
const MARGIN = 4_000;

/**
 * Characters that an answer to `request` may have, all choices together.
 * @param tokens what the model can write, or its window; undefined: not declared, then bytes are the only bound
 */
export function mostSpoken(tokens: number | undefined, request: Json): number {
  if (tokens === undefined) return Number.POSITIVE_INFINITY;
  const choices = typeof request['n'] === 'number' && request['n'] > 1 ? request['n'] : 1;
  return choices * (tokens * CHARACTERS_A_TOKEN + MARGIN);
}

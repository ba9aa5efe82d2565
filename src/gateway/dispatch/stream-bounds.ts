/** How long a streamed answer may get before it is taken for an endless one. Knows no wire format. */

type Json = Readonly<Record<string, unknown>>;

/** Tokens of prose are four to five characters; no answer of a model is twice that on average. */
const CHARACTERS_A_TOKEN = 8;
/** Of a model that is allowed a few tokens only. */
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

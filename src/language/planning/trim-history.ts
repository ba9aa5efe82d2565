/**
 * Removes the oldest turns of a conversation until the rest fits. A turn is a user message and everything up to the
 * next one, so that a tool call never loses its results and the rest begins with a user message, as some providers
 * require. System messages and the last turn are always kept, even where they alone are too long.
 */
import { bringsToolAnswer, type CountMessage, isSystem, type Json } from './chat-body.ts';

export function trimHistory(messages: readonly Json[], tokens: number, count: CountMessage): readonly Json[] {
  const starts = messages.flatMap((message, index) => (beginsTurn(message) ? [index] : []));
  const lastTurn = starts.at(-1) ?? 0;
  const total = (from: number, to: number): number =>
    messages.slice(from, to).reduce((sum, message) => sum + (isSystem(message) ? 0 : count(message)), 0);

  const system = messages.reduce((sum, message) => sum + (isSystem(message) ? count(message) : 0), 0);
  let used = system + total(lastTurn, messages.length);
  let from = lastTurn;
  // Messages before the first user message are a turn as well.
  for (const start of [0, ...starts.filter((each) => each > 0 && each < lastTurn)].reverse()) {
    if (start >= from) continue;
    used += total(start, from);
    if (used > tokens) break;
    from = start;
  }
  return messages.filter((message, index) => index >= from || isSystem(message));
}

/**
 * The size after trimming of a conversation of which only the size is known. The last of several messages is assumed
 * to be a word, so that all the others can be removed; a single message stays whole.
 */
export function supposedTrim(inputTokens: number, messages: number, tokens: number): number {
  return inputTokens <= tokens || messages < 2 ? inputTokens : Math.min(inputTokens, LAST_WORD);
}

/** Tokens of its text and its framing. */
const LAST_WORD = 5;

/** A user message that contains a tool result (Anthropic's format) belongs to the turn of the call. */
function beginsTurn(message: Json): boolean {
  return message['role'] === 'user' && !bringsToolAnswer(message);
}

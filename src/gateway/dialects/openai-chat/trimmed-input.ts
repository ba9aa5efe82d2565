/**
 * How many input tokens a request has after trimming: its messages are trimmed as they will be before they are sent,
 * and the rest is counted like any request. Knows no policy.
 */
import { type CountMessage, type Json, messagesOf } from '../../../language/planning/chat-body.ts';
import { trimHistory } from '../../../language/planning/trim-history.ts';
import { countTokens } from '../../facts/count-tokens.ts';
import { messageInput, viewChat } from './view-chat.ts';

/** Tokens of one message, as the facts count: text, media, and the framing around them. */
export const countMessage: CountMessage = (message) => {
  const { texts, extraTokens } = messageInput(message);
  return countTokens(texts, extraTokens, []).tokens;
};

/** `whole` is the count of the whole request; `cuts` are the token counts at which a decision changes. */
export function trimmedInput(body: Json, whole: number, tokens: number, cuts: readonly number[]): number {
  const messages = messagesOf(body);
  const kept = messages.length < 2 ? messages : trimHistory(messages, tokens, countMessage);
  if (kept.length === messages.length) return whole;
  const view = viewChat({ ...body, messages: kept });
  return Math.min(whole, countTokens(view.texts, view.extraTokens, cuts).tokens);
}

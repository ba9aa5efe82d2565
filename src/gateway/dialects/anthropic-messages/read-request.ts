/**
 * Reads a Messages request: what it asks for and everything a provider would count as input, with chat's own reader.
 * Knows no policy.
 */
import { messagesOf } from '../../../language/planning/chat-body.ts';
import { isFilled, isObject, type Json } from '../../../language/planning/chat-members.ts';
import { trimHistory } from '../../../language/planning/trim-history.ts';
import { countTokens } from '../../facts/count-tokens.ts';
import type { RequestView } from '../../facts/request-view.ts';
import { readRequest as readChat } from '../openai-chat/read-request.ts';
import { countMessage as countChatMessage } from '../openai-chat/trimmed-input.ts';
import { asChat, asChatMessages } from './as-chat.ts';

/** Reads a body that `requestFault` has passed. */
export function readRequest(body: Json): RequestView {
  const view = readChat(asChat(body));
  return { ...view, endpoint: 'messages', tools: view.tools || isFilled(body['mcp_servers']) };
}

export function countMessage(message: Json): number {
  return asChatMessages(message).reduce((sum, each) => sum + countChatMessage(each), 0);
}

/** Tokens of the system prompt, which is a member of the body. */
export function countSystem({ system }: Json): number {
  return system == null || system === '' ? 0 : countChatMessage({ role: 'system', content: system });
}

export function trimmedInput(body: Json, whole: number, tokens: number, cuts: readonly number[]): number {
  const messages = messagesOf(body);
  const kept =
    messages.length < 2 ? messages : trimHistory(messages, tokens - countSystem(body), countMessage);
  if (kept.length === messages.length) return whole;
  const view = readRequest({ ...body, messages: kept });
  return Math.min(whole, countTokens(view.texts, view.extraTokens, cuts).tokens);
}

/** `metadata.user_id`; agents write a session and a device there, as JSON, which does not name a user. */
export function statedUser({ metadata }: Json): string | undefined {
  const user = isObject(metadata) ? metadata['user_id'] : undefined;
  return typeof user === 'string' && !user.startsWith('{') ? user : undefined;
}

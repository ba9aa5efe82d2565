/**
 * Errors as Anthropic's clients read them: the body of an answer, and the event of a stream that breaks. Must not
 * know: where an error comes from.
 */
import type { Json } from '../../../language/planning/chat-members.ts';
import type { CallerError } from '../dialect.ts';
import { dataEvent } from '../sse-events.ts';

/** Anthropic's error types by status; its clients map statuses to exception classes and show the types. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  503: 'overloaded_error',
  504: 'timeout_error',
  529: 'overloaded_error',
};

export function errorBody(error: CallerError): object {
  const { status } = error;
  const type = TYPE_BY_STATUS[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error');
  return { type: 'error', error: { type, message: messageOf(error) } };
}

/** Clients recognize what they can correct by the provider's own words, and a prompt that is too long by these. */
function messageOf({ code, message, said }: CallerError): string {
  if (said !== undefined) return said;
  return code === 'context_length_exceeded'
    ? `prompt is too long (capability_rejected: prompt_too_long): ${message}`
    : message;
}

export function brokenEvent(message: string): Buffer {
  return eventOf({ type: 'error', error: { type: 'api_error', message } });
}

/** An event has the name of its type. */
export function eventOf(data: Json & { readonly type: string }): Buffer {
  return dataEvent(JSON.stringify(data), data.type);
}

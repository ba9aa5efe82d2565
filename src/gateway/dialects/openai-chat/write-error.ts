/**
 * Errors as OpenAI's clients read them: the body of an answer, and the event of a stream that breaks. Clients read
 * only the `error` member. Must not know: where an error comes from.
 */
import type { CallerError } from '../dialect.ts';
import { dataEvent } from '../sse-events.ts';

/** OpenAI's error types; its clients map statuses to exception classes and show the types. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'rate_limit_error',
};

export function errorBody({ status, code, message, param }: CallerError): { error: object } {
  const type = TYPE_BY_STATUS[status] ?? (status < 500 ? 'invalid_request_error' : 'server_error');
  return { error: { message, type, param, code } };
}

export function brokenEvent(message: string): Buffer {
  const body = errorBody({ status: 500, code: 'broken_stream', message, param: null });
  return dataEvent(JSON.stringify(body));
}

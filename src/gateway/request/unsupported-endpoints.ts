/**
 * Endpoints and parameters that this version does not serve yet: named in the error, so that callers do not look for
 * a mistake of their own. Must not know: how a request is handled.
 */
import type { CallerDialect } from '../dialects/dialect.ts';
import { CALLER_DIALECTS } from '../dialects/dialects.ts';
import { ApiError } from './api-error.ts';

const LATER = ['/v1/responses', '/v1/embeddings', '/console', '/hooks', '/admin/experiments'] as const;

/** Undefined for paths that are not planned. */
export function comesLater(path: string): string | undefined {
  const found = LATER.find((later) => path === later || (later === '/hooks' && path.startsWith('/hooks/')));
  return found === undefined
    ? undefined
    : `${found} is not available in this version of llmr; use POST /v1/chat/completions or /v1/messages.`;
}

/** `?endpoint=` of `POST /v1/route`; chat completions unless given. @throws ApiError for any other endpoint */
export function dialectNamed(endpoint: string | readonly string[] | undefined): CallerDialect {
  const named = CALLER_DIALECTS.find((each) => each.endpoint === (endpoint ?? 'chat'));
  if (named !== undefined) return named;
  const explain = 'This version supports "chat" and "messages": leave "endpoint" out for chat completions.';
  throw new ApiError(400, 'invalid_body', explain, { param: 'endpoint' });
}

/**
 * Endpoints and parameters that this version does not serve yet: named in the error, so that callers do not look for
 * a mistake of their own. Must not know: what is served.
 */
import { ApiError } from './api-error.ts';

const LATER = [
  '/v1/messages',
  '/v1/messages/count_tokens',
  '/v1/responses',
  '/v1/embeddings',
  '/console',
  '/hooks',
  '/admin/experiments',
] as const;

/** Undefined for paths that are not planned. */
export function comesLater(path: string): string | undefined {
  const found = LATER.find((later) => path === later || (later === '/hooks' && path.startsWith('/hooks/')));
  return found === undefined
    ? undefined
    : `${found} is not available in this version of llmr; use POST /v1/chat/completions.`;
}

/** `?endpoint=` of `POST /v1/route`. @throws ApiError where the endpoint is not chat completions */
export function onlyChat(endpoint: string | readonly string[] | undefined): void {
  if (endpoint === undefined || endpoint === 'chat') return;
  const explain = 'This version supports only bodies of /v1/chat/completions: leave "endpoint" out.';
  throw new ApiError(400, 'invalid_body', explain, { param: 'endpoint' });
}

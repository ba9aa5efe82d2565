/**
 * What callers may expect of a later version and this one does not serve: said by name, so that nobody looks for a
 * mistake of their own. Must not know: what is served.
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

/** Undefined where nothing is ever to be. */
export function comesLater(path: string): string | undefined {
  const found = LATER.find((later) => path === later || (later === '/hooks' && path.startsWith('/hooks/')));
  return found === undefined
    ? undefined
    : `${found} comes with a later version of llmr; this one answers POST /v1/chat/completions.`;
}

/** `?endpoint=` of `POST /v1/route`. @throws ApiError for a body that would be read as something it is not */
export function onlyChat(endpoint: string | readonly string[] | undefined): void {
  if (endpoint === undefined || endpoint === 'chat') return;
  const explain = 'This version decides for bodies of /v1/chat/completions only: leave "endpoint" out.';
  throw new ApiError(400, 'invalid_body', explain, { param: 'endpoint' });
}

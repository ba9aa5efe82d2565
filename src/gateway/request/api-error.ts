/**
 * Every way a request can end without an answer, as data: status, code, message. Knows no dialect and no Koa; the page
 * that answers writes it in the caller's dialect. Messages never hold prompt text or keys.
 */

import type { CallerError } from '../dialects/dialect.ts';

export type ErrorCode =
  | 'bad_http'
  | 'invalid_json'
  | 'invalid_body'
  | 'unsupported_media_type'
  | 'invalid_api_key'
  | 'insufficient_quota'
  | 'forbidden'
  | 'model_not_found'
  | 'not_found'
  | 'method_not_allowed'
  | 'request_too_large'
  | 'context_length_exceeded'
  | 'unsupported_capability'
  | 'no_deployment'
  | 'policy_refused'
  | 'rate_limit_exceeded'
  | 'all_attempts_failed'
  | 'upstream_timeout'
  | 'upstream_rejected'
  | 'content_filter'
  | 'no_policy'
  | 'over_capacity'
  | 'store_unavailable'
  | 'internal_error';

export class ApiError extends Error implements CallerError {
  readonly status: number;
  /** llmr's own code, or a provider's. */
  readonly code: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** For `Llmr-Explain`: the message, or another text where the message repeats what the caller sent. */
  readonly explain: string;
  /** The provider's own words, cleaned, where the request is at fault. */
  said?: string;
  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    more: { param?: string; headers?: Record<string, string>; explain?: string; ownCode?: string } = {},
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = more.ownCode ?? code;
    this.param = more.param ?? null;
    this.headers = more.headers ?? {};
    this.explain = more.explain ?? message;
  }
}

/** The error with more sentences after its own; a message of the policy is left as it is. */
export function withWords(error: ApiError | undefined, more: readonly string[]): ApiError | undefined {
  if (error === undefined || error.code === 'policy_refused') return error;
  for (const words of more) {
    const end = /[.!?]$/.test(error.message) ? '' : '.';
    error.message = `${error.message}${end} ${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
  }
  return error;
}

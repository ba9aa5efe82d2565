/**
 * Every way a request can end without an answer, as data: status, code, message. Formats it for the OpenAI dialect.
 * Knows no Koa; the page that answers writes it. Messages never hold prompt text or keys.
 */

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

/** OpenAI's error types; its clients map statuses to exception classes and show the types. */
const TYPE_BY_STATUS: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'insufficient_quota',
  403: 'permission_error',
  429: 'rate_limit_error',
};

export class ApiError extends Error {
  readonly status: number;
  /** llmr's own code, or a provider's. */
  readonly code: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** For `Llmr-Explain`: the message, or another text where the message repeats what the caller sent. */
  readonly explain: string;
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

/** The body openai's clients read: only its `error` member. */
export function openaiErrorBody(error: ApiError): { error: Record<string, unknown> } {
  return {
    error: {
      message: error.message,
      type: TYPE_BY_STATUS[error.status] ?? (error.status < 500 ? 'invalid_request_error' : 'server_error'),
      param: error.param,
      code: error.code,
    },
  };
}

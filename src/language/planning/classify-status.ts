/**
 * From what an upstream said to a failure class: its HTTP status, and the code, type and message of its error body,
 * which know better where they speak. Test scripts name a class or a status and end here too. Knows no dialect.
 */
import { FAILURE_CLASSES, type FailureClass } from '../semantics/failures.ts';

/** All members as found in the error body, before or in the middle of a stream. */
export interface UpstreamError {
  readonly status?: number;
  readonly code?: string;
  readonly type?: string;
  readonly message?: string;
}

/** Codes and types of OpenAI, Azure, Anthropic, Google and those who copy them, in lower case. */
const BY_CODE: Readonly<Record<string, FailureClass>> = {
  context_length_exceeded: 'too-long',
  string_above_max_length: 'too-long',
  request_too_large: 'too-long',
  content_filter: 'content-filter',
  content_policy_violation: 'content-filter',
  responsibleaipolicyviolation: 'content-filter',
  // An account without credit is a rate limit of the account: the next provider can answer.
  insufficient_quota: 'rate-limit',
  billing_error: 'rate-limit',
  rate_limit_exceeded: 'rate-limit',
  rate_limit_error: 'rate-limit',
  resource_exhausted: 'rate-limit',
  overloaded_error: 'overload',
  overloaded: 'overload',
  unavailable: 'overload',
  timeout_error: 'timeout',
  deadline_exceeded: 'timeout',
  authentication_error: 'auth',
  permission_error: 'auth',
  invalid_api_key: 'auth',
};

/** Says little: believed only where there is no status, as in the middle of a stream. */
const BY_VAGUE_TYPE: Readonly<Record<string, FailureClass>> = {
  invalid_request_error: 'bad-request',
  not_found_error: 'bad-request',
};

/** Providers that tell a long prompt only in prose; looked for in 4xx answers alone. */
const TOO_LONG =
  /maximum context length|prompt is too long|input is too long|context (?:window|length).{0,40}exceed|exceed.{0,40}(?:context (?:window|length|limit)|maximum number of tokens)/i;

export function classifyStatus(error: UpstreamError): FailureClass {
  const { status } = error;
  const named = BY_CODE[error.code?.toLowerCase() ?? ''] ?? BY_CODE[error.type?.toLowerCase() ?? ''];
  if (named !== undefined) return named;
  const isRequestFault = status === undefined || (status >= 400 && status < 500);
  if (isRequestFault && status !== 429 && TOO_LONG.test(error.message ?? '')) return 'too-long';
  if (status === undefined) return BY_VAGUE_TYPE[error.type?.toLowerCase() ?? ''] ?? 'server-error';
  return byStatus(status);
}

function byStatus(status: number): FailureClass {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return 'auth';
    case 402:
    case 429:
      return 'rate-limit';
    case 408:
    case 504:
    case 524: // Cloudflare: the origin was reached and kept silent.
      return 'timeout';
    case 413:
      return 'too-long';
    case 425:
    case 503:
    case 529:
      return 'overload';
    default:
      return status >= 400 && status < 500 ? 'bad-request' : 'server-error';
  }
}

/** `with CLASS-or-STATUS` of a test: a class by name, or an HTTP status of 400 and above. */
export function failureNamed(words: string | number): FailureClass | undefined {
  if (typeof words === 'number') {
    return Number.isInteger(words) && words >= 400 && words <= 599
      ? classifyStatus({ status: words })
      : undefined;
  }
  return FAILURE_CLASSES.find((name) => name === words);
}

/**
 * Describes what went wrong, so that a caller can act on it: attempts as phrases, a failed plan as one error. A
 * provider's prose is shown only where the request is at fault, and then cleaned (`dispatch/tell-words.ts`).
 */
import { attemptFailures } from '../../language/explaining/attempt-words.ts';
import type { Refusal } from '../../language/semantics/model.ts';
import type { Admission, AttemptRecord, Outcome } from '../dispatch/outcome.ts';
import { ApiError } from './api-error.ts';

/** 504, 429 or 503 with Retry-After, the provider's own 400, else 502; the client must not retry it. */
export function failureError(
  outcome: Outcome & { readonly kind: 'failed' },
  orRefuse: Refusal | undefined,
): ApiError {
  const headers: Record<string, string> = { 'x-should-retry': 'false' };
  const told = attemptFailures(outcome.attempts);
  const first = outcome.attempts.find((record) => record.message !== undefined);
  const cause = first === undefined ? '' : ` First cause: ${tellCause(first)}.`;
  const { prose } = outcome;
  const said = prose === undefined ? '' : ` The provider says: ${prose}`;
  const message = `Every attempt failed: ${told}.${cause}${whatToCheck(outcome.attempts)}${said}`;
  if (orRefuse !== undefined) {
    return new ApiError(orRefuse.status, 'policy_refused', orRefuse.message, { headers });
  }
  switch (outcome.class) {
    case 'bad-request':
    case 'too-long':
    case 'content-filter':
      return Object.assign(rejection(outcome, message, headers), prose === undefined ? {} : { said: prose });
    case 'timeout':
      return new ApiError(504, 'upstream_timeout', message, { headers });
    default:
      break;
  }
  const wait = secondsToWait(outcome.attempts);
  if (outcome.attempts.every((record) => record.class === 'rate-limit')) {
    return new ApiError(429, 'rate_limit_exceeded', message, {
      headers: { ...headers, 'retry-after': String(wait ?? 1) },
    });
  }
  if (wait !== undefined) {
    return new ApiError(503, 'all_attempts_failed', message, {
      headers: { ...headers, 'retry-after': String(wait) },
    });
  }
  return new ApiError(502, 'all_attempts_failed', message, { headers });
}

/** The shortest wait that a provider asked for; undefined unless every attempt was refused for a time. */
function secondsToWait(attempts: readonly AttemptRecord[]): number | undefined {
  if (!attempts.every((record) => record.class === 'rate-limit' || record.class === 'overload'))
    return undefined;
  const waits = attempts.map((record) => record.retryAfterMs).filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(1, Math.ceil(Math.min(...waits) / 1000));
}

/** A fault of the policy, not of the caller: what its author can correct. */
function whatToCheck(attempts: readonly AttemptRecord[]): string {
  const gone = new Set(attempts.filter((record) => record.class === 'gone').map((record) => record.model));
  if (gone.size === 0) return '';
  return ` For ${[...gone].join(' and ')}, check the name in \`is "…"\` and the address in \`at\` of the provider, which usually ends in /v1.`;
}

/** `first answered with status 401 (invalid_api_key)`. */
function tellCause({ model, message, code, param }: AttemptRecord): string {
  const words = [code, param].filter((word) => word !== undefined);
  return `${model} ${message}${words.length === 0 ? '' : ` (${words.join(', ')})`}`;
}

/** The fields of a 400 that programs read: the parameter and, where llmr has no code of its own, the provider's. */
function rejection(
  { class: failure, attempts }: Outcome & { readonly kind: 'failed' },
  message: string,
  headers: Record<string, string>,
): ApiError {
  const { code, param } = attempts.at(-1) ?? {};
  const more = { headers, ...(param === undefined ? {} : { param }) };
  if (failure === 'too-long') return new ApiError(400, 'context_length_exceeded', message, more);
  if (failure === 'content-filter') return new ApiError(400, 'content_filter', message, more);
  const own = code === undefined || /^\d/.test(code) ? {} : { ownCode: code };
  return new ApiError(400, 'upstream_rejected', message, { ...more, ...own });
}

/** The error of a request that a budget, a limit or the store did not admit. Its status is the one that is recorded. */
export function admissionError(admission: Admission & { readonly ok: false }): ApiError {
  const { by, message, retryAfterMs } = admission;
  switch (by) {
    case 'limit': {
      if (retryAfterMs === undefined) {
        return new ApiError(429, 'rate_limit_exceeded', message, { headers: { 'x-should-retry': 'false' } });
      }
      const wait = Math.max(0, Math.ceil(retryAfterMs));
      return new ApiError(429, 'rate_limit_exceeded', message, {
        headers: { 'retry-after': String(Math.ceil(wait / 1000)), 'retry-after-ms': String(wait) },
      });
    }
    case 'store':
      return new ApiError(503, 'store_unavailable', message, { headers: { 'x-should-retry': 'false' } });
    default:
      // Clients do not retry a 402, which is why it is used.
      return new ApiError(402, 'insufficient_quota', message, { headers: { 'x-should-retry': 'false' } });
  }
}

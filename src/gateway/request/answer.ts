/**
 * From an outcome to bytes: the answer, a refusal or an error, each with its decision in headers. The decision is
 * recorded before its headers are sent, and complete once the answer has ended.
 */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { Ending, Outcome } from '../dispatch/outcome.ts';
import type { ApiError } from './api-error.ts';
import { admissionError, failureError } from './describe-outcome.ts';
import type { Exchange } from './exchange.ts';

/** Codes of temporary conditions, which pass after the `Retry-After` that comes with them. */
const WORTH_A_RETRY: ReadonlySet<string> = new Set(['rate_limit_exceeded', 'over_capacity']);

export interface Answering {
  /** The decision can be looked up from now on, as it is known at that moment. */
  pending(status: number): void;
  /** Nothing will change any more. */
  record(ended: Ending | 'unanswered' | 'planned', status: number): void;
  /** As `POST /v1/route` returns it. */
  document(): DecisionDocument;
  /** Adds the headers of every answer to a decided request, which override those of the same name. */
  headers(to?: Record<string, string>): Record<string, string>;
}

/**
 * Relays an answer to its end; never rejects for faults of the upstream or the caller. `ended`: the record of the
 * answer is complete.
 */
export async function answerWith(
  exchange: Exchange,
  outcome: Outcome & { kind: 'answered' },
  answering: Answering,
  ended: () => void,
): Promise<void> {
  exchange.takeOver();
  const { res } = exchange;
  const headers: Record<string, string> = { ...outcome.headers };
  if (headers['content-type']?.startsWith('text/event-stream') === true) {
    headers['cache-control'] = 'no-cache, no-transform';
    headers['x-accel-buffering'] = 'no';
  }
  res.writeHead(outcome.status, answering.headers(headers));
  // Before a byte is sent: a caller may look up the decision at once, even before the attempt is settled.
  answering.pending(outcome.status);
  let ending: Ending | 'unanswered' = 'unanswered';
  try {
    ending = await outcome.relay(res, ended);
  } finally {
    // Also after a fault of llmr: a decision that stays pending keeps its request in memory.
    answering.record(ending, outcome.status);
  }
}

/** Every other ending of a decided request. */
export function answerWithout(exchange: Exchange, error: ApiError, answering: Answering): void {
  answering.record('unanswered', error.status);
  answerError(exchange, error, answering.headers());
}

/** What was asked about a request that is not carried out: its decision, or its tokens. */
export function answerDocument(
  exchange: Exchange,
  document: object,
  headers: Readonly<Record<string, string>>,
): void {
  exchange.takeOver();
  const body = Buffer.from(JSON.stringify(document));
  exchange.res.writeHead(200, {
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
  });
  exchange.res.end(body);
}

/** The error of an outcome without an answer; undefined when the caller has left. */
export function errorOf(
  outcome: Exclude<Outcome, { kind: 'answered' }>,
  orRefuse: { readonly status: number; readonly message: string } | undefined,
): ApiError | undefined {
  switch (outcome.kind) {
    case 'caller-gone':
      return undefined;
    case 'failed':
      return failureError(outcome, orRefuse);
    case 'not-admitted':
      return admissionError(outcome.admission);
  }
}

/** An error is also written where no caller was identified. */
export type ErrorExchange = Pick<Exchange, 'res' | 'dialect' | 'takeOver'>;

/** Writes an error with its headers; `headers` override those of the error. */
export function answerError(
  exchange: ErrorExchange,
  error: ApiError,
  headers: Readonly<Record<string, string>>,
): void {
  const { res, dialect } = exchange;
  if (res.headersSent) {
    // Too late for an error: end the connection so that the answer cannot be mistaken for a complete one.
    res.destroy();
    return;
  }
  const body = Buffer.from(JSON.stringify(dialect.errorBody(error)));
  exchange.takeOver();
  const id = headers['Llmr-Decision-Id'];
  res.writeHead(error.status, {
    ...(id === undefined ? {} : { 'x-request-id': id, [dialect.idHeader]: id }),
    // Except for limits and full memory, an error of llmr itself does not go away by retrying at once; by default
    // clients retry 408, 409, 429 and 5xx, including a policy's refusals.
    ...(WORTH_A_RETRY.has(error.code) ? {} : { 'x-should-retry': 'false' }),
    ...error.headers,
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(body.length),
    'cache-control': 'no-store',
  });
  res.end(body);
}

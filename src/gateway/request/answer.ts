/**
 * From an outcome to bytes: the answer, a refusal or an error, each with its decision in headers. The decision is
 * recorded before its headers are sent, and complete once the answer has ended.
 */
import type { Context } from 'koa';
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { Ending, Outcome } from '../dispatch/outcome.ts';
import { answerError } from '../http/error-answers.ts';
import type { ApiError } from './api-error.ts';
import { admissionError, failureError } from './describe-outcome.ts';

export interface Answering {
  /** The document as it is known now; called again when the answer has ended. */
  document(): DecisionDocument;
  /** Records the document; `ended` when nothing more will change. */
  record(document: DecisionDocument, ended: Ending | 'unanswered' | undefined, status: number): void;
  /** Headers of every answer to a decided request. */
  headers(document: DecisionDocument): Record<string, string>;
}

/**
 * Relays an answer to its end; never rejects for faults of the upstream or the caller. `ended`: the record of the
 * answer is complete.
 */
export async function answerWith(
  ctx: Context,
  outcome: Outcome & { kind: 'answered' },
  answering: Answering,
  ended: () => void,
): Promise<void> {
  const document = answering.document();
  answering.record(document, undefined, outcome.status);
  ctx.respond = false;
  const { res } = ctx;
  const streamed = (outcome.headers['content-type'] ?? '').startsWith('text/event-stream');
  res.writeHead(outcome.status, {
    ...outcome.headers,
    ...(streamed ? { 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' } : {}),
    ...answering.headers(document),
  });
  const ending = await outcome.relay(res, () => {
    // A caller that has read the end may look up the decision at once, although the attempt is not settled yet.
    answering.record(answering.document(), undefined, outcome.status);
    ended();
  });
  // What is known only after a stream or a settlement is not in the document recorded before.
  const changes = streamed || document.budgets.length > 0 || ending.kind !== 'complete';
  answering.record(changes ? answering.document() : document, ending, outcome.status);
}

/** Every other ending of a decided request. */
export function answerWithout(ctx: Context, error: ApiError, answering: Answering): void {
  const document = answering.document();
  answering.record(document, 'unanswered', error.status);
  answerError(ctx, error, answering.headers(document));
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

/**
 * From an outcome to bytes: the answer, a refusal or an error, each with its decision told in headers. The decision
 * is on record before its headers leave, and complete once the answer has ended.
 */
import type { Context } from 'koa';
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';
import type { Ending, Outcome } from '../dispatch/outcome.ts';
import type { ApiError } from './api-error.ts';
import { answerError } from './error-answers.ts';
import { admissionError, failureError } from './tell-outcome.ts';

export interface Answering {
  /** The document as it is known now; called again when the answer has ended. */
  document(): DecisionDocument;
  /** Puts the document on record; `ended` when nothing more will change. */
  record(document: DecisionDocument, ended: Ending | 'unanswered' | undefined, status: number): void;
  /** Headers of every answer to a decided request. */
  headers(document: DecisionDocument): Record<string, string>;
}

/** Relays an answer to its end; never rejects for what upstream or caller do. `ended`: a stream has been told whole. */
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
    // Whoever has read the end may look the decision up at once, though the books are not closed yet.
    answering.record(answering.document(), undefined, outcome.status);
    ended();
  });
  // Whatever is told only by a stream, or by a settlement, is not yet in the document that went before.
  const changes = streamed || document.budgets.length > 0 || ending.kind !== 'complete';
  answering.record(changes ? answering.document() : document, ending, outcome.status);
}

/** Everything else that a decided request can come to. */
export function answerWithout(ctx: Context, error: ApiError, answering: Answering): void {
  const document = answering.document();
  answering.record(document, 'unanswered', error.status);
  answerError(ctx, error, answering.headers(document));
}

/** The error an unanswered outcome stands for; undefined when nobody is left to read one. */
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

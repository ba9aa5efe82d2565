/**
 * The outermost layer: anything thrown below becomes one JSON error in the caller's dialect, with an id to quote.
 * Anything that is not an ApiError is a bug in llmr: it is logged with its location, and the caller gets only an id.
 */
import type { Context, Next } from 'koa';
import { BusyError } from '../bounds/gate.ts';
import { plain, shorten } from '../decisions/decision-headers.ts';
import { dialectOf } from '../dialects/dialects.ts';
import { answerError, type ErrorExchange } from '../request/answer.ts';
import { ApiError } from '../request/api-error.ts';
import { createDecisionId } from '../request/decision-id.ts';
import { comesLater } from '../request/unsupported-endpoints.ts';
import { describeThrown, framesOf } from '../secrets/describe-thrown.ts';
import { exchangeOf } from './exchange-of.ts';

/** In characters; with the other headers well under `HEADER_BUDGET`. */
const LONGEST_EXPLAIN = 1_500;

export interface ErrorLog {
  error(details: object, message: string): void;
}

export function errorAnswers(log: ErrorLog) {
  return async function answerErrors(ctx: Context, next: Next): Promise<void> {
    try {
      await next();
      // From the router, which lists the allowed methods in `Allow`.
      if (ctx.respond !== false && (ctx.status === 405 || ctx.status === 501)) {
        throw new ApiError(405, 'method_not_allowed', 'This path does not support this method.');
      }
      if (ctx.respond !== false && ctx.status === 404 && ctx.body === undefined) {
        const later = comesLater(ctx.path);
        throw later === undefined
          ? new ApiError(
              404,
              'not_found',
              `There is nothing at ${ctx.method} ${plain(ctx.path).slice(0, 200)}.`,
              {
                explain: 'There is nothing at this path.',
              },
            )
          : new ApiError(404, 'not_found', later);
      }
    } catch (cause) {
      const dialect = dialectOf(ctx.req.url ?? '', ctx.req.headers);
      answerThrown(exchangeOf(ctx, dialect), cause, log);
    }
  };
}

/** Answers with what was thrown before a decision was made. */
export function answerThrown(exchange: ErrorExchange, cause: unknown, log: ErrorLog): void {
  const id = createDecisionId(Date.now());
  const error = apiErrorOf(cause, id, log);
  answerError(exchange, error, {
    'Llmr-Decision-Id': id,
    'Llmr-Decision': 'reason=refused',
    'Llmr-Explain': shorten(plain(error.explain), LONGEST_EXPLAIN),
  });
}

function apiErrorOf(cause: unknown, id: string, log: ErrorLog): ApiError {
  if (cause instanceof ApiError) return cause;
  if (!(cause instanceof BusyError)) return internalError(cause, id, log);
  return new ApiError(503, 'over_capacity', `llmr is busy: ${cause.message}. Try again shortly.`, {
    headers: { 'retry-after': '1' },
  });
}

function internalError(cause: unknown, id: string, log: ErrorLog): ApiError {
  // Not the error itself: engines and parsers quote what they were working on, which may be a prompt.
  log.error({ error: describeThrown(cause), frames: framesOf(cause), id }, 'internal error');
  return new ApiError(
    500,
    'internal_error',
    `llmr failed with an internal error; look for ${id} in its log.`,
  );
}

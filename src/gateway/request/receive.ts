/**
 * From an HTTP exchange to a request: the caller, the bytes, and the view that facts read. Every fault of a request
 * is an ApiError before any policy is evaluated. Knows no policy.
 */
import type { ServerResponse } from 'node:http';
import type { ByteBudget, ByteHold } from '../bounds/byte-budget.ts';
import { type LeaveSignal, Leaving } from '../bounds/leave-signal.ts';
import { SMALL_JSON } from '../bounds/parse-json.ts';
import { nextTurn } from '../bounds/turns.ts';
import { type Caller, callerNaming } from '../callers/authenticate.ts';
import type { CallerDialect } from '../dialects/dialect.ts';
import { estimateLongTexts, type KnownEstimates } from '../facts/long-texts.ts';
import type { RequestView } from '../facts/request-view.ts';
import { ApiError } from './api-error.ts';
import { createDecisionId } from './decision-id.ts';
import type { Exchange } from './exchange.ts';
import { type JsonBody, readJson } from './read-json.ts';

export interface Received {
  /** The decision's id. */
  readonly id: string;
  /** Epoch milliseconds, and the monotonic clock at the same moment. */
  readonly now: number;
  readonly began: number;
  readonly caller: Caller;
  readonly dialect: CallerDialect;
  readonly body: JsonBody;
  readonly view: RequestView;
  /** Token estimates of its long texts, made while the body was received. */
  readonly estimates?: KnownEstimates;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Aborts when the caller leaves before its answer has ended. */
  readonly signal: LeaveSignal;
  /** `Llmr-Trace: full`. */
  readonly wantsTrace: boolean;
  /** `"llmr": {"decision": true}` in the body. */
  readonly wantsMember: boolean;
}

export interface ReceiveLimits {
  readonly config: { readonly bodyLimitBytes: number };
  /** The memory that the bodies of all requests share. */
  readonly bodies: ByteBudget;
}

/** @param faultOf the dialect's own unless given. @throws ApiError */
export async function receive(
  { req, res, caller, dialect }: Exchange,
  { config, bodies }: ReceiveLimits,
  faultOf = dialect.requestFault,
): Promise<Received> {
  const now = Date.now();
  const began = performance.now();
  const signal = new Leaving();
  const hold = bodies.hold();
  res.once('close', () => {
    hold.release();
    if (!res.writableFinished) signal.abort();
  });
  const body = await readJson(req, config.bodyLimitBytes, hold);
  const large = body.bytes.length > SMALL_JSON;
  if (large) await nextTurn();
  const fault = faultOf(body.json);
  if (fault !== undefined) throw new ApiError(400, 'invalid_body', fault.message, { param: fault.param });
  const own = body.json['llmr'];
  if (large) await nextTurn();
  const view = dialect.readRequest(body.json);
  const estimates = large ? await estimateLongTexts(view.texts) : undefined;
  if (large) await nextTurn();
  return {
    id: createDecisionId(now),
    now,
    began,
    caller: callerNaming(caller, dialect.statedUser(body.json)),
    dialect,
    body,
    view,
    ...(estimates === undefined ? {} : { estimates }),
    headers: req.headers,
    signal,
    wantsTrace: req.headers['llmr-trace'] === 'full',
    wantsMember: typeof own === 'object' && own !== null && (own as { decision?: unknown }).decision === true,
  };
}

/** The bytes of a body stay counted as long as its request may need them. */
export function holdUntilClosed(res: ServerResponse, bodies: ByteBudget): ByteHold {
  const hold = bodies.hold();
  res.once('close', () => hold.release());
  return hold;
}

/**
 * The whole life of a request on one page: caller and body → facts → decision → plan → attempts → answer → record.
 * Stages hand their results on and record what they learn in `run`; what a stage does is in the file it is imported
 * from.
 */
import { createAnswering } from './decisions/record-decision.ts';
import { whatStoodOfError } from './decisions/routes-above.ts';
import type { Counting } from './dialects/dialect.ts';
import { answerDocument, answerWith, answerWithout, errorOf } from './request/answer.ts';
import { ApiError, withWords } from './request/api-error.ts';
import { type CarriedOut, carryOut } from './request/carry-out.ts';
import { choose, type RoutingDecision } from './request/choose.ts';
import type { Exchange } from './request/exchange.ts';
import { findServing } from './request/find-serving.ts';
import { receive } from './request/receive.ts';
import { RequestContext } from './request/request-context.ts';
import type { Service } from './service.ts';
import { keepConversation } from './traffic/affinity/keep-conversation.ts';

/** A request for an answer, in any dialect. @throws ApiError for faults found before a decision was made */
export async function handleRequest(exchange: Exchange, service: Service): Promise<void> {
  const request = await receive(exchange, service);
  const serving = findServing(service.current(), request.view.model);
  const run = new RequestContext(request, serving, service, service.turn);
  try {
    const choice = choose(run);
    const carried = await carryOut(run, choice instanceof Promise ? await choice : choice);
    keepConversation(service.traffic.pins, run, carried.choice, carried.outcome);
    await answer(exchange, service, run, carried);
  } finally {
    run.end();
  }
}

/** `POST /v1/route`: the same stages up to the plan; nothing is sent, reserved or counted. */
export async function explainRequest(exchange: Exchange, service: Service): Promise<void> {
  const request = await receive(exchange, service);
  const serving = findServing(service.current(), request.view.model);
  const run = new RequestContext(request, serving, service, service.peekTurn);
  let choice: RoutingDecision;
  try {
    choice = await choose(run);
  } finally {
    run.end();
  }
  const answering = createAnswering(service, run, { choice, unaffordable: [] });
  // Can be looked up by its id, but does not count as a request: it is neither logged nor in the metrics.
  answering.record('planned', 200);
  answerDocument(exchange, answering.document(), answering.headers());
}

/** The count that facts read, of the request as it was sent: nothing is decided, sent, reserved or remembered. */
export async function countRequest(exchange: Exchange, service: Service, counting: Counting): Promise<void> {
  const request = await receive(exchange, service, counting.requestFault);
  const serving = findServing(service.current(), request.view.model);
  const run = new RequestContext(request, serving, service, service.peekTurn);
  try {
    answerDocument(exchange, counting.answerBody(run.sources.tokens()), { 'Llmr-Decision-Id': request.id });
  } finally {
    run.end();
  }
}

async function answer(
  exchange: Exchange,
  service: Service,
  run: RequestContext,
  carried: CarriedOut,
): Promise<void> {
  const { choice, outcome } = carried;
  const answering = createAnswering(service, run, carried);
  if (outcome?.kind === 'answered') {
    // A permit is released once the caller has the whole answer, even if the usage is still to come.
    const relayed = answerWith(exchange, outcome, answering, () => run.limits.release());
    // The answer has begun, so mirrored copies may be sent.
    service.traffic.mirrors.copy(run, choice);
    return relayed;
  }
  const { refusal, orRefuse } = choice.plan;
  const error =
    outcome === undefined
      ? new ApiError(
          refusal?.status ?? 403,
          refusal?.code ?? 'policy_refused',
          refusal?.message ?? 'Refused.',
        )
      : withWords(errorOf(outcome, orRefuse), whatStoodOfError(run, { ...carried, outcome }));
  // A caller that has left is recorded like any other, but there is no connection to write to.
  answerWithout(exchange, error ?? new ApiError(499, 'internal_error', 'The caller left.'), answering);
}

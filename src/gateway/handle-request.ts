/**
 * The whole life of a request on one page: who and what → facts → decision → plan → attempts → answer → record.
 * Each stage is a function of the one before; what a stage does is in the file it is imported from.
 */
import type { Context } from 'koa';
import { needsAfter } from '../language/planning/expected-output.ts';
import { routeNamed } from '../language/planning/make-plan.ts';
import { admitAttempt } from './admit-attempt.ts';
import { checksNamed } from './checks/answer-checks.ts';
import { type Choice, choose } from './choose.ts';
import { type Degraded, degradedBy } from './degrade.ts';
import type { Outcome } from './dispatch/outcome.ts';
import { answerWith, answerWithout, errorOf } from './http/answer.ts';
import { ApiError } from './http/api-error.ts';
import { forwardHeaders } from './http/forward-headers.ts';
import { onlyChat } from './http/not-yet.ts';
import { receiveChat } from './http/receive.ts';
import { createAnswering, decisionMember } from './record-decision.ts';
import { beginRun, type Run } from './run.ts';
import { findServing, type Service } from './service.ts';
import { keepConversation } from './stickiness/keep-conversation.ts';

/** `POST /v1/chat/completions`. @throws ApiError for what is wrong before anything was decided */
export async function handleRequest(ctx: Context, service: Service): Promise<void> {
  const request = await receiveChat(ctx, service);
  const serving = findServing(service, request.view.model);
  const run = beginRun(request, serving, service);
  try {
    let choice = await choose(run, service.turn);
    let outcome = await carryOut(run, choice, undefined);
    const degraded = degradedBy(run, outcome);
    if (outcome?.kind === 'not-admitted' && degraded !== undefined) {
      // What is spent or full is known now. Asked once more, the policy may name something else.
      choice = await choose(run, service.turn);
      outcome = withEarlier(outcome, await carryOut(run, choice, degraded));
    }
    keepConversation(service.traffic.pins, run, choice, outcome);
    await answer(ctx, service, run, choice, outcome, degraded);
  } finally {
    run.limits.release();
  }
}

/** `POST /v1/route`: the same page up to the plan; nothing is sent, reserved or counted. */
export async function explainRequest(ctx: Context, service: Service): Promise<void> {
  onlyChat(ctx.query['endpoint']);
  const request = await receiveChat(ctx, service);
  const serving = findServing(service, request.view.model);
  const run = beginRun(request, serving, service);
  const choice = await choose(run, service.peekTurn);
  const answering = createAnswering(service, run, choice, undefined, undefined);
  const document = answering.document();
  // To be looked up by its id, but no request: neither a line of the log nor a figure of the metrics.
  answering.record(document, undefined, 200);
  ctx.set(answering.headers(document));
  ctx.body = document;
}

/** Attempts in the plan's order; undefined when the plan has none and refuses. */
async function carryOut(
  run: Run,
  choice: Choice,
  degraded: Degraded | undefined,
): Promise<Outcome | undefined> {
  const { plan } = choice;
  if (plan.attempts.length === 0) return undefined;
  const { request, serving } = run;
  const check = checksNamed(routeNamed(serving.policy, plan.route)?.action.expects ?? [], serving.checks);
  const outcome = await serving.dispatcher.dispatch(
    plan,
    {
      body: request.body.bytes,
      json: request.body.json,
      stream: request.view.stream,
      needs: needsAfter(run.needs, plan.transforms),
      headers: forwardHeaders(request.headers),
      signal: request.signal,
      id: request.id,
      ...(check === undefined ? {} : { check }),
      decisionMember: (ending) => decisionMember(run, choice, ending, degraded),
    },
    { admit: (attempt) => admitAttempt(run, plan, attempt) },
  );
  // Who leaves while waiting for a place was not refused one.
  const gone = outcome.kind === 'not-admitted' && request.signal.aborted;
  return gone ? { kind: 'caller-gone', attempts: outcome.attempts } : outcome;
}

function withEarlier(earlier: Outcome, later: Outcome | undefined): Outcome | undefined {
  return later === undefined ? undefined : { ...later, attempts: [...earlier.attempts, ...later.attempts] };
}

async function answer(
  ctx: Context,
  service: Service,
  run: Run,
  choice: Choice,
  outcome: Outcome | undefined,
  degraded: Degraded | undefined,
): Promise<void> {
  const answering = createAnswering(service, run, choice, outcome, degraded);
  if (outcome?.kind === 'answered') {
    const relayed = answerWith(ctx, outcome, answering);
    // The answer has begun: copies may follow it.
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
      : errorOf(outcome, orRefuse);
  // A caller that has gone is recorded like any other, but there is nobody to write to.
  answerWithout(ctx, error ?? new ApiError(499, 'internal_error', 'The caller left.'), answering);
}

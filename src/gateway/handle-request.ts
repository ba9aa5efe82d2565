/**
 * The whole life of a request on one page: who and what → facts → decision → plan → attempts → answer → record.
 * Each stage is a function of the one before; what a stage does is in the file it is imported from.
 */
import type { Context } from 'koa';
import { needsAfter } from '../language/planning/expected-output.ts';
import { routeNamed } from '../language/planning/make-plan.ts';
import { checksNamed } from './checks/answer-checks.ts';
import { type Choice, choose } from './choose.ts';
import type { Outcome } from './dispatch/outcome.ts';
import { answerWith, answerWithout, errorOf } from './http/answer.ts';
import { ApiError } from './http/api-error.ts';
import { forwardHeaders } from './http/forward-headers.ts';
import { receiveChat } from './http/receive.ts';
import { createAnswering, decisionMember } from './record-decision.ts';
import { beginRun, type Run } from './run.ts';
import { findServing, type Service } from './service.ts';

/** `POST /v1/chat/completions`. @throws ApiError for what is wrong before anything was decided */
export async function handleRequest(ctx: Context, service: Service): Promise<void> {
  const request = await receiveChat(ctx, ctx.state['caller'], service.config.bodyLimitBytes);
  const serving = findServing(service, request.view.model);
  const run = beginRun(request, serving, service.budgets);
  let choice = await choose(run, service.turn);
  let outcome = await carryOut(run, choice, false);
  let degraded = false;
  if (outcome?.kind === 'not-admitted' && outcome.admission.by === 'budget') {
    // A reservation did not fit. Asked once more with that budget spent, the policy may name something cheaper.
    markSpent(run, outcome.admission.name);
    degraded = true;
    choice = await choose(run, service.turn);
    outcome = withEarlier(outcome, await carryOut(run, choice, true));
  }
  await answer(ctx, service, run, choice, outcome, degraded);
}

/** `POST /v1/route`: the same page up to the plan; nothing is sent, reserved or counted. */
export async function explainRequest(ctx: Context, service: Service): Promise<void> {
  const request = await receiveChat(ctx, ctx.state['caller'], service.config.bodyLimitBytes);
  const serving = findServing(service, request.view.model);
  const run = beginRun(request, serving, service.budgets);
  const choice = await choose(run, service.peekTurn);
  const answering = createAnswering(service, run, choice, undefined, false);
  const document = answering.document();
  answering.record(document, undefined, 200);
  ctx.set(answering.headers(document));
  ctx.body = document;
}

/** Attempts in the plan's order; undefined when the plan has none and refuses. */
async function carryOut(run: Run, choice: Choice, degraded: boolean): Promise<Outcome | undefined> {
  const { plan } = choice;
  if (plan.attempts.length === 0) return undefined;
  const { request, serving, budget } = run;
  const check = checksNamed(routeNamed(serving.policy, plan.route)?.action.expects ?? [], serving.checks);
  return serving.dispatcher.dispatch(
    plan,
    {
      body: request.body.bytes,
      json: request.body.json,
      stream: request.view.stream,
      inputTokens: run.sources.tokens(),
      headers: forwardHeaders(request.headers),
      signal: request.signal,
      id: request.id,
      ...(check === undefined ? {} : { check }),
      decisionMember: (ending) => decisionMember(run, choice, ending, degraded),
    },
    {
      admit: (attempt) => {
        const model = serving.policy.models.get(attempt.model);
        if (model === undefined)
          throw new Error(`the plan names "${attempt.model}", which the policy does not`);
        return budget.admit({
          model,
          route: plan.route,
          label: plan.label,
          needs: needsAfter(run.needs, plan.transforms),
        });
      },
    },
  );
}

/** Budget facts as they are once nothing is left; what asked them will ask again. */
function markSpent(run: Run, budget: string): void {
  run.known.set(`budget ${budget} used`, 100);
  run.known.set(`budget ${budget} left`, 0);
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
  degraded: boolean,
): Promise<void> {
  const answering = createAnswering(service, run, choice, outcome, degraded);
  if (outcome?.kind === 'answered') return answerWith(ctx, outcome, answering);
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

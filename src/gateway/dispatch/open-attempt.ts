/**
 * Opens one attempt: checks the breaker, then the budget, then sends; with a second call in parallel where the plan
 * hedges. Knows the plan's attempts, not where a failure leads.
 */

import { type Step, unaffordableStep } from '../../language/planning/next-attempt.ts';
import type { Needs, Plan, PlannedAttempt, Removed } from '../../language/planning/plan.ts';
import { MOST_ATTEMPTS } from '../../language/planning/worst-case.ts';
import type { Passage } from '../health/circuit-breaker.ts';
import { AttemptBody } from './attempt-body.ts';
import { type AnswerReceiver, AttemptCall, type Attempted } from './attempt-call.ts';
import type { ExpectedUsage } from './charged-usage.ts';
import type { DispatchLimits, DispatchSettings, UpstreamRoute } from './dispatch-settings.ts';
import { enterDeployment } from './enter-deployment.ts';
import { hedge, type Raced, type Running } from './hedge.ts';
import type { LearnedWire } from './learned-wire.ts';
import type { Admission, AttemptRecord, Hooks, OutgoingRequest, Refusal } from './outcome.ts';
import type { OutgoingBody } from './outgoing-body.ts';

export interface AttemptParts {
  readonly settings: DispatchSettings;
  readonly limits: DispatchLimits;
  readonly plan: Plan;
  readonly request: OutgoingRequest;
  readonly hooks: Hooks;
  readonly learned: LearnedWire;
  /** On the clock's `elapsed`. */
  readonly wholeEnd: number;
}

/** A step that was not made. */
export type Refused = Refusal & { readonly step: Step };

/** What is sent, and what receives the answer. */
export interface Sending {
  readonly body: OutgoingBody;
  receive(call: AttemptCall, step: Step): AnswerReceiver;
}

/** Let through by a circuit breaker. */
interface Entered {
  readonly deployment: string;
  readonly passage: Passage;
  readonly route: UpstreamRoute;
}

export class AttemptOpener {
  /** Every attempt of the request, in order. */
  readonly attempts: AttemptRecord[] = [];
  /** Models skipped because a breaker has opened since the plan was made. */
  readonly skipped: Removed[] = [];
  readonly #parts: AttemptParts;

  constructor(parts: AttemptParts) {
    this.#parts = parts;
  }

  /** Makes the attempt of `wanted`, or of a later step where a breaker has opened meanwhile. */
  async make(wanted: Step, sending: Sending): Promise<(Raced & { step: Step }) | Refused> {
    const { plan, settings } = this.#parts;
    const { step, deployment, passage } = enterDeployment(plan, wanted, settings.breakers, (passed) =>
      this.#skip(passed),
    );
    const planned = plan.attempts[step.index];
    if (planned === undefined) throw new Error(`step ${step.index} is not in the plan`);
    const opened = await this.#open(planned, step, this.#entered(deployment, passage), sending);
    if ('ok' in opened) return { ...opened, step };
    return { step, ...(await this.#race(planned, step, opened, deployment, sending)) };
  }

  /** The step after a refused one, where the plan may continue with it. */
  async stepAfter({ step, ...refusal }: Refused): Promise<Step | undefined> {
    const { plan, hooks, request } = this.#parts;
    const attempt = plan.attempts[step.index];
    if (attempt === undefined || request.signal.aborted) return undefined;
    if ((await hooks.moveOn?.(refusal, attempt)) !== true) return undefined;
    const next = unaffordableStep(plan, step);
    return next.kind === 'give-up' ? undefined : next;
  }

  #skip({ index, deployment }: Step): void {
    const { plan, settings } = this.#parts;
    const model = plan.attempts[index]?.model ?? deployment;
    const cooling = settings.breakers.state(deployment) === 'cooling';
    this.skipped.push({
      model,
      deployment,
      kind: cooling ? 'cooling' : 'breaker',
      because: cooling ? 'it is cooling down' : 'its circuit breaker is open',
    });
  }

  #entered(deployment: string, passage: Passage): Entered {
    const route = this.#parts.settings.upstreamFor(deployment);
    if (route !== undefined) return { deployment, passage, route };
    passage.void();
    throw new Error(`deployment "${deployment}" has no upstream`);
  }

  /** Reserves budget, then sends. */
  async #open(
    planned: PlannedAttempt,
    step: Step,
    to: Entered,
    sending: Sending,
    hedged = false,
  ): Promise<Running | Refusal> {
    let admission: Admission;
    try {
      admission = await this.#parts.hooks.admit(planned, to.deployment);
    } catch (error) {
      to.passage.void();
      throw error;
    }
    if (!admission.ok) {
      to.passage.void();
      return admission;
    }
    return this.#send(planned, step, to, sending, admission.settle, hedged);
  }

  #send(
    planned: PlannedAttempt,
    step: Step,
    to: Entered,
    sending: Sending,
    settle: (record: AttemptRecord) => Promise<void>,
    hedged: boolean,
  ): Running {
    const { settings, limits, request, wholeEnd } = this.#parts;
    const { route, deployment, passage } = to;
    const record: AttemptRecord = {
      model: planned.model,
      deployment,
      ...(hedged ? { hedge: true } : {}),
      outcome: 'pending',
      ms: 0,
      maybeSent: false,
    };
    this.attempts.push(record);
    const body = new AttemptBody(
      (wire) =>
        sending.body.bodyFor(route.dialect, {
          upstreamId: route.upstreamId,
          wire,
          pass: route.pass ?? [],
          ...(planned.outputLimit === undefined ? {} : { outputLimit: planned.outputLimit }),
        }),
      route.wire ?? {},
      record,
      this.#parts.learned,
    );
    const outgoing = {
      path: route.path,
      body: body.bytes,
      stream: request.stream,
      headers: { 'x-request-id': request.id, ...request.headers },
      id: request.id,
      attempt: this.attempts.length,
    };
    const expected = (): ExpectedUsage => settings.expected(planned.model, request.needs ?? guessed(request));
    const account = { record, passage, settle, expected, asked: request.body };
    const { promise, resolve } = Promise.withResolvers<Attempted>();
    const call = new AttemptCall(
      {
        settings,
        limits,
        route,
        request,
        outgoing,
        without: (refused) => {
          const bytes = body.without(refused);
          return bytes === undefined ? undefined : { ...outgoing, body: bytes };
        },
        taken: () => body.taken(),
        deadlines: planned.deadlines,
        wholeEnd,
        account,
      },
      (made) => sending.receive(made, step),
      resolve,
    );
    // The caller may have left while the budget was checked.
    if (request.signal.aborted) call.callerGone();
    else call.start();
    return { call, record, done: promise };
  }

  /** On the model's next deployment where it has several. */
  async #race(
    planned: PlannedAttempt,
    step: Step,
    first: Running,
    deployment: string,
    sending: Sending,
  ): Promise<Raced> {
    const { hedgeAfter, deployments } = planned;
    if (hedgeAfter === undefined || this.attempts.length >= MOST_ATTEMPTS) {
      return { attempted: await first.done, record: first.record };
    }
    const { breakers, clock } = this.#parts.settings;
    return hedge(first, hedgeAfter, clock, async () => {
      const other = deployments[(deployments.indexOf(deployment) + 1) % deployments.length] ?? deployment;
      const passage = breakers.enter(other, false);
      if (passage === undefined) return undefined;
      const opened = await this.#open(planned, step, this.#entered(other, passage), sending, true);
      return 'ok' in opened ? undefined : opened;
    });
  }
}

/** Where nothing has been counted. */
function guessed({ body }: OutgoingRequest): Needs {
  return { inputTokens: Math.ceil(body.length / 4), tools: false, images: false, json: false, audio: false };
}

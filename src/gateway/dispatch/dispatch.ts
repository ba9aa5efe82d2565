/**
 * Carries out a plan: attempt after attempt until one answers, with budgets asked before each and the books closed
 * after each. Where a failure leads is the plan's; this file waits, sends and hands on. Knows no HTTP framework.
 */
import type { Plan, PlannedAttempt } from '../../language/graph/plan.ts';
import { fallbackStep, firstStep, nextStep, type Step } from '../../language/planning/next-attempt.ts';
import { MOST_ATTEMPTS } from '../../language/planning/worst-case.ts';
import type { Fault } from '../dialects/dialect.ts';
import { AttemptCall, type Attempted } from './attempt-call.ts';
import type { Passage } from './circuit-breaker.ts';
import {
  DEFAULT_LIMITS,
  type DispatchLimits,
  type DispatchSettings,
  type UpstreamRoute,
} from './dispatch-settings.ts';
import { enterDeployment } from './enter-deployment.ts';
import { hedge, type Raced, type Running } from './hedge.ts';
import type { Admission, AttemptRecord, Hooks, Outcome, OutgoingRequest } from './outcome.ts';
import { type OutgoingBody, outgoingBody } from './outgoing-body.ts';
import { backoff } from './retry-after.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { StreamAnswer } from './stream-answer.ts';
import { WholeAnswer } from './whole-answer.ts';

export interface Dispatcher {
  /** Never rejects for anything an upstream or a caller does. */
  dispatch(plan: Plan, request: OutgoingRequest, hooks: Hooks): Promise<Outcome>;
}

export function createDispatcher(settings: DispatchSettings): Dispatcher {
  const limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const retries = createRetryBudget(settings.clock);
  return {
    dispatch(plan, request, hooks) {
      retries.deposit();
      return new Dispatch(settings, limits, retries, plan, request, hooks).run();
    },
  };
}

/** Past a circuit breaker. */
interface Entered {
  readonly deployment: string;
  readonly passage: Passage;
  readonly route: UpstreamRoute;
}

type Refused = Extract<Admission, { ok: false }>;

class Dispatch {
  readonly #settings: DispatchSettings;
  readonly #limits: DispatchLimits;
  readonly #retries: RetryBudget;
  readonly #plan: Plan;
  readonly #request: OutgoingRequest;
  readonly #hooks: Hooks;
  readonly #wholeEnd: number;
  readonly #attempts: AttemptRecord[] = [];
  #body: OutgoingBody | undefined;

  constructor(
    settings: DispatchSettings,
    limits: DispatchLimits,
    retries: RetryBudget,
    plan: Plan,
    request: OutgoingRequest,
    hooks: Hooks,
  ) {
    this.#settings = settings;
    this.#limits = limits;
    this.#retries = retries;
    this.#plan = plan;
    this.#request = request;
    this.#hooks = hooks;
    this.#wholeEnd = settings.clock.elapsed() + plan.whole;
  }

  async run(): Promise<Outcome> {
    const attempts = this.#attempts;
    const first = firstStep(this.#plan);
    if (first.kind === 'give-up') throw new Error(`route "${this.#plan.route}" has no attempt to make`);
    this.#body = outgoingBody(this.#plan, this.#request);
    const { changes } = this.#body;
    let step: Step = first;
    for (;;) {
      if (this.#request.signal.aborted) return { kind: 'caller-gone', attempts };
      const entrance = enterDeployment(this.#plan, step, this.#settings.breakers);
      step = entrance.step;
      const planned = this.#planned(step);
      const entered = this.#entered(entrance.deployment, entrance.passage);
      const opened = await this.#open(planned, entered);
      if ('ok' in opened) return { kind: 'not-admitted', attempts, admission: opened };
      const { attempted, record } = await this.#race(planned, opened, entered.deployment);
      if (attempted.kind === 'gone') return { kind: 'caller-gone', attempts };
      if (attempted.kind === 'answered') {
        const { status, headers, relay } = attempted;
        return { kind: 'answered', record, attempts, changes, status, headers, relay };
      }
      const next = await this.#after(step, record, attempted.fault);
      if (next === 'gone') return { kind: 'caller-gone', attempts };
      if (next === undefined) return failed(attempts, attempted.fault, changes);
      step = next;
    }
  }

  #entered(deployment: string, passage: Passage): Entered {
    const route = this.#settings.upstreamFor(deployment);
    if (route !== undefined) return { deployment, passage, route };
    passage.void();
    throw new Error(`deployment "${deployment}" has no upstream`);
  }

  /** Asks the budget, then sends. */
  async #open(planned: PlannedAttempt, to: Entered): Promise<Running | Refused> {
    let admission: Admission;
    try {
      admission = await this.#hooks.admit(planned, to.deployment);
    } catch (error) {
      to.passage.void();
      throw error;
    }
    if (!admission.ok) {
      to.passage.void();
      return admission;
    }
    return this.#send(planned, to, admission.settle);
  }

  #send(planned: PlannedAttempt, to: Entered, settle: (record: AttemptRecord) => Promise<void>): Running {
    const request = this.#request;
    const { route, deployment, passage } = to;
    const template = this.#body?.template;
    if (template === undefined) throw new Error('a call before its body');
    const record: AttemptRecord = {
      model: planned.model,
      deployment,
      outcome: 'pending',
      ms: 0,
      maybeSent: false,
    };
    this.#attempts.push(record);
    const { promise, resolve } = Promise.withResolvers<Attempted>();
    const inputTokens = request.inputTokens ?? Math.ceil(request.body.length / 4);
    const call = new AttemptCall(
      {
        settings: this.#settings,
        limits: this.#limits,
        route,
        request,
        outgoing: {
          path: route.path,
          body: template.bodyFor(route.upstreamId),
          stream: request.stream,
          headers: { 'x-request-id': request.id, ...request.headers },
          id: request.id,
          attempt: this.#attempts.length,
        },
        deadlines: planned.deadlines,
        wholeEnd: this.#wholeEnd,
        account: { record, passage, settle, inputTokens },
      },
      (made) =>
        request.stream
          ? new StreamAnswer(made, { usageAsked: template.usageAsked, hold: this.#plan.holdUntilComplete })
          : new WholeAnswer(made),
      resolve,
    );
    // The caller may have gone while the budget was asked.
    if (request.signal.aborted) call.callerGone();
    else call.start();
    return { call, record, done: promise };
  }

  /** With a second call beside it where the plan hedges; on the model's next deployment where it has several. */
  async #race(planned: PlannedAttempt, first: Running, deployment: string): Promise<Raced> {
    const { hedgeAfter, deployments } = planned;
    if (hedgeAfter === undefined || this.#attempts.length >= MOST_ATTEMPTS) {
      return { attempted: await first.done, record: first.record };
    }
    return hedge(first, hedgeAfter, this.#settings.clock, async () => {
      const other = deployments[(deployments.indexOf(deployment) + 1) % deployments.length] ?? deployment;
      const passage = this.#settings.breakers.enter(other, false);
      if (passage === undefined) return undefined;
      const opened = await this.#open(planned, this.#entered(other, passage));
      return 'ok' in opened ? undefined : opened;
    });
  }

  /** Waits where a retry must. Undefined: the request has failed. */
  async #after(step: Step, record: AttemptRecord, fault: Fault): Promise<Step | 'gone' | undefined> {
    const { clock, random } = this.#settings;
    const left = this.#wholeEnd - clock.elapsed();
    if (left <= 0) return undefined;
    const next = nextStep(this.#plan, step, fault.class);
    if (next.kind === 'give-up') return undefined;
    if (next.kind !== 'retry') return next;
    const wait =
      next.deployment !== record.deployment ? 0 : (record.retryAfterMs ?? backoff(step.tries, random));
    if (wait < left && wait <= this.#limits.longestWait && this.#retries.withdraw()) {
      return (await this.#wait(wait)) ? next : 'gone';
    }
    const other = fallbackStep(this.#plan, step, fault.class);
    return other.kind === 'give-up' ? undefined : other;
  }

  /** False when the caller has gone meanwhile. */
  #wait(ms: number): Promise<boolean> {
    const { signal } = this.#request;
    if (signal.aborted) return Promise.resolve(false);
    if (ms <= 0) return Promise.resolve(true);
    return new Promise((resolve) => {
      const timer = this.#settings.clock.after(Math.ceil(ms), () => {
        signal.removeEventListener('abort', leave);
        resolve(true);
      });
      const leave = (): void => {
        timer.cancel();
        resolve(false);
      };
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #planned(step: Step): PlannedAttempt {
    const planned = this.#plan.attempts[step.index];
    if (planned === undefined) throw new Error(`step ${step.index} is not in the plan`);
    return planned;
  }
}

function failed(attempts: readonly AttemptRecord[], fault: Fault, changes: readonly string[]): Outcome {
  return {
    kind: 'failed',
    attempts,
    class: fault.class,
    changes,
    ...(fault.body === undefined ? {} : { upstreamError: fault.body }),
  };
}

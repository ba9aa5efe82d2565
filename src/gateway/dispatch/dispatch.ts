/**
 * Carries out a plan: attempt after attempt until one answers, with budgets asked before each and the books closed
 * after each. Where a failure leads is the plan's; this file waits, sends and hands on. Knows no HTTP framework.
 */
import type { Plan, PlannedAttempt } from '../../language/graph/plan.ts';
import { fallbackStep, firstStep, nextStep, type Step } from '../../language/planning/next-attempt.ts';
import type { Fault } from '../dialects/dialect.ts';
import { type BodyTemplate, bodyTemplate } from '../dialects/splice-body.ts';
import { AttemptCall, type Attempted } from './attempt-call.ts';
import type { Passage } from './circuit-breaker.ts';
import { DEFAULT_LIMITS, type DispatchLimits, type DispatchSettings } from './dispatch-settings.ts';
import type { Admission, AttemptRecord, Hooks, Outcome, OutgoingRequest } from './outcome.ts';
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

class Dispatch {
  readonly #settings: DispatchSettings;
  readonly #limits: DispatchLimits;
  readonly #retries: RetryBudget;
  readonly #plan: Plan;
  readonly #request: OutgoingRequest;
  readonly #hooks: Hooks;
  readonly #wholeEnd: number;
  readonly #attempts: AttemptRecord[] = [];
  #template: BodyTemplate | undefined;

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
    let step: Step = first;
    for (;;) {
      const entered = this.#enter(step);
      step = entered.step;
      const planned = this.#planned(step);
      if (this.#request.signal.aborted) {
        entered.passage.void();
        return { kind: 'caller-gone', attempts };
      }
      const admission = await this.#admit(planned, entered);
      if (!admission.ok) {
        entered.passage.void();
        return { kind: 'not-admitted', attempts, admission };
      }
      const record: AttemptRecord = {
        model: planned.model,
        deployment: entered.deployment,
        outcome: 'pending',
        ms: 0,
        maybeSent: false,
      };
      attempts.push(record);
      const attempted = await this.#attempt(
        planned,
        entered.deployment,
        record,
        admission.settle,
        entered.passage,
      );
      if (attempted.kind === 'gone') return { kind: 'caller-gone', attempts };
      if (attempted.kind === 'answered') {
        const { status, headers, relay } = attempted;
        return { kind: 'answered', record, attempts, status, headers, relay };
      }
      const next = await this.#after(step, record, attempted.fault);
      if (next === 'gone') return { kind: 'caller-gone', attempts };
      if (next === undefined) return failed(attempts, attempted.fault);
      step = next;
    }
  }

  /**
   * Past the circuit breaker. A plan is made with the breakers' state at hand; one that has tripped since is passed
   * over while the plan has another way, and asked all the same where it has none.
   */
  #enter(wanted: Step): { step: Step; deployment: string; passage: Passage } {
    const { breakers } = this.#settings;
    let step = wanted;
    for (;;) {
      const { deployments } = this.#planned(step);
      // A retry has waited as it was asked to: the cooling that its own failure caused must not turn it away.
      const own = breakers.enter(step.deployment, step.kind === 'retry');
      if (own !== undefined) return { step, deployment: step.deployment, passage: own };
      for (const deployment of deployments) {
        const passage = breakers.enter(deployment, false);
        if (passage !== undefined) return { step, deployment, passage };
      }
      const next = fallbackStep(this.#plan, step, 'overload');
      if (next.kind === 'give-up') {
        const passage = breakers.enter(step.deployment, true);
        if (passage === undefined) throw new Error('a forced passage was refused');
        return { step, deployment: step.deployment, passage };
      }
      // Nothing was asked, so nothing is counted.
      step = { ...next, total: step.total };
    }
  }

  async #admit(
    planned: PlannedAttempt,
    entered: { deployment: string; passage: Passage },
  ): Promise<Admission> {
    try {
      return await this.#hooks.admit(planned, entered.deployment);
    } catch (error) {
      entered.passage.void();
      throw error;
    }
  }

  #attempt(
    planned: PlannedAttempt,
    deployment: string,
    record: AttemptRecord,
    settle: (record: AttemptRecord) => Promise<void>,
    passage: Passage,
  ): Promise<Attempted> {
    const route = this.#settings.upstreamFor(deployment);
    if (route === undefined) throw new Error(`deployment "${deployment}" has no upstream`);
    const request = this.#request;
    const template = this.#bodies();
    return new Promise((resolve) => {
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
          account: {
            record,
            passage,
            settle,
            inputTokens: request.inputTokens ?? Math.ceil(request.body.length / 4),
          },
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
    });
  }

  #bodies(): BodyTemplate {
    this.#template ??= bodyTemplate(this.#request.body, this.#request.json, this.#request.stream);
    return this.#template;
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

function failed(attempts: readonly AttemptRecord[], fault: Fault): Outcome {
  return {
    kind: 'failed',
    attempts,
    class: fault.class,
    ...(fault.body === undefined ? {} : { upstreamError: fault.body }),
  };
}

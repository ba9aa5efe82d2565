/**
 * Opens one attempt: checks the breaker, then the budget, then sends; with a second call in parallel where the plan
 * hedges. Knows the plan's attempts, not where a failure leads.
 */

import { type Step, unaffordableStep } from '../../language/planning/next-attempt.ts';
import type { Plan, PlannedAttempt, Removed } from '../../language/planning/plan.ts';
import { MOST_ATTEMPTS } from '../../language/planning/worst-case.ts';
import type { AccountParts } from './attempt-account.ts';
import { AttemptBody } from './attempt-body.ts';
import { AttemptCall, type Made, type Sending } from './attempt-call.ts';
import type { DeadlineWatch } from './deadline-watch.ts';
import type { DispatchLimits, DispatchSettings, UpstreamRoute } from './dispatch-settings.ts';
import { type Entrance, enterDeployment } from './enter-deployment.ts';
import { hedge } from './hedge.ts';
import type { LearnedWire } from './learned-wire.ts';
import type { Admission, AttemptRecord, Hooks, OutgoingRequest, Refusal } from './outcome.ts';

export interface AttemptParts {
  readonly settings: DispatchSettings;
  readonly limits: DispatchLimits;
  readonly plan: Plan;
  readonly request: OutgoingRequest;
  readonly hooks: Hooks;
  readonly learned: LearnedWire;
  readonly watch: DeadlineWatch;
  /** On the clock's `elapsed`. */
  readonly wholeEnd: number;
}

/** Let through by a circuit breaker. */
interface Entered extends Entrance {
  readonly route: UpstreamRoute;
  readonly sending: Sending;
  readonly hedged: boolean;
}

/** A step that was not made. */
export type Refused = Refusal & { readonly step: Step };

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
  make(wanted: Step, sending: Sending): Promise<Made | Refused> {
    const { plan, settings } = this.#parts;
    const entrance = enterDeployment(plan, wanted, settings.breakers, this);
    const opened = this.#open(entrance, sending, false);
    if (opened instanceof Promise) return opened.then((later) => this.#result(later, entrance, sending));
    return this.#result(opened, entrance, sending);
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

  /** The breaker of a step's deployment has opened. */
  skip({ index, deployment }: Step): void {
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

  #result(
    opened: AttemptCall | Refusal,
    { step, deployment }: Entrance,
    sending: Sending,
  ): Promise<Made | Refused> {
    if (!(opened instanceof AttemptCall)) return Promise.resolve({ ...opened, step });
    const { hedgeAfter } = this.#planned(step);
    // A further call would be one too many, or is not wanted.
    if (hedgeAfter === undefined || this.attempts.length >= MOST_ATTEMPTS) return opened.done;
    return hedge(opened, hedgeAfter, this.#parts.settings.clock, () =>
      this.#second(step, deployment, sending),
    );
  }

  #planned(step: Step): PlannedAttempt {
    const planned = this.#parts.plan.attempts[step.index];
    if (planned === undefined) throw new Error(`step ${step.index} is not in the plan`);
    return planned;
  }

  /** Reserves budget, then sends: at once where there is nothing to wait for. */
  #open(
    entrance: Entrance,
    sending: Sending,
    hedged: boolean,
  ): AttemptCall | Refusal | Promise<AttemptCall | Refusal> {
    const { settings, hooks } = this.#parts;
    const { deployment, permit, step } = entrance;
    const route = settings.upstreamFor(deployment, this.#parts.request.dialect);
    if (route === undefined) {
      permit.void();
      throw new Error(`deployment "${deployment}" has no upstream`);
    }
    const to = { ...entrance, route, sending, hedged };
    let admission: Admission | Promise<Admission>;
    try {
      admission = hooks.admit(this.#planned(step), deployment);
    } catch (error) {
      permit.void();
      throw error;
    }
    if (!(admission instanceof Promise)) return this.#admitted(admission, to);
    return admission.then(
      (later) => this.#admitted(later, to),
      (error: unknown) => {
        permit.void();
        throw error;
      },
    );
  }

  #admitted(admission: Admission, to: Entered): AttemptCall | Refusal {
    if (admission.ok) return this.#send(to, admission.settle);
    to.permit.void();
    return admission;
  }

  #send(
    { step, deployment, permit, route, sending, hedged }: Entered,
    settle: AccountParts['settle'],
  ): AttemptCall {
    const { settings, limits, request, learned, watch, wholeEnd } = this.#parts;
    const { model, outputLimit, deadlines } = this.#planned(step);
    const record: AttemptRecord = { model, deployment, outcome: 'pending', ms: 0, maybeSent: false };
    if (hedged) record.hedge = true;
    const attempt = this.attempts.push(record);
    const body = new AttemptBody(sending.body, route, outputLimit, record, learned);
    const call = new AttemptCall({
      settings,
      limits,
      route,
      request,
      step,
      record,
      body,
      attempt,
      deadlines,
      watch,
      wholeEnd,
      permit,
      settle,
      sending,
    });
    // The caller may have left while the budget was checked.
    if (request.signal.aborted) call.callerGone();
    else call.start();
    return call;
  }

  /** On the model's next deployment where it has several. Undefined: no second call may be made. */
  async #second(step: Step, first: string, sending: Sending): Promise<AttemptCall | undefined> {
    const { deployments } = this.#planned(step);
    const deployment = deployments[(deployments.indexOf(first) + 1) % deployments.length] ?? first;
    const permit = this.#parts.settings.breakers.enter(deployment, false);
    if (permit === undefined) return undefined;
    const opened = await this.#open({ step, deployment, permit }, sending, true);
    return opened instanceof AttemptCall ? opened : undefined;
  }
}

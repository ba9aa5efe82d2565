/**
 * Carries out a decision: makes the plan's attempts, and handles a budget or a limit that has no room for one. The
 * policy is then evaluated again, with the budget or limit known to be spent. If another route wins, that one is
 * carried out; if the same route wins, its plan continues with the next step that the budget can pay for. Of HTTP it
 * knows only the caller's headers.
 */

import { needsAfter } from '../../language/planning/expected-output.ts';
import { routeNamed } from '../../language/planning/make-plan.ts';
import type { Exploring, PlannedAttempt, Removed } from '../../language/planning/plan.ts';
import { checksNamed } from '../checks/answer-checks.ts';
import type {
  Admission,
  AttemptRecord,
  Hooks,
  Outcome,
  OutgoingRequest,
  Refusal,
} from '../dispatch/outcome.ts';
import { admitAttempt } from './admit-attempt.ts';
import { choose, type RoutingDecision } from './choose.ts';
import { decisionMember } from './decision-member.ts';
import { forwardHeaders } from './forward-headers.ts';
import { type Degraded, learnRefusal } from './learn-refusal.ts';
import type { RequestContext } from './request-context.ts';

export interface CarriedOut {
  /** The decision that was carried out last. */
  readonly choice: RoutingDecision;
  /** Undefined where the plan refuses and has no attempt. */
  readonly outcome: Outcome | undefined;
  /** Whether a budget or a limit influenced the outcome. */
  readonly degraded: Degraded | undefined;
  /** Steps for which a budget had no room, in order. */
  readonly unaffordable: readonly Removed[];
}

export function carryOut(run: RequestContext, first: RoutingDecision): Promise<CarriedOut> {
  return new CarryingOut(run, first).carryOut();
}

class CarryingOut implements Hooks {
  readonly #run: RequestContext;
  #choice: RoutingDecision;
  /** The decision made with the last refusal known, where that is another route. */
  #instead: RoutingDecision | undefined;
  #degraded: Degraded | undefined;
  /** Budgets and limits known to be spent. */
  #learned: Set<string> | undefined;
  readonly #unaffordable: Removed[] = [];
  /**
   * What was only explored has no claim on a budget or a limit: if one refuses it, pools choose by themselves.
   */
  #exploring: Exploring = 'by share';

  constructor(run: RequestContext, first: RoutingDecision) {
    this.#run = run;
    this.#choice = first;
  }

  async carryOut(): Promise<CarriedOut> {
    let earlier: readonly AttemptRecord[] = [];
    for (;;) {
      const outcome = await this.#dispatched();
      if (outcome?.kind !== 'not-admitted') return this.#end(earlier, outcome);
      // A caller that leaves while it waits in the queue was not refused.
      if (this.#run.request.signal.aborted) {
        return this.#end(earlier, { kind: 'caller-gone', attempts: outcome.attempts });
      }
      if (this.#instead === undefined) await this.#learnLimit(outcome.admission);
      if (this.#instead === undefined) return this.#end(earlier, outcome);
      earlier = [...earlier, ...outcome.attempts];
      this.#choice = this.#instead;
      this.#instead = undefined;
    }
  }

  admit(attempt: PlannedAttempt): Admission | Promise<Admission> {
    return admitAttempt(this.#run, this.#choice.plan, attempt);
  }

  /** Whether the plan goes on with its next step. */
  async moveOn(refusal: Refusal, { model }: PlannedAttempt): Promise<boolean> {
    if (isExploredIn(this.#choice, model)) {
      this.#exploring = 'never';
      this.#instead = await choose(this.#run, this.#exploring);
      return false;
    }
    if (refusal.by !== 'budget') return false;
    this.#unaffordable.push({ model, kind: 'budget', because: refusal.message });
    this.#degraded = learnRefusal(this.#run, refusal);
    // The route won although this was known, so evaluating again would give the same result.
    if (!this.#isNew(refusal.name)) return true;
    const other = await choose(this.#run, this.#exploring);
    if (other.plan.route === this.#choice.plan.route) return true;
    this.#instead = other;
    return false;
  }

  async #learnLimit(admission: Refusal): Promise<void> {
    const isNew = this.#isNew(`${admission.by} ${admission.name}`);
    const by = admission.by === 'limit' && isNew ? learnRefusal(this.#run, admission) : undefined;
    if (by === undefined) return;
    this.#degraded = by;
    this.#instead = await choose(this.#run, this.#exploring);
  }

  #isNew(name: string): boolean {
    this.#learned ??= new Set();
    const before = this.#learned.size;
    return this.#learned.add(name).size > before;
  }

  /** Undefined where the plan refuses. */
  #dispatched(): Promise<Outcome> | undefined {
    const { plan } = this.#choice;
    if (plan.attempts.length === 0) return undefined;
    const { request, serving, needs } = this.#run;
    const expects = routeNamed(serving.policy, plan.route)?.action.expects;
    const check = expects === undefined ? undefined : checksNamed(expects, serving.checks);
    const outgoing: OutgoingRequest = {
      dialect: request.dialect,
      body: request.body.bytes,
      json: request.body.json,
      stream: request.view.stream,
      needs: needsAfter(needs, plan.transforms),
      headers: forwardHeaders(request.headers, request.dialect.forwards),
      signal: request.signal,
      id: request.id,
      check,
      decisionMember: (ending) => decisionMember(this.#run, this.#choice, ending, this.#degraded),
    };
    return serving.dispatcher.dispatch(plan, outgoing, this);
  }

  #end(earlier: readonly AttemptRecord[], outcome: Outcome | undefined): CarriedOut {
    // Where nothing came before, the same array: a stream that continues on another model adds to it.
    const whole =
      outcome && earlier.length > 0 ? { ...outcome, attempts: [...earlier, ...outcome.attempts] } : outcome;
    return {
      choice: this.#choice,
      outcome: whole,
      degraded: this.#degraded,
      unaffordable: this.#unaffordable,
    };
  }
}

function isExploredIn({ plan }: RoutingDecision, model: string): boolean {
  return plan.explored !== undefined && plan.attempts[0]?.model === model;
}

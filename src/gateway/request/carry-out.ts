/**
 * Carries out a decision: makes the plan's attempts, and handles a budget or a limit that has no room for one. The
 * policy is then evaluated again, with the budget or limit known to be spent. If another route wins, that one is
 * carried out; if the same route wins, its plan continues with the next step that the budget can pay for. Of HTTP it
 * knows only the caller's headers.
 */

import { needsAfter } from '../../language/planning/expected-output.ts';
import { routeNamed } from '../../language/planning/make-plan.ts';
import type { Exploring, Removed } from '../../language/planning/plan.ts';
import { checksNamed } from '../checks/answer-checks.ts';
import type { AttemptRecord, Outcome, Refusal } from '../dispatch/outcome.ts';
import { admitAttempt } from './admit-attempt.ts';
import type { Choice } from './choose.ts';
import { decisionMember } from './decision-member.ts';
import { forwardHeaders } from './forward-headers.ts';
import { type Degraded, learnRefusal } from './learn-refusal.ts';
import type { Run } from './run.ts';

export interface CarriedOut {
  /** The decision that was carried out last. */
  readonly choice: Choice;
  /** Undefined where the plan refuses and has no attempt. */
  readonly outcome: Outcome | undefined;
  /** Whether a budget or a limit influenced the outcome. */
  readonly degraded: Degraded | undefined;
  /** Steps for which a budget had no room, in order. */
  readonly unaffordable: readonly Removed[];
}

/** `decide` decides with the facts learned meanwhile. */
export async function carryOut(
  run: Run,
  first: Choice,
  decide: (exploring: Exploring) => Promise<Choice>,
): Promise<CarriedOut> {
  const learned = new Set<string>();
  const unaffordable: Removed[] = [];
  const earlier: AttemptRecord[] = [];
  let choice = first;
  let degraded: Degraded | undefined;
  /** The decision made with the last refusal known, where that is another route. */
  let instead: Choice | undefined;
  /** What was only explored has no claim on a budget or a limit: if one refuses it, pools choose by themselves. */
  let exploring: Exploring = 'by share';
  const again = (): Promise<Choice> => decide(exploring);

  /** Whether the plan goes on with its next step. */
  async function moveOn(refusal: Refusal, model: string): Promise<boolean> {
    if (isExploredIn(choice, model)) {
      exploring = 'never';
      instead = await again();
      return false;
    }
    if (refusal.by !== 'budget') return false;
    unaffordable.push({ model, kind: 'budget', because: refusal.message });
    degraded = learnRefusal(run, refusal);
    // The route won although this was known, so evaluating again would give the same result.
    if (learned.has(refusal.name)) return true;
    learned.add(refusal.name);
    const other = await again();
    if (other.plan.route === choice.plan.route) return true;
    instead = other;
    return false;
  }

  for (;;) {
    const outcome = await dispatched(run, choice, moveOn, () => degraded);
    if (outcome?.kind === 'not-admitted' && instead === undefined) {
      const { admission } = outcome;
      const limit = `${admission.by} ${admission.name}`;
      const by = admission.by === 'limit' && !learned.has(limit) ? learnRefusal(run, admission) : undefined;
      learned.add(limit);
      if (by !== undefined) {
        degraded = by;
        instead = await again();
      }
    }
    if (outcome?.kind !== 'not-admitted' || instead === undefined) {
      // Where nothing came before, the same array: a stream that continues on another model adds to it.
      const whole =
        outcome &&
        (earlier.length === 0 ? outcome : { ...outcome, attempts: [...earlier, ...outcome.attempts] });
      return { choice, outcome: whole, degraded, unaffordable };
    }
    earlier.push(...outcome.attempts);
    choice = instead;
    instead = undefined;
  }
}

function isExploredIn({ plan }: Choice, model: string): boolean {
  return plan.explored !== undefined && plan.attempts[0]?.model === model;
}

async function dispatched(
  run: Run,
  choice: Choice,
  moveOn: (refusal: Refusal, model: string) => Promise<boolean>,
  degraded: () => Degraded | undefined,
): Promise<Outcome | undefined> {
  const { plan } = choice;
  if (plan.attempts.length === 0) return undefined;
  const { request, serving } = run;
  const check = checksNamed(routeNamed(serving.policy, plan.route)?.action.expects ?? [], serving.checks);
  const outcome = await serving.dispatcher.dispatch(
    plan,
    {
      dialect: request.dialect,
      body: request.body.bytes,
      json: request.body.json,
      stream: request.view.stream,
      needs: needsAfter(run.needs, plan.transforms),
      headers: forwardHeaders(request.headers),
      signal: request.signal,
      id: request.id,
      ...(check === undefined ? {} : { check }),
      decisionMember: (ending) => decisionMember(run, choice, ending, degraded()),
    },
    {
      admit: (attempt) => admitAttempt(run, plan, attempt),
      moveOn: (refusal, attempt) => moveOn(refusal, attempt.model),
    },
  );
  // A caller that leaves while it waits in the queue was not refused.
  const gone = outcome.kind === 'not-admitted' && request.signal.aborted;
  return gone ? { kind: 'caller-gone', attempts: outcome.attempts } : outcome;
}

/**
 * Carries out a plan: attempt after attempt until one answers, with budgets checked before each and accounts closed
 * after each. The plan decides where a failure leads; this file waits and moves on. Knows no HTTP framework.
 */

import { fallbackStep, firstStep, nextStep, type Step } from '../../language/planning/next-attempt.ts';
import type { Plan } from '../../language/planning/plan.ts';
import type { Fault } from '../dialects/dialect.ts';
import type { AttemptCall, Sending } from './attempt-call.ts';
import { continuation } from './continue-stream.ts';
import { DeadlineWatch } from './deadline-watch.ts';
import { DEFAULT_LIMITS, type DispatchSettings } from './dispatch-settings.ts';
import { createLearnedWire } from './learned-wire.ts';
import { AttemptOpener, type AttemptParts, type Refused } from './open-attempt.ts';
import type { AttemptRecord, Hooks, Outcome, OutgoingRequest } from './outcome.ts';
import { type OutgoingBody, outgoingBody } from './outgoing-body.ts';
import { backoff, waitBeforeRetry } from './retry-after.ts';
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
  const learned = createLearnedWire(settings.clock);
  const watch = new DeadlineWatch(settings.clock);
  return {
    dispatch(plan, request, hooks) {
      retries.deposit();
      const wholeEnd = settings.clock.elapsed() + plan.whole;
      return carryOut({ settings, limits, plan, request, hooks, learned, watch, wholeEnd }, retries);
    },
  };
}

async function carryOut(parts: AttemptParts, retries: RetryBudget): Promise<Outcome> {
  const { plan, request } = parts;
  const first = firstStep(plan);
  if (first.kind === 'give-up') throw new Error(`route "${plan.route}" has no attempt to make`);
  const body = outgoingBody(plan, request);
  const { changes } = body;
  const opener = new AttemptOpener(parts);
  const { attempts, skipped } = opener;
  const sending = request.stream ? streaming(parts, opener, body) : { body, receive: receiveWhole };
  let step: Step = first;
  /** When the current target was first called. */
  let since = parts.settings.clock.elapsed();
  let refused: Refused | undefined;
  for (;;) {
    if (request.signal.aborted) return { kind: 'caller-gone', attempts };
    const made = await opener.make(step, sending);
    if ('ok' in made) {
      refused ??= made;
      const affordable = await opener.stepAfter(made);
      if (affordable === undefined) return { kind: 'not-admitted', attempts, skipped, admission: refused };
      step = affordable;
      continue;
    }
    const { attempted, record } = made;
    if (attempted.kind === 'gone') return { kind: 'caller-gone', attempts };
    if (attempted.kind === 'answered') {
      const { status, headers, relay } = attempted;
      return { kind: 'answered', record, attempts, skipped, changes, status, headers, relay };
    }
    if (made.step.kind !== 'retry') since = record.beganAt ?? since;
    const next = await after(parts, retries, made.step, record, attempted.fault, since);
    if (next === 'gone') return { kind: 'caller-gone', attempts };
    if (next === undefined) return { ...failed(parts, attempts, attempted.fault, changes), skipped };
    step = next;
  }
}

function receiveWhole(call: AttemptCall): WholeAnswer {
  return new WholeAnswer(call);
}

function streaming(parts: AttemptParts, opener: AttemptOpener, body: OutgoingBody): Sending {
  const { usageAsked } = body;
  const hold = parts.plan.holdUntilComplete;
  const carryOn = continuation(parts, opener, body);
  return {
    body,
    receive: (call, step) => new StreamAnswer(call, { usageAsked, hold, carryOn: carryOn?.(step) }),
  };
}

/**
 * Waits where a retry must, within what is left of the deadline for the first token. Where that would take too long,
 * the next target is called at once. Undefined: the request has failed.
 */
async function after(
  parts: AttemptParts,
  retries: RetryBudget,
  step: Step,
  record: AttemptRecord,
  fault: Fault,
  since: number,
): Promise<Step | 'gone' | undefined> {
  const { plan, settings, wholeEnd } = parts;
  const now = settings.clock.elapsed();
  if (wholeEnd <= now) return undefined;
  const next = nextStep(plan, step, fault.class);
  if (next.kind === 'give-up') return undefined;
  if (next.kind !== 'retry') return next;
  const fallback = fallbackStep(plan, step, fault.class);
  const firstToken = plan.attempts[step.index]?.deadlines.firstToken ?? Number.POSITIVE_INFINITY;
  const left = Math.min(wholeEnd, since + firstToken) - now;
  const wait =
    next.deployment === record.deployment
      ? waitBeforeRetry(
          record.retryAfterMs,
          () => backoff(step.tries, settings.random),
          left,
          fallback.kind !== 'give-up' && isReady(parts, fallback),
        )
      : 0;
  if (wait !== undefined && retries.withdraw()) {
    return (await waited(parts, wait)) ? next : 'gone';
  }
  return fallback.kind === 'give-up' ? undefined : fallback;
}

/** Whether the step could answer now, as far as breakers know. */
function isReady({ plan, settings }: AttemptParts, step: Step): boolean {
  const deployments = plan.attempts[step.index]?.deployments ?? [];
  return deployments.some((deployment) => settings.breakers.state(deployment) === 'ready');
}

/** False when the caller has left meanwhile. */
function waited({ settings, request }: AttemptParts, ms: number): Promise<boolean> {
  const { signal } = request;
  if (signal.aborted) return Promise.resolve(false);
  if (ms <= 0) return Promise.resolve(true);
  return new Promise((resolve) => {
    const timer = settings.clock.after(Math.ceil(ms), () => {
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

function failed(
  { settings }: AttemptParts,
  attempts: readonly AttemptRecord[],
  fault: Fault,
  changes: readonly string[],
): Outcome & { readonly kind: 'failed' } {
  const prose = settings.words?.prose(fault);
  return {
    kind: 'failed',
    attempts,
    class: fault.class,
    changes,
    ...(prose === undefined ? {} : { prose }),
  };
}

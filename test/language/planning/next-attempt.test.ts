import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import { fallbackStep, firstStep, nextStep } from '../../../src/language/planning/next-attempt.ts';
import type { Plan } from '../../../src/language/planning/plan.ts';
import { strongerReason } from '../../../src/language/planning/stronger-reason.ts';
import { MOST_ATTEMPTS } from '../../../src/language/planning/worst-case.ts';
import { FAILURE_CLASSES, type FailureClass } from '../../../src/language/semantics/failures.ts';
import type { Target } from '../../../src/language/semantics/model.ts';
import { chain, graphOf, model, policyOf, useOf, world } from './policy-builder.ts';

const two = model('a', {
  deployments: [
    { id: 'a@x', upstreamId: 'a', provider: 'lab' },
    { id: 'a@y', upstreamId: 'a', provider: 'lab' },
  ],
});

function planOf(...targets: Target[]): Plan {
  const policy = policyOf({
    models: [two, model('b'), model('c')],
    targets,
    action: useOf(targets[0]?.name ?? 'a'),
  });
  return makePlan(policy, graphOf(), 0, world());
}

/** Walks with one failure after another and tells the way: `first a@x, retry a@y, fallback b, give-up`. */
function walk(plan: Plan, failures: readonly FailureClass[]): string {
  const way: string[] = [];
  let step = firstStep(plan);
  for (const failure of failures) {
    if (step.kind === 'give-up') break;
    way.push(`${step.kind} ${step.deployment}`);
    step = nextStep(plan, step, failure);
  }
  way.push(step.kind === 'give-up' ? 'give-up' : `${step.kind} ${step.deployment}`);
  return way.join(', ');
}

describe('nextStep', () => {
  const retrying = planOf(chain('x', [{ target: 'a', retries: 2 }, 'b']));

  it('retries on another deployment, then falls back, then gives up', () => {
    expect(walk(retrying, ['overload', 'overload', 'overload', 'overload'])).toBe(
      'first a@x, retry a@y, retry a@x, fallback b, give-up',
    );
  });

  it('does not ask a silent route twice, even with a retry left', () => {
    expect(walk(retrying, ['timeout'])).toBe('first a@x, fallback b');
    expect(walk(retrying, ['overload', 'timeout'])).toBe('first a@x, retry a@y, fallback b');
  });

  it.each(['too-long', 'content-filter', 'bad-request', 'auth'] as const)('never retries %s', (failure) => {
    expect(walk(retrying, [failure])).toBe('first a@x, give-up');
  });

  it('retries a failed check as often as the check says, apart from other retries', () => {
    const plan = { ...retrying, checkRetries: 1 };
    expect(walk(plan, ['failed-check', 'overload', 'failed-check'])).toBe(
      'first a@x, retry a@y, retry a@x, give-up',
    );
    expect(walk(retrying, ['failed-check'])).toBe('first a@x, give-up');
  });

  it('can be told that no retry is to be had', () => {
    const first = firstStep(retrying);
    if (first.kind === 'give-up') throw new Error('the plan has attempts');
    expect(fallbackStep(retrying, first, 'overload')).toMatchObject({ kind: 'fallback', index: 1, total: 2 });
  });

  it('never falls back from a bare model', () => {
    const bare = makePlan(policyOf({ models: [two], action: useOf('a') }), graphOf(), 0, world());
    expect(walk(bare, ['overload'])).toBe('first a@x, give-up');
  });

  it('ends within the worst case of its plan, whatever fails', () => {
    const step = fc.record({
      target: fc.constantFrom('a', 'b', 'c', 'in'),
      retries: fc.nat(40),
    });
    const on = fc.subarray([...FAILURE_CLASSES]);
    fc.assert(
      fc.property(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        on,
        on,
        fc.array(fc.constantFrom(...FAILURE_CLASSES), { minLength: 50, maxLength: 60 }),
        (steps, outerOn, innerOn, failures) => {
          const plan = planOf(
            chain('x', steps, outerOn),
            chain('in', ['c', { target: 'b', retries: 1 }], innerOn),
          );
          const way = walk(plan, failures).split(', ');
          expect(way.at(-1)).toBe('give-up');
          expect(way.length - 1).toBeLessThanOrEqual(plan.worstCase.attempts);
          expect(plan.worstCase.attempts).toBeLessThanOrEqual(MOST_ATTEMPTS);
          for (const [index, attempt] of plan.attempts.entries()) {
            for (const to of Object.values(attempt.moves)) expect(to).toBeGreaterThan(index);
          }
        },
      ),
    );
  });
});

describe('strongerReason', () => {
  it('follows the order of the service', () => {
    const order = [
      'refused',
      'budget',
      'limit',
      'fallback',
      'breaker',
      'capability',
      'pinned',
      'canary',
      'otherwise',
      'matched',
    ] as const;
    for (const [index, weaker] of order.entries()) {
      for (const stronger of order.slice(0, index)) {
        expect(strongerReason(weaker, stronger)).toBe(stronger);
        expect(strongerReason(stronger, weaker)).toBe(stronger);
      }
    }
  });
});

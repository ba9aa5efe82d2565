// Splits and rollouts over many users: the shares hold, and each user stays on one side, on every machine.
import { expect, test } from 'vitest';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import { shareOf } from '../../../src/language/planning/share.ts';
import type { Pool, Rollout, Split } from '../../../src/language/semantics/model.ts';
import { at, graphOf, model, policyOf, useOf, world } from './policy-builder.ts';

const USERS = 100_000;
const models = [model('a'), model('b'), model('c')];
const graph = graphOf();

test('90/10 by user over 100,000 users is within half a point, and no user ever changes sides', () => {
  const split: Split = {
    kind: 'split',
    name: 'trial',
    at,
    by: { kind: 'user' },
    salt: 's',
    arms: [
      { share: 90, target: 'a' },
      { share: 10, target: 'b' },
    ],
  };
  const policy = policyOf({ models, targets: [split], action: useOf('trial') });
  const armOf = (user: string) => makePlan(policy, graph, 0, world({ user })).attempts[0]?.model;
  const arms = Array.from({ length: USERS }, (_, index) => armOf(`user-${index}`));
  const onB = arms.filter((arm) => arm === 'b').length;
  expect(onB + arms.filter((arm) => arm === 'a').length).toBe(USERS);
  expect(Math.abs((100 * onB) / USERS - 10)).toBeLessThan(0.5);
  for (let index = 0; index < USERS; index += 97) expect(armOf(`user-${index}`)).toBe(arms[index]);
});

test('a rollout that grows moves users to the new side and none back; one that is aborted takes all back', () => {
  const rollout: Rollout = {
    kind: 'rollout',
    name: 'next',
    at,
    by: { kind: 'user' },
    salt: 's',
    from: 'a',
    to: 'b',
    steps: [],
    aborts: [],
  };
  const policy = policyOf({ models, targets: [rollout], action: useOf('next') });
  const on = (share: number, pinned?: string) =>
    new Set(
      Array.from({ length: 5_000 }, (_, index) => `user-${index}`).filter((user) => {
        const here = world({ user, rolloutShare: () => share, ...(pinned === undefined ? {} : { pinned }) });
        return makePlan(policy, graph, 0, here).attempts[0]?.model === 'b';
      }),
    );
  const [few, more] = [on(5), on(25)];
  expect(few.size).toBeGreaterThan(150);
  expect([...few].every((user) => more.has(user))).toBe(true);
  expect(more.size).toBeGreaterThan(few.size * 3);
  expect(on(0).size).toBe(0);
  // A conversation that began on the new side does not stay there once it has been given up.
  expect(on(0, 'b').size).toBe(0);
  expect(on(5, 'b').size).toBe(5_000);
});

test('least busy of three: two are drawn by the request, and the busiest is never taken', () => {
  const pool: Pool = { kind: 'pool', name: 'any', at, order: 'least busy', targets: ['a', 'b', 'c'] };
  const policy = policyOf({ models, targets: [pool], action: useOf('any') });
  const load = (id: string) => ({ a: 9, b: 1, c: 2 })[id] ?? 0;
  const taken = Array.from({ length: 600 }, (_, index) => {
    const share = (_key: unknown, salt: string) => shareOf(`request-${index}`, salt);
    return makePlan(policy, graph, 0, world({ load, share })).attempts[0]?.model;
  });
  expect(taken).not.toContain('a');
  // b wins two pairs of three, c the third.
  expect(taken.filter((name) => name === 'b').length).toBeGreaterThan(330);
  expect(taken.filter((name) => name === 'c').length).toBeGreaterThan(130);
});

/**
 * Plans that are kept: a request for which nothing is unusual gets the plan of an earlier one. Oracle: the same policy in
 * other objects, for which nothing is kept yet.
 */
import { expect, test } from 'vitest';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { DeploymentState, PlanWorld } from '../../../src/language/planning/plan.ts';
import type { Policy, Rollout, Split, Target } from '../../../src/language/semantics/model.ts';
import { at, chain, graphOf, model, needs, policyOf, useOf, world } from './policy-builder.ts';

const split: Split = {
  kind: 'split',
  name: 'ab',
  at,
  by: { kind: 'user' },
  salt: 'ab',
  arms: [
    { target: 'small', share: 50 },
    { target: 'careful', share: 50 },
  ],
};
const rollout: Rollout = {
  kind: 'rollout',
  name: 'new',
  at,
  by: { kind: 'user' },
  salt: 'new',
  from: 'small',
  to: 'large',
  steps: [],
  aborts: [],
};
const models = [
  model('small', { window: 50_000, can: ['json'] }),
  model('large', { output: 4_000 }),
  model('both', {
    deployments: ['both-1', 'both-2'].map((id) => ({ id, upstreamId: id, provider: 'lab' })),
  }),
];
const targets: Target[] = [
  chain('careful', ['large', { target: 'small', retries: 1 }]),
  chain('busy', ['both', 'large']),
  split,
  rollout,
  { kind: 'pool', name: 'pool', at, order: 'fastest', targets: ['small', 'large'] },
];

const policyFor = (target: string): Policy => policyOf({ models, targets, action: useOf(target) });

/** Every world, in an order in which usual and unusual ones follow each other. */
function* worlds(): Generator<PlanWorld> {
  const states: DeploymentState[] = ['ready', 'ready', 'open', 'cooling', 'no-key'];
  for (const large of states)
    for (const share of [10, 90, null])
      for (const pinned of [undefined, 'small', 'large', 'elsewhere'])
        for (const extra of [{}, { outputTokens: 6_000 }, { tools: true }, { inputTokens: 60_000 }])
          yield world({
            needs: needs(extra),
            state: (id) => (id === 'large' || id === 'both-2' ? large : 'ready'),
            share: () => share,
            rolloutShare: () => 50,
            load: (id) => (id === 'both-1' ? 3 : 1),
            ...(pinned === undefined ? {} : { pinned }),
          });
}

test.each(['small', 'large', 'careful', 'busy', 'ab', 'new', 'pool'])(
  'a plan of %s is the one that its request alone would get',
  (target) => {
    const policy = policyFor(target);
    const graph = graphOf();
    const seen = new Set<string>();
    for (const each of worlds()) {
      const plan = makePlan(policy, graph, 0, each);
      const alone = policyFor(target);
      expect(plan).toEqual(makePlan(alone, graphOf(), 0, each));
      seen.add(JSON.stringify(plan));
    }
    expect(seen.size).toBeGreaterThan(1);
  },
);

test('usual requests share one plan', () => {
  const policy = policyFor('ab');
  const graph = graphOf();
  const plan = (share: number) => makePlan(policy, graph, 0, world({ share: () => share }));
  expect(plan(10)).toBe(plan(20));
  expect(plan(10)).not.toBe(plan(90));
});

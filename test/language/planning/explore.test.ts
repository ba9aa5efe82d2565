// `explore 2%`: how often another member is chosen, which ones, with what probability, and when none is.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lower } from '../../../src/language/graph/lower.ts';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { Plan, PlanWorld } from '../../../src/language/planning/plan.ts';
import { shareOf } from '../../../src/language/planning/share.ts';
import type { Policy } from '../../../src/language/semantics/model.ts';
import { policyOf } from '../semantics/policies.ts';

const MODELS = `provider own { speaks simulated }
model mini { is "m" on own window 8k output 2k price $0.1 in, $0.4 out can images }
model other { is "o" on own window 8k output 2k price $5 in, $15 out }
`;
const POOL = 'pool p { cheapest of haiku, sonnet, mini explore 20% }\n';
const policyWith = (body: string) => policyOf(`${MODELS}${body}`);
const DIRECT = policyWith(`${POOL}route r { use p }`);

function planOf(policy: Policy, request: string, over: Partial<PlanWorld> = {}): Plan {
  return makePlan(policy, lower(policy), 0, {
    needs: { inputTokens: 100, tools: false, images: false, json: false, audio: false },
    share: (key, salt) => (key.kind === 'request' ? shareOf(request, salt) : null),
    state: () => 'ready',
    turn: () => 0,
    latency: () => 1,
    load: () => 0,
    rolloutShare: () => 100,
    exploring: 'by share',
    ...over,
  });
}
const modelOf = (plan: Plan) => plan.attempts[0]?.model;
const ids = (count: number) => Array.from({ length: count }, (_, at) => `request ${at}`);
const own = modelOf(planOf(DIRECT, 'x', { exploring: 'never' })) ?? '';

describe('the share of requests', () => {
  const plans = ids(20_000).map((id) => planOf(DIRECT, id));
  const counts = Object.groupBy(plans, (plan) => modelOf(plan) ?? '');

  test('that is explored is the written one, and each other member has the same', () => {
    const others = Object.entries(counts).filter(([model]) => model !== own);
    expect(others).toHaveLength(2);
    // Four standard deviations of 2,000 in 20,000 are 170.
    for (const [, group = []] of others) expect(Math.abs(group.length - 2_000)).toBeLessThan(170);
  });

  test('is the probability that the plan states', () => {
    for (const plan of plans) {
      expect(plan.propensity).toBeCloseTo(modelOf(plan) === own ? 0.8 : 0.1, 12);
      expect(plan.explored).toEqual(modelOf(plan) === own ? undefined : { share: 20, insteadOf: own });
      expect(plan.reason).toBe(modelOf(plan) === own ? 'matched' : 'explored');
    }
    // Weights by inverse propensity add up to the number of requests, for every model.
    for (const group of Object.values(counts)) {
      const weight = (group ?? []).reduce((sum, { propensity = 0 }) => sum + 1 / propensity, 0);
      expect(Math.abs(weight / plans.length - 1)).toBeLessThan(0.09);
    }
  });

  test('is drawn for each pool and request by itself', () => {
    const both = policyWith(`${POOL}${POOL.replace('pool p', 'pool q')}route r { use p }\nroute s { use q }`);
    const graph = lower(both);
    const explored = (rule: number, id: string) =>
      makePlan(both, graph, rule, { ...worldOf(id) }).explored !== undefined;
    const together = ids(5_000).filter((id) => explored(0, id) && explored(1, id)).length;
    // Independent: 4 %. One salt for both would give 20 %.
    expect(together).toBeGreaterThan(140);
    expect(together).toBeLessThan(260);
  });
});

const worldOf = (request: string): PlanWorld => ({
  needs: { inputTokens: 100, tools: false, images: false, json: false, audio: false },
  share: (_key, salt) => shareOf(request, salt),
  state: () => 'ready',
  turn: () => 0,
  latency: () => 1,
  load: () => 0,
  rolloutShare: () => 100,
  exploring: 'by share',
});

describe('only members that can serve are explored', () => {
  const NAMES = ['haiku', 'sonnet', 'mini'];

  const singles = Object.fromEntries(NAMES.map((name) => [name, policyWith(`route r { use ${name} }`)]));

  test('whatever is down, too small or without a capability', () => {
    fc.assert(
      fc.property(
        fc.subarray(NAMES),
        fc.string(),
        fc.constantFrom(100, 150_000),
        fc.boolean(),
        (down, id, inputTokens, images) => {
          const world: Partial<PlanWorld> = {
            needs: { inputTokens, tools: false, images, json: false, audio: false },
            state: (deployment) => (down.includes(deployment) ? 'open' : 'ready'),
          };
          const alone = NAMES.filter((model) => {
            return !down.includes(model) && planOf(singles[model] ?? DIRECT, id, world).refusal === undefined;
          });
          const plan = planOf(DIRECT, id, world);
          expect(plan.explored !== undefined && alone.length < 2).toBe(false);
          if (alone.length === 0) return;
          expect(alone).toContain(modelOf(plan));
          const other = alone.length === 1 ? 1 : 0.8;
          expect(plan.propensity).toBeCloseTo(plan.explored ? 0.2 / (alone.length - 1) : other, 12);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('not in a conversation, which stays with its model', () => {
    for (const id of ids(100)) {
      const plan = planOf(DIRECT, id, { pinned: 'sonnet' });
      expect([modelOf(plan), plan.propensity, plan.explored]).toEqual(['sonnet', undefined, undefined]);
    }
  });

  test('not as a fallback: only the first step of a chain that can serve is', () => {
    const chained = policyWith(`${POOL}chain c { try other then p }\nroute r { use c }`);
    for (const id of ids(100)) {
      const plan = planOf(chained, id);
      expect([plan.attempts.map(({ model }) => model), plan.propensity]).toEqual([['other', own], undefined]);
    }
    const down = (id: string) =>
      planOf(chained, id, { state: (each) => (each === 'other' ? 'open' : 'ready') });
    expect(ids(100).filter((id) => down(id).explored !== undefined).length).toBeGreaterThan(0);
  });

  test('not where nothing is ready and one call is a last resort', () => {
    for (const id of ids(50)) expect(planOf(DIRECT, id, { state: () => 'open' }).explored).toBeUndefined();
  });
});

test('probabilities of nested pools are multiplied', () => {
  const nested = policyWith(
    `pool inner { cheapest of haiku, sonnet explore 10% }\npool outer { cheapest of inner, mini explore 20% }\nroute r { use outer }`,
  );
  const seen = new Map(
    ids(500)
      .map((id) => planOf(nested, id))
      .map((plan) => [modelOf(plan), plan.propensity]),
  );
  const inner = [...seen].filter(([model]) => model !== 'mini').map(([, propensity]) => propensity);
  const all = [...seen.values()].reduce<number>((sum, propensity) => sum + (propensity ?? 0), 0);
  expect(all).toBeCloseTo(1, 12);
  expect(inner.every((propensity) => propensity !== undefined)).toBe(true);
});

test('what is explored is not called good enough', () => {
  const graded = policyOf(
    'quality "./q.csv"\nroute r { use cheapest of haiku, sonnet good enough at 90% explore 50% }',
    { 'q.csv': 'model,intent,quality\nhaiku,*,70\nsonnet,*,95\n' },
  );
  const quality = (model: string) => (model === 'sonnet' ? 95 : 70);
  for (const id of ids(20)) {
    const plan = planOf(graded, id, { quality });
    expect(plan.attempts[0]?.goodEnoughAt).toBe(plan.explored === undefined ? 90 : undefined);
  }
});

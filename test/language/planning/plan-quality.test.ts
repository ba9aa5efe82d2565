// From a quality table to the model that is asked, and the words for it: in declared pools, alone and inside of other
// targets, after candidates were removed, and where a conversation stays with its model.
import { describe, expect, test } from 'vitest';
import { lower } from '../../../src/language/graph/lower.ts';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { Plan, PlanWorld } from '../../../src/language/planning/plan.ts';
import { planFacts, qualityIn, qualityWords } from '../../../src/language/planning/plan-quality.ts';
import type { FactValue } from '../../../src/language/vocabulary/value-set.ts';
import { policyOf } from '../semantics/policies.ts';

const ROWS = `model,intent,complexity,quality,low,high
haiku,*,*,85,80,90
haiku,refund,*,93.4,91,95
haiku,refund,high,70,60,80
sonnet,*,*,97,95.5,98
`;
const POOL = 'pool frugal { cheapest of sonnet, haiku good enough at 90% }\n';
const REFUND = { intent: 'refund' };

const policyWith = (body: string) => policyOf(`quality "./q.csv"\n${body}`, { 'q.csv': ROWS });

function decide(
  body: string,
  facts: Readonly<Record<string, FactValue>> = {},
  over: Partial<PlanWorld> = {},
): Plan & { readonly told: string | undefined } {
  const policy = policyWith(body);
  const ask = ({ id }: { readonly id: string }) => facts[id];
  const world: PlanWorld = {
    needs: { inputTokens: 100, tools: false, images: false, json: false, audio: false },
    share: () => 0,
    state: () => 'ready',
    turn: () => 0,
    latency: () => 1,
    load: () => 0,
    rolloutShare: () => 100,
    quality: qualityIn(policy, ask),
    ...over,
  };
  const plan = makePlan(policy, lower(policy), 0, world);
  return { ...plan, told: qualityWords(policy, plan, ask) };
}
const models = (plan: Plan) => plan.attempts.map(({ model }) => model);

describe('a declared pool', () => {
  test('chooses and tells as one in place does', () => {
    for (const body of [`${POOL}route r { use frugal }`, `route r { use ${POOL.slice(14, -3)} }`]) {
      const refund = decide(body, REFUND);
      expect([models(refund), refund.told]).toEqual([
        ['haiku'],
        'haiku is good enough: 93.4% on refund, at least 91% (required 90%)',
      ]);
      const hard = decide(body, { intent: 'refund', complexity: 0.9 });
      expect([models(hard), hard.told]).toEqual([
        ['sonnet'],
        'sonnet is good enough: 97%, at least 95.5% (required 90%)',
      ]);
    }
  });

  test('falls to the first declared that can serve', () => {
    const proud = POOL.replace('90%', '99%').concat('route r { use frugal }');
    expect(decide(proud, REFUND).told).toBe(
      'no candidate is known to be good enough at 99%, so sonnet is used as the first that can serve: 97%, at least 95.5%',
    );
    const down = decide(proud, REFUND, { state: (id) => (id === 'sonnet' ? 'open' : 'ready') });
    expect(models(down)).toEqual(['haiku']);
  });
});

describe('inside of other targets', () => {
  test('of a chain, first and later', () => {
    const before = decide(`${POOL}chain c { try frugal then gpt-4o }\nroute r { use c }`, REFUND);
    expect(models(before)).toEqual(['haiku', 'gpt-4o']);
    const after = decide(`${POOL}chain c { try gpt-4o then frugal }\nroute r { use c }`, REFUND);
    expect(models(after)).toEqual(['gpt-4o', 'haiku']);
    for (const { told } of [before, after])
      expect(told).toBe('haiku is good enough: 93.4% on refund, at least 91% (required 90%)');
  });

  test('of a split, a rollout and another pool', () => {
    const split = `${POOL}split s by user { 90% frugal 10% gpt-4o }\nroute r { use s }`;
    expect(models(decide(split, REFUND))).toEqual(['haiku']);
    const rollout = `${POOL}rollout o by user { from gpt-4o to frugal steps 100% }\nroute r { use o }`;
    expect(models(decide(rollout, REFUND))).toEqual(['haiku']);
    const fastest = `${POOL}route r { use fastest of frugal, gpt-4o }`;
    const latency = (name: string) => (name === 'haiku' ? 1 : 9);
    expect(decide(fastest, REFUND, { latency }).attempts).toMatchObject([
      { model: 'haiku', goodEnoughAt: 90 },
    ]);
  });

  test('a member that is a chain is judged by the model it asks first, and only that is told', () => {
    const body =
      'chain c { try haiku then gpt-4o }\nroute r { use cheapest of sonnet, c good enough at 90% }';
    const plan = decide(body, REFUND);
    expect(models(plan)).toEqual(['haiku', 'gpt-4o']);
    expect(plan.told).toBe('haiku is good enough: 93.4% on refund, at least 91% (required 90%)');
    // gpt-4o steps in for haiku, and nobody has graded it.
    const down = decide(body, REFUND, { state: (id) => (id === 'haiku' ? 'open' : 'ready') });
    expect(models(down)).toEqual(['sonnet']);
  });

  test('of two thresholds the inner one is told', () => {
    const body = `${POOL}route r { use fastest of frugal, gpt-4o good enough at 60% }`;
    expect(decide(body, REFUND).told).toContain('(required 90%)');
  });
});

test('a conversation stays with its model, which is then no finding of the table', () => {
  const plan = decide(`${POOL}route r { use frugal }`, REFUND, { pinned: 'sonnet' });
  expect([models(plan), plan.reason, plan.told]).toEqual([['sonnet'], 'pinned', undefined]);
});

test('facts are learnt only where the decided target reads the table', () => {
  const policy = policyWith(`chain c { try gpt-4o then frugal }
${POOL}
route plain { when tokens over 8k use sonnet }
route no { when tokens over 6k refuse 403 "No." }
route reads { when tokens over 4k canary 5% by user use c use haiku }`);
  const graph = lower(policy);
  const read = graph.rules.map(({ route, kind }, rule) => [
    `${route} ${kind}`,
    planFacts(policy, graph, rule).map(({ id }) => id),
  ]);
  expect(read).toEqual([
    ['plain use', []],
    ['no refuse', []],
    ['reads canary', ['intent', 'complexity']],
    ['reads use', []],
    ['otherwise use', []],
  ]);
});

import { describe, expect, it } from 'vitest';
import { makePlan } from '../../../src/language/planning/make-plan.ts';
import type { Plan, PlanWorld } from '../../../src/language/planning/plan.ts';
import { DEFAULT_DEADLINES, type Model, type Target } from '../../../src/language/semantics/model.ts';
import {
  action,
  at,
  chain,
  graphOf,
  model,
  needs,
  type Parts,
  policyOf,
  useOf,
  world,
} from './policy-builder.ts';

function plan(parts: Parts, here: PlanWorld = world()): Plan {
  return makePlan(policyOf(parts), graphOf(), 0, here);
}
const names = (made: Plan): string[] => made.attempts.map((attempt) => attempt.model);
const movesOf = (made: Plan, index: number) => made.attempts[index]?.moves;

const [a, b, c, d] = [model('a'), model('b'), model('c'), model('d')];

describe('a bare model', () => {
  it('is one attempt that leads nowhere', () => {
    const made = plan({ models: [a], action: useOf('a') });
    expect(made.attempts).toEqual([
      { model: 'a', deployments: ['a'], deadlines: DEFAULT_DEADLINES, retries: 0, moves: {} },
    ]);
    expect(made).toMatchObject({ route: 'it', reason: 'matched', worstCase: { attempts: 1, ms: 120_000 } });
  });

  it('prefers the less busy of its deployments', () => {
    const two = model('a', {
      deployments: [
        { id: 'a@x', upstreamId: 'a', provider: 'lab' },
        { id: 'a@y', upstreamId: 'a', provider: 'lab' },
      ],
    });
    const made = plan({ models: [two], action: useOf('a') }, world({ load: (id) => (id === 'a@x' ? 3 : 1) }));
    expect(made.attempts[0]?.deployments).toEqual(['a@y', 'a@x']);
  });
});

describe('chains', () => {
  const outer = chain(
    'outer',
    [{ target: 'inner', deadlines: { attempt: 9_000 }, retries: 1 }, 'c', 'd'],
    ['rate-limit', 'overload'],
  );
  const inner = chain(
    'inner',
    [
      { target: 'a', deadlines: { firstToken: 500 } },
      { target: 'b', retries: 3 },
    ],
    ['timeout', 'overload'],
  );
  const nested: Parts = { models: [a, b, c, d], targets: [outer, inner], action: useOf('outer') };

  it('lets the inner chain speak first and the outer one for the rest', () => {
    const made = plan(nested);
    expect(names(made)).toEqual(['a', 'b', 'c', 'd']);
    expect(movesOf(made, 0)).toEqual({ timeout: 1, overload: 1, 'rate-limit': 2 });
    expect(movesOf(made, 1)).toEqual({ overload: 2, 'rate-limit': 2 });
    expect(movesOf(made, 2)).toEqual({ overload: 3, 'rate-limit': 3 });
    expect(movesOf(made, 3)).toEqual({});
  });

  it('lets the innermost word hold for deadlines and retries', () => {
    const made = plan(nested);
    expect(
      made.attempts.map(({ deadlines, retries }) => [deadlines.attempt, deadlines.firstToken, retries]),
    ).toEqual([
      [9_000, 500, 1],
      [9_000, 30_000, 3],
      [120_000, 30_000, 0],
      [120_000, 30_000, 0],
    ]);
  });

  it('knows its worst case: the dearest path, cut at the whole deadline', () => {
    const made = plan(nested);
    expect(made.worstCase).toEqual({ attempts: 2 + 4 + 1 + 1, ms: 2 * 9_000 + 4 * 9_000 + 240_000 });
    const short = plan({ ...nested, more: { deadlines: { ...DEFAULT_DEADLINES, whole: 30_000 } } });
    expect(short.worstCase.ms).toBe(30_000);
    const hedged = plan({
      models: [a],
      targets: [chain('h', [{ target: 'a', hedgeAfter: 800 }])],
      action: useOf('h'),
    });
    expect(hedged.worstCase.attempts).toBe(2);
  });

  it('leads too-long to a strictly larger window only, over whoever stands between', () => {
    const models = [a, b, model('c', { window: 200_000 }), model('d', { window: 150_000 })];
    const made = plan({ models, targets: [chain('x', ['a', 'b', 'c', 'd'])], action: useOf('x') });
    expect([0, 1, 2, 3].map((index) => movesOf(made, index)?.['too-long'])).toEqual([
      2,
      2,
      undefined,
      undefined,
    ]);
    expect(movesOf(made, 0)?.timeout).toBe(1);
  });

  it('leads too-long from a window nobody declared to the next other model, declared or not', () => {
    const unsaid = ({ window: _, ...others }: Model): Model => others;
    const models = [unsaid(model('bare')), unsaid(model('other')), model('c', { window: 200_000 })];
    const to = (...steps: string[]) =>
      movesOf(plan({ models, targets: [chain('x', steps)], action: useOf('x') }), 0)?.['too-long'];
    expect(to('bare', 'other')).toBe(1);
    expect(to('bare', 'c')).toBe(1);
    expect(to('bare', 'bare', 'c')).toBe(2);
    expect(to('bare', 'bare')).toBeUndefined();
    expect(to('c', 'bare')).toBe(1);
  });

  it('finds the larger window in the outer chain when the inner one has none', () => {
    const models = [a, b, model('c', { window: 200_000 })];
    const targets = [chain('in', ['a', 'b']), chain('x', ['in', 'c'])];
    expect(movesOf(plan({ models, targets, action: useOf('x') }), 0)?.['too-long']).toBe(2);
  });
});

describe('candidates that cannot serve', () => {
  const parts: Parts = {
    models: [a, model('b', { window: 1_000_000 })],
    targets: [chain('x', ['a', 'b'])],
    action: useOf('x'),
  };

  it('go before anything is tried, and say why', () => {
    const made = plan(parts, world({ needs: needs({ inputTokens: 99_500 }) }));
    expect(names(made)).toEqual(['b']);
    expect(made.reason).toBe('capability');
    expect(made.removed).toEqual([
      {
        model: 'a',
        kind: 'window',
        because: 'its window of 100k is too small for 99500 input tokens and 1024 for the answer',
      },
    ]);
  });

  it('fit when prompt and asked output fill the window to the last token', () => {
    expect(names(plan(parts, world({ needs: needs({ inputTokens: 92_000, outputTokens: 8_000 }) })))).toEqual(
      ['a', 'b'],
    );
    expect(names(plan(parts, world({ needs: needs({ inputTokens: 92_001, outputTokens: 8_000 }) })))).toEqual(
      ['b'],
    );
  });

  it('stay when more output is asked for than they can write: the limit is lowered', () => {
    const asked = plan(parts, world({ needs: needs({ inputTokens: 92_000, outputTokens: 10_000 }) }));
    expect(names(asked)).toEqual(['a', 'b']);
    expect(asked.attempts[0]?.outputLimit).toBe(8_000);
  });

  it('are judged after transforms: capped output and dropped images', () => {
    const withCap: Parts = {
      models: [model('a', { can: ['tools'] })],
      action: useOf('a', ['slim']),
      more: {
        transforms: new Map([
          [
            'slim',
            {
              name: 'slim',
              at,
              steps: [
                { kind: 'cap-output', tokens: 100 },
                { kind: 'drop', what: 'images' },
              ],
            },
          ],
        ]),
      },
    };
    const made = plan(
      withCap,
      world({ needs: needs({ inputTokens: 99_900, outputTokens: 9_000, images: true }) }),
    );
    expect(names(made)).toEqual(['a']);
    expect(made.transforms).toHaveLength(2);
  });

  it('lack a capability only where the model says what it can', () => {
    const models = [model('a', { can: ['json'] }), b];
    const made = plan(
      { models, targets: [chain('x', ['a', 'b'])], action: useOf('x') },
      world({ needs: needs({ tools: true, images: true }) }),
    );
    expect(names(made)).toEqual(['b']);
    expect(made.removed[0]?.because).toBe('the request needs tools and images, which it does not support');
  });

  it('lose single deployments to region and key and stay with the others', () => {
    const two = model('a', {
      deployments: [
        { id: 'a@us', upstreamId: 'a', provider: 'lab' },
        { id: 'a@eu', upstreamId: 'a', provider: 'lab', region: 'eu' },
        { id: 'a@eu2', upstreamId: 'a', provider: 'lab', region: 'eu' },
      ],
    });
    const made = plan(
      { models: [two], action: action({ use: { target: 'a', transforms: [] }, region: 'eu' }) },
      world({ state: (id) => (id === 'a@eu2' ? 'no-key' : 'ready') }),
    );
    expect(made.attempts[0]?.deployments).toEqual(['a@eu']);
    expect(made.removed.map((each) => `${each.deployment}: ${each.because}`)).toEqual([
      'a@us: it runs in no stated region, outside region eu',
      'a@eu2: LAB_KEY is not set',
    ]);
    expect(made.reason).toBe('matched');
  });
});

describe('refusals', () => {
  const only = (here: Partial<PlanWorld>, more: Partial<Parts> = {}): Plan =>
    plan({ models: [a, b], targets: [chain('x', ['a', 'b'])], action: useOf('x'), ...more }, world(here));

  it('say context length, capability, or missing keys', () => {
    const long = only({ needs: needs({ inputTokens: 1e6 }) });
    expect(long.refusal).toMatchObject({ status: 400, code: 'context_length_exceeded' });
    expect(long.refusal?.message).toContain('a, b: its window of 100k is too small for 1M input tokens');
    expect(long).toMatchObject({ reason: 'refused', attempts: [], worstCase: { attempts: 0, ms: 0 } });
    const can = only(
      { needs: needs({ audio: true }) },
      { models: [model('a', { can: ['json'] }), model('b', { can: ['json'] })] },
    );
    expect(can.refusal).toMatchObject({ status: 400, code: 'unsupported_capability' });
    expect(only({ state: () => 'no-key' }).refusal).toMatchObject({ status: 503, code: 'no_deployment' });
  });

  it('are 503 only where nothing but keys is missing', () => {
    const mixed = only(
      { state: () => 'no-key', needs: needs({ inputTokens: 500_000 }) },
      { models: [a, model('b', { window: 1e6 })] },
    );
    expect(mixed.refusal?.code).toBe('context_length_exceeded');
  });

  it('use the route’s own words and keep what was found', () => {
    const words = { status: 413, message: 'Too long.' };
    const made = plan(
      { models: [a], action: action({ use: { target: 'a', transforms: [], orRefuse: words } }) },
      world({ needs: needs({ inputTokens: 1e6 }) }),
    );
    expect(made.refusal).toEqual({ ...words, code: 'context_length_exceeded' });
    const fits = plan({
      models: [a],
      action: action({ use: { target: 'a', transforms: [], orRefuse: words } }),
    });
    expect(fits.orRefuse).toEqual(words);
    expect(fits.refusal).toBeUndefined();
  });

  it('of the policy itself', () => {
    const refusing = policyOf({ models: [], action: action({ refuse: { status: 451, message: 'No.' } }) });
    expect(makePlan(refusing, graphOf({ kind: 'refuse' }), 0, world()).refusal).toEqual({
      status: 451,
      message: 'No.',
      code: 'policy_refused',
    });
  });
});

describe('circuit breakers', () => {
  const parts: Parts = {
    models: [a, b],
    targets: [chain('x', [{ target: 'a', retries: 2 }, 'b'])],
    action: useOf('x'),
  };

  it('are passed over while another candidate is left', () => {
    const made = plan(parts, world({ state: (id) => (id === 'a' ? 'open' : 'ready') }));
    expect(names(made)).toEqual(['b']);
    expect(made.reason).toBe('breaker');
    expect(made.removed[0]).toMatchObject({ model: 'a', kind: 'breaker' });
  });

  it('leave the reason alone when they only take a later hop', () => {
    expect(plan(parts, world({ state: (id) => (id === 'b' ? 'cooling' : 'ready') })).reason).toBe('matched');
  });

  it('do not refuse when all are open: the first is asked once', () => {
    const made = plan(parts, world({ state: () => 'open' }));
    expect(made.attempts).toMatchObject([{ model: 'a', retries: 0, moves: {} }]);
    expect(made.removed.map((each) => each.model)).toEqual(['b']);
    expect(made.reason).toBe('matched');
  });
});

describe('splits, rollouts, canaries', () => {
  const split: Target = {
    kind: 'split',
    name: 's',
    at,
    by: { kind: 'user' },
    salt: 's',
    arms: [
      { share: 90, target: 'a' },
      { share: 10, target: 'b' },
    ],
  };
  const rollout: Target = {
    kind: 'rollout',
    name: 'r',
    at,
    by: { kind: 'user' },
    salt: 's',
    from: 'a',
    to: 'b',
    steps: [],
    aborts: [],
  };
  const shared = (share: number | null, rolledOut = 25): PlanWorld =>
    world({ share: () => share, rolloutShare: () => rolledOut });

  it('draw by share, bounds exclusive above', () => {
    const at90 = (share: number | null) =>
      plan({ models: [a, b], targets: [split], action: useOf('s') }, shared(share));
    expect(at90(89.999)).toMatchObject({ reason: 'split', attempts: [{ model: 'a', arm: 's:a' }] });
    expect(names(at90(90))).toEqual(['b']);
    expect(names(at90(null))).toEqual(['a']);
  });

  it('give a removed arm’s keys to the rest, and say why', () => {
    const made = plan(
      { models: [a, b], targets: [split], action: useOf('s') },
      { ...shared(10), state: (id) => (id === 'a' ? 'open' : 'ready') },
    );
    expect(made).toMatchObject({ reason: 'breaker', attempts: [{ model: 'b', arm: 's:b' }] });
  });

  it('take the new side below the rollout’s share; an unknown key stays outside', () => {
    const made = (share: number | null) =>
      plan({ models: [a, b], targets: [rollout], action: useOf('r') }, shared(share));
    expect(made(24.9)).toMatchObject({ reason: 'rollout', attempts: [{ model: 'b', arm: 'r:b' }] });
    expect(made(25)).toMatchObject({ reason: 'matched', attempts: [{ model: 'a', arm: 'r:a' }] });
    expect(names(made(null))).toEqual(['a']);
    expect(names(plan({ models: [a, b], targets: [rollout], action: useOf('r') }, shared(0, 0)))).toEqual([
      'a',
    ]);
  });

  it('outrank one another as documented, and name the whole way', () => {
    const outer: Target = { ...split, name: 'o', arms: [{ share: 100, target: 'r' }] };
    const made = plan({ models: [a, b], targets: [outer, rollout], action: useOf('o') }, shared(1));
    expect(made).toMatchObject({ reason: 'rollout', attempts: [{ model: 'b', arm: 'o:r/r:b' }] });
    const canary = action({
      use: { target: 'a', transforms: [] },
      canaries: [{ target: 's', transforms: [], at, from: 0, to: 5, fact: 'user share' }],
    });
    const policy = policyOf({ models: [a, b], targets: [split], action: canary });
    expect(makePlan(policy, graphOf({ kind: 'canary', canary: 0 }), 0, shared(1)).reason).toBe('canary');
  });
});

describe('pools', () => {
  const pool = (order: 'fastest' | 'cheapest' | 'least busy' | 'in turn', more = {}): Target => ({
    kind: 'pool',
    name: 'q',
    at,
    order,
    targets: ['a', 'b', 'c'],
    ...more,
  });
  const pick = (target: Target, here: Partial<PlanWorld> = {}, models = [a, b, c]) =>
    names(plan({ models, targets: [target], action: useOf('q') }, world(here)));

  it('take the cheapest for this very request', () => {
    const models = [
      model('a', { price: { input: 1, output: 50 } }),
      model('b', { price: { input: 5, output: 5 } }),
      model('c', { price: { input: 9, output: 9 } }),
    ];
    expect(
      pick(pool('cheapest'), { needs: needs({ inputTokens: 100, outputTokens: 2_000 }) }, models),
    ).toEqual(['b']);
    expect(
      pick(pool('cheapest'), { needs: needs({ inputTokens: 90_000, outputTokens: 10 }) }, models),
    ).toEqual(['a']);
  });

  it('compare prices at the same length of answer when none was asked', () => {
    const models = [
      model('a', { output: 64_000, price: { input: 1, output: 1 } }),
      model('b', { output: 100, price: { input: 2, output: 2 } }),
      c,
    ];
    expect(pick(pool('cheapest'), {}, models)).toEqual(['a']);
  });

  it('take the fastest; who was never measured is measured first', () => {
    expect(pick(pool('fastest'), { latency: (name) => ({ a: 300, b: 100, c: 200 })[name] })).toEqual(['b']);
    expect(pick(pool('fastest'), { latency: (name) => ({ a: 300, b: 100 })[name] })).toEqual(['c']);
  });

  it('take the least busy, and turns', () => {
    expect(pick(pool('least busy'), { load: (id) => ({ a: 3, b: 2, c: 2 })[id] ?? 0 })).toEqual(['b']);
    let turns = 0;
    const here = { turn: () => turns++ };
    const seen = [1, 2, 3, 4].flatMap(() => pick(pool('in turn'), here));
    expect(seen).toEqual(['a', 'b', 'c', 'a']);
  });

  it('take one turn a request even when a removal makes planning look twice', () => {
    let turns = 0;
    const made = plan(
      { models: [a, b, c], targets: [pool('in turn')], action: useOf('q') },
      world({ turn: () => turns++, state: (id) => (id === 'b' ? 'open' : 'ready') }),
    );
    expect(turns).toBe(1);
    expect(names(made)).toEqual(['a']);
  });

  it('need evidence for good enough, and fall back to declared order', () => {
    const models = [
      model('a', { price: { input: 9, output: 9 } }),
      b,
      model('c', { price: { input: 2, output: 6 } }),
    ];
    const good = pool('cheapest', { goodEnoughAt: 90 });
    expect(pick(good, { quality: (name) => ({ a: 99, b: 80, c: 91 })[name] }, models)).toEqual(['c']);
    expect(pick(good, {}, models)).toEqual(['a']);
    // Whatever the order: the fastest of those that are good enough, not of all.
    const fast = pool('fastest', { goodEnoughAt: 90 });
    const latency = (name: string) => ({ a: 900, b: 1, c: 400 })[name];
    expect(pick(fast, { latency, quality: (name) => ({ a: 99, b: 80, c: 91 })[name] }, models)).toEqual([
      'c',
    ]);
    expect(pick(fast, { latency }, models)).toEqual(['a']);
  });
});

describe('pinned conversations', () => {
  it('stay in a pool, split or chain that can still serve them, and are ignored elsewhere', () => {
    const pool: Target = { kind: 'pool', name: 'q', at, order: 'cheapest', targets: ['a', 'b'] };
    const parts: Parts = { models: [a, b, c], targets: [pool, chain('x', ['q', 'c'])], action: useOf('x') };
    expect(plan(parts, world({ pinned: 'b' }))).toMatchObject({
      reason: 'pinned',
      attempts: [{ model: 'b' }, { model: 'c' }],
    });
    expect(names(plan(parts, world({ pinned: 'c' })))).toEqual(['c', 'a']);
    expect(plan(parts, world({ pinned: 'elsewhere' }))).toMatchObject({
      reason: 'matched',
      attempts: [{ model: 'a' }, { model: 'c' }],
    });
    const open = world({ pinned: 'b', state: (id) => (id === 'b' ? 'open' : 'ready') });
    expect(plan(parts, open)).toMatchObject({
      reason: 'breaker',
      attempts: [{ model: 'a' }, { model: 'c' }],
    });
  });
});

describe('checks', () => {
  const checked = (
    onFailure: { action: 'try next' | 'retry' | 'refuse'; times: number },
    on?: 'failed-check',
  ): Plan =>
    plan({
      models: [a, b],
      targets: [chain('x', ['a', 'b'], on ? [on] : ['overload'])],
      action: action({ use: { target: 'x', transforms: [] }, expects: ['ok'] }),
      more: { checks: new Map([['ok', { name: 'ok', at, rules: [], onFailure }]]) },
    });

  it('lead on, retry, or end as the check says', () => {
    expect(movesOf(checked({ action: 'try next', times: 0 }), 0)).toEqual({ overload: 1, 'failed-check': 1 });
    expect(checked({ action: 'retry', times: 2 })).toMatchObject({
      checkRetries: 2,
      worstCase: { attempts: 6 },
    });
    expect(movesOf(checked({ action: 'refuse', times: 0 }, 'failed-check'), 0)).toEqual({});
  });
});

it('keeps the methods of a world that is a class', () => {
  class Live implements PlanWorld {
    readonly needs = needs();
    readonly #load = 1;
    share(): null {
      return null;
    }
    state(): 'ready' {
      return 'ready';
    }
    turn(): number {
      return this.#load;
    }
    latency(): undefined {}
    load(): number {
      return this.#load;
    }
    rolloutShare(): number {
      return 0;
    }
  }
  const pool: Target = { kind: 'pool', name: 'q', at, order: 'in turn', targets: ['a', 'b'] };
  expect(names(plan({ models: [a, b], targets: [pool], action: useOf('q') }, new Live()))).toEqual(['b']);
});

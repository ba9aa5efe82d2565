// The typed policy: references resolved, units read, defaults written out.
import { describe, expect, test } from 'vitest';
import { LIBRARY, policyOf, routeOf } from './policies.ts';

describe('who answers', () => {
  const policy = policyOf('');

  test('deployments are named after their model, and told apart', () => {
    expect(policy.models.get('haiku')?.deployments.map((one) => one.id)).toEqual(['haiku']);
    expect(policy.models.get('gpt-4o')?.deployments.map((one) => [one.id, one.region])).toEqual([
      ['gpt-4o@lab', undefined],
      ['gpt-4o@eu', 'eu'],
      ['gpt-4o@eu#2', 'eu'],
    ]);
  });

  test('an import brings the providers its models need, without their names', () => {
    expect([...policy.providers.keys()]).toEqual(['lab', 'eu']);
    expect(policy.providers.get('eu')).toMatchObject({
      speaks: 'openai',
      url: 'https://eu.example/v1',
      region: 'eu',
    });
  });

  test('numbers are in their units', () => {
    expect(policy.models.get('haiku')).toMatchObject({
      window: 200_000,
      output: 64_000,
      price: { input: 1, output: 5 },
      can: ['tools', 'json'],
    });
    expect(policy.models.get('gpt-4o')?.price).toMatchObject({ input: 2.5, output: 10 });
    expect(policy.models.get('gpt-4o')?.window).toBeUndefined();
  });

  test('wire facts, passed members and the price of cache writes', () => {
    const { providers, models } = policyOf(`
      provider strict { speaks simulated not stream options max as max_tokens pass models, service_tier }
      model plain { is "p" on strict price $1 in, $5 out, $0.1 cached, $1.25 cache write }
      model thinking { is "t" on strict max as max_completion_tokens fixed temperature }`);
    expect(providers.get('strict')).toMatchObject({
      wire: { streamOptions: false, outputLimitAs: 'max_tokens' },
      pass: ['models', 'service_tier'],
    });
    expect(models.get('plain')?.price).toEqual({ input: 1, output: 5, cached: 0.1, cacheWrite: 1.25 });
    expect(models.get('plain')).not.toHaveProperty('wire');
    expect(models.get('thinking')?.wire).toEqual({
      outputLimitAs: 'max_completion_tokens',
      fixedTemperature: true,
    });
    expect(providers.get('lab')).not.toHaveProperty('wire');
    expect(providers.get('lab')).not.toHaveProperty('pass');
  });

  test('words of wire facts, prices and deadlines may be names', () => {
    const policy = policyOf(`
      provider pass { speaks simulated pass models }
      provider not { speaks simulated not stream options }
      model max { is "m" on pass max as max_tokens }
      model fixed { is "f" on not fixed temperature }
      chain ending { try max ending within 3s then fixed }
      pool options { fastest of max, fixed }
      split write by user { 50% max 50% ending }
      transform temperature { set temperature 0 set max 1 set pass "x" }
      check cache { contains "x" }
      budget as { limit $1/day per all }
      route stream { use ending with temperature }`);
    expect([...policy.targets.keys()]).toEqual(['ending', 'options', 'write']);
    expect(policy.targets.get('ending')).toMatchObject({
      steps: [
        { target: 'max', deadlines: { ending: 3_000 } },
        { target: 'fixed', deadlines: {} },
      ],
    });
    expect(policy.models.get('fixed')?.wire).toEqual({ fixedTemperature: true });
  });

  test('an import brings what its chains need', () => {
    const body = { 'chains.route': 'import mini from "./mini.route"\nchain quick { try mini }\n' };
    const mini = { 'mini.route': 'provider far { speaks simulated }\nmodel mini { is "m" on far }\n' };
    const whole = policyOf('import quick from "./chains.route"\nroute r { use quick }', { ...body, ...mini });
    expect(whole.models.has('mini')).toBe(true);
    expect(whole.providers.has('far')).toBe(true);
  });

  test('a simulated deployment can be told to be slow and to fail', () => {
    const body = `model shaky { is "x" on lab { first token 200ms fails 5% with overload } }`;
    const more = { 'models.route': LIBRARY };
    const shaky = policyOf(`import lab from "./models.route"\n${body}`, more).models.get('shaky');
    expect(shaky?.deployments[0]?.simulation).toEqual({
      firstTokenMs: 200,
      fails: { percent: 5, with: 'overload' },
    });
  });
});

describe('targets', () => {
  test('a chain without `on` has the default triggers; deadlines are only what is written', () => {
    const policy = policyOf(
      'chain c {\n try sonnet within 20s first token within 5s retry 2\n then haiku idle within 8s\n}',
    );
    const chain = policy.targets.get('c');
    if (chain?.kind !== 'chain') throw new Error('no chain');
    expect(chain.on).toContain('too-long');
    expect(chain.on).not.toContain('content-filter');
    expect(chain.steps.map(({ target, deadlines, retries }) => ({ target, deadlines, retries }))).toEqual([
      { target: 'sonnet', deadlines: { attempt: 20_000, firstToken: 5_000 }, retries: 2 },
      { target: 'haiku', deadlines: { idle: 8_000 }, retries: 0 },
    ]);
  });

  test('a pool written in place is a target under its words', () => {
    const policy = policyOf('route r { use cheapest of haiku, sonnet }');
    expect(policy.routes[0]?.action.use?.target).toBe('cheapest of haiku, sonnet');
    expect(policy.targets.get('cheapest of haiku, sonnet')).toMatchObject({
      kind: 'pool',
      order: 'cheapest',
      targets: ['haiku', 'sonnet'],
    });
  });

  test('splits and rollouts', () => {
    const policy = policyOf(
      'split s by header "X-Session" {\n 90% sonnet\n 10% gpt-4o\n}\nrollout n by user {\n from sonnet to gpt-4o\n steps 1%, 5% after 30min, 100% after 1d\n abort when error rate over 3% for 5min\n abort when p95 latency over 6s for 10min\n}',
    );
    expect(policy.targets.get('s')).toMatchObject({
      by: { kind: 'header', name: 'x-session' },
      arms: [
        { share: 90, target: 'sonnet' },
        { share: 10, target: 'gpt-4o' },
      ],
    });
    expect(policy.targets.get('n')).toMatchObject({
      from: 'sonnet',
      to: 'gpt-4o',
      steps: [
        { share: 1, after: 0 },
        { share: 5, after: 1_800_000 },
        { share: 100, after: 86_400_000 },
      ],
      aborts: [
        { measure: 'error rate', over: 3, for: 300_000 },
        { measure: 'p95 latency', over: 6_000, for: 600_000 },
      ],
    });
  });
});

describe('routes', () => {
  test('canaries of one key lie end to end', () => {
    const { canaries } = routeOf(
      'when tokens over 8k\ncanary 5% by user use sonnet\ncanary 10% by user use gpt-4o\ncanary 20% by team use haiku\nuse haiku',
    ).action;
    expect(canaries.map(({ from, to, fact, target }) => [from, to, fact, target])).toEqual([
      [0, 5, 'user share "support canary r 1"', 'sonnet'],
      [5, 15, 'user share "support canary r 1"', 'gpt-4o'],
      [0, 20, 'team share "support canary r 2"', 'haiku'],
    ]);
  });

  test('a route may leave all but its canaries to the next', () => {
    expect(routeOf('when tokens over 8k\ncanary 5% by user use sonnet').action.use).toBeUndefined();
  });

  test('defaults are written out', () => {
    expect(routeOf('use sonnet or refuse 413 "too long"').action).toEqual({
      use: { target: 'sonnet', transforms: [], orRefuse: { status: 413, message: 'too long' } },
      canaries: [],
      mirrors: [],
      expects: [],
      onBrokenStream: 'error',
      holdUntilComplete: false,
    });
    expect(policyOf('').deadlines).toEqual({
      connect: 5_000,
      firstToken: 30_000,
      idle: 20_000,
      attempt: 120_000,
      ending: 5_000,
      whole: 600_000,
    });
  });

  test('budgets: UTC and refuse unless said, every kind of line', () => {
    const policy = policyOf(
      'budget b {\n limit $50/day per team\n limit 2M tokens/month per key\n limit 40 requests/hour per user\n warn at 80%\n zone "europe/berlin"\n durable every\n}',
    );
    expect(policy.budgets.get('b')).toMatchObject({
      lines: [
        { unit: 'usd', amount: 50, window: 'day', per: 'team' },
        { unit: 'tokens', amount: 2_000_000, window: 'month', per: 'key' },
        { unit: 'requests', amount: 40, window: 'hour', per: 'user' },
      ],
      warnAt: 80,
      zone: 'Europe/Berlin',
      whenUnknown: 'refuse',
      durableEvery: true,
    });
    expect(policy.budgets.get('cap')?.durableEvery).toBeUndefined();
    expect(policy.budgets.get('cap')?.zone).toBe('UTC');
  });

  test('intents by group, examples of files with their places', () => {
    const policy = policyOf(
      'intent praise { like "well done" examples from "./praise.txt" match at least 0.75 whole message }',
      {
        'praise.txt': '# kind words\n\n  great work \nyou rock\r\n',
      },
    );
    expect(
      [...policy.intentGroups].map(([name, group]) => [name, group.intents.map((intent) => intent.name)]),
    ).toEqual([
      ['intent', ['refund', 'bug-report', 'praise']],
      ['tone', ['urgent']],
    ]);
    const praise = policy.intentGroups.get('intent')?.intents[2];
    expect(praise?.matchAtLeast).toBe(0.75);
    expect(praise?.wholeMessage).toBe(true);
    expect(praise?.like.map(({ text, at }) => [text, at.path, at.line])).toEqual([
      ['well done', 'support.route', 8],
      ['great work', 'praise.txt', 3],
      ['you rock', 'praise.txt', 4],
    ]);
  });

  test('places have the line headers show', () => {
    const route = routeOf('when tokens over 8k\nuse sonnet');
    expect([route.at.path, route.at.line]).toEqual(['support.route', 8]);
  });
});

import { afterEach, beforeEach, expect, test } from 'vitest';
import * as wrong from '../../support/misbehaving-server.ts';
import { ask, chainPlan, eventually, type Gateway, QUICK, startGateway } from './harness.ts';

let slow: wrong.MisbehavingServer;
let quick: wrong.MisbehavingServer;
let gateway: Gateway;
const HEDGED = chainPlan([{ model: 'm', deployments: ['slow', 'quick'], hedgeAfter: 40 }]);

beforeEach(async () => {
  slow = await wrong.startMisbehavingServer();
  quick = await wrong.startMisbehavingServer();
  gateway = await startGateway({ slow: slow.url, quick: quick.url }, HEDGED);
});
afterEach(async () => {
  await Promise.all([gateway.close(), slow.close(), quick.close()]);
});

test.each([false, true])(
  'a slow call gets one beside it, and the quicker one answers; streamed %s',
  async (stream) => {
    slow.next(wrong.silent);
    expect(await (await ask(gateway, { stream })).text()).toContain('up-quick');
    await eventually(() => slow.requests[0]?.left === true);
    await eventually(() => gateway.settled.length === 2);
    expect(gateway.settled.map(({ deployment, outcome }) => `${deployment} ${outcome}`).sort()).toEqual([
      'quick answered',
      'slow aborted',
    ]);
    expect(gateway.outcomes[0]).toMatchObject({ kind: 'answered', record: { deployment: 'quick' } });
    expect(gateway.breakers.state('slow')).toBe('ready');
  },
);

test('an answer in time needs no second call', async () => {
  expect(await (await ask(gateway)).text()).toContain('up-slow');
  expect(quick.requests).toHaveLength(0);
});

test('the first may still win', async () => {
  slow.next(wrong.slowFirstToken(70));
  quick.next(wrong.silent);
  expect(await (await ask(gateway, { stream: true })).text()).toContain('late');
  await eventually(() => quick.requests[0]?.left === true);
  expect(gateway.outcomes[0]).toMatchObject({ record: { deployment: 'slow' } });
});

test('when one fails the other is waited for; when both fail the plan goes on', async () => {
  slow.next(wrong.silent);
  quick.next(wrong.serverError);
  gateway.plan = chainPlan([{ model: 'm', deployments: ['slow', 'quick'], hedgeAfter: 40 }, 'quick']);
  expect(await (await ask(gateway)).text()).toContain('up-quick');
  expect(gateway.outcomes[0]?.attempts.map(({ class: of, outcome }) => of ?? outcome)).toEqual([
    'timeout',
    'server-error',
    'answered',
  ]);
});

test('a failure before its time is not hedged', async () => {
  slow.next(wrong.serverError);
  gateway.plan = chainPlan([{ model: 'm', deployments: ['slow'], hedgeAfter: 40 }]);
  expect((await ask(gateway)).status).toBe(502);
  expect(slow.requests).toHaveLength(1);
});

test('no budget for the second call: the first goes on alone', async () => {
  slow.next(wrong.slowFirstToken(100));
  let asked = 0;
  gateway.admit = async () => {
    asked += 1;
    return asked > 1
      ? { ok: false, by: 'budget', name: 'b', message: 'used up' }
      : { ok: true, settle: async (record) => void gateway.settled.push({ ...record }) };
  };
  expect(await (await ask(gateway, { stream: true })).text()).toContain('late');
  expect(asked).toBe(2);
  expect(quick.requests).toHaveLength(0);
});

test('transforms change what is sent, and only that', async () => {
  gateway.plan = {
    ...chainPlan(['slow'], {}, QUICK),
    transforms: [
      { kind: 'cap-output', tokens: 5 },
      { kind: 'system', how: 'prepend', text: 'Be brief.' },
    ],
  };
  await (await ask(gateway, { max_tokens: 50, seed: 7 })).text();
  expect(slow.requests[0]?.json).toEqual({
    model: 'up-slow',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello there' },
    ],
    max_tokens: 5,
    seed: 7,
  });
  expect(gateway.outcomes[0]).toMatchObject({
    changes: ['output capped at 5 tokens', 'system prompt prepended'],
  });
});

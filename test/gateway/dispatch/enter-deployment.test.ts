// A breaker that opens between the plan and the call: the model is passed over, and the outcome says so.
import { afterEach, expect, test } from 'vitest';
import { type FakeServer, startFakeOpenAi } from '../../support/fake-openai-server.ts';
import { chainPlan, type Gateway, startGateway } from './harness.ts';

let fake: FakeServer;
let gateway: Gateway;
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const ask = () =>
  fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'x', messages: [{ role: 'user', content: 'hi' }] }),
  });

async function start(plan = chainPlan(['first', 'second'])): Promise<void> {
  fake = await startFakeOpenAi();
  gateway = await startGateway({ first: fake.url, second: fake.url }, plan);
}

function trip(deployment: string): void {
  for (let count = 0; count < 10; count++)
    gateway.breakers.enter(deployment, true)?.failed('server-error', 500, undefined);
}

test('an open breaker is named', async () => {
  await start();
  trip('first');
  expect(gateway.breakers.state('first')).toBe('open');
  expect((await ask()).status).toBe(200);
  expect(gateway.outcomes.at(-1)).toMatchObject({
    attempts: [{ model: 'second' }],
    skipped: [
      { model: 'first', deployment: 'first', kind: 'breaker', because: 'its circuit breaker is open' },
    ],
  });
});

test('who is asked as a last resort is still an attempt, and nobody else is skipped', async () => {
  await start(chainPlan(['first']));
  trip('first');
  expect((await ask()).status).toBe(200);
  expect(gateway.outcomes.at(-1)).toMatchObject({ attempts: [{ model: 'first' }], skipped: [] });
});

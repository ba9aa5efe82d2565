// Comments keep a caller's stream warm, and never come before its first content or inside an event.
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  DONE,
  type FakeServer,
  FINISH,
  ROLE,
  says,
  startFakeOpenAi,
} from '../../support/fake-openai-server.ts';
import { ask, chainPlan, type Gateway, QUICK, startGateway } from './harness.ts';

const WAITING = ': llmr waiting\n\n';
let fake: FakeServer;
let gateway: Gateway;

beforeEach(async () => {
  fake = await startFakeOpenAi(async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(ROLE);
    await pause(150);
    res.write(says('One'));
    await pause(150);
    // The first half of an event, and a silence within it.
    res.write(says('two').slice(0, 20));
    await pause(150);
    res.end(says('two').slice(20) + FINISH + DONE);
  });
  const deadlines = { ...QUICK, idle: 1_000, firstToken: 1_000, attempt: 2_000 };
  gateway = await startGateway({ first: fake.url }, chainPlan(['first'], {}, deadlines), {
    limits: { keepAlive: 30 },
  });
});
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('between events, after the first content', async () => {
  const began = performance.now();
  const response = await ask(gateway, { stream: true });
  // Headers wait for content: until then another target could still answer.
  expect(performance.now() - began).toBeGreaterThan(140);
  const text = await response.text();
  const comments = text.split(WAITING).length - 1;
  expect(comments).toBeGreaterThanOrEqual(4);
  expect(comments).toBeLessThanOrEqual(11);
  expect(text.startsWith(ROLE)).toBe(true);
  expect(text.replaceAll(WAITING, '')).toBe(ROLE + says('One') + says('two') + FINISH + DONE);
});

test('a stream that is held leaves whole, and needs none', async () => {
  gateway.plan = { ...gateway.plan, holdUntilComplete: true };
  expect(await (await ask(gateway, { stream: true })).text()).not.toContain(WAITING);
});

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
/** Calls the provider waits for, so that the test and not the machine says how long a silence is. */
let goOn: (() => void)[];
let fake: FakeServer;
let gateway: Gateway;

beforeEach(async () => {
  goOn = [];
  fake = await startFakeOpenAi(async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(ROLE);
    await pause(150);
    res.write(says('One'));
    await told();
    // The first half of an event, and a silence within it.
    res.write(says('two').slice(0, 20));
    await told();
    res.end(says('two').slice(20) + FINISH + DONE);
  });
  const deadlines = { ...QUICK, idle: 10_000, firstToken: 10_000, attempt: 20_000, whole: 25_000 };
  gateway = await startGateway({ first: fake.url }, chainPlan(['first'], {}, deadlines), {
    limits: { keepAlive: 30 },
  });
});
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const told = (): Promise<void> => new Promise((resolve) => goOn.push(resolve));
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('between events, after the first content', async () => {
  const began = performance.now();
  const response = await ask(gateway, { stream: true });
  // Headers wait for content: until then another target could still answer.
  expect(performance.now() - began).toBeGreaterThan(140);
  let text = '';
  let silences = 0;
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const comments = text.split(WAITING).length - 1;
    if (comments < 2 * (silences + 1)) continue;
    silences += 1;
    goOn.shift()?.();
  }
  expect(silences).toBeGreaterThanOrEqual(2);
  expect(text.startsWith(ROLE)).toBe(true);
  expect(text.replaceAll(WAITING, '')).toBe(ROLE + says('One') + says('two') + FINISH + DONE);
});

test('a stream that is held leaves whole, and needs none', async () => {
  gateway.plan = { ...gateway.plan, holdUntilComplete: true };
  const answer = ask(gateway, { stream: true });
  for (let silences = 0; silences < 2; silences += 1) {
    while (goOn.length === 0) await pause(5);
    await pause(100);
    goOn.shift()?.();
  }
  expect(await (await answer).text()).not.toContain(WAITING);
});

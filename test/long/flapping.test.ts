/**
 * A primary that goes down and comes back, again and again: a minute of it, twenty times as fast. Callers must not
 * notice, the sick provider must be left alone but for a few probes, and the well one must be used again soon.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryPolicy, PATIENT } from '../support/delivery-policy.ts';
import { answerWell } from '../support/fake-openai-server.ts';
import * as wrong from '../support/misbehaving-server.ts';
import { type RunningGateway, runGateway } from '../support/running-gateway.ts';

const FASTER = 20;
/** Milliseconds of the story on the test's clock. */
const story = (ms: number): number => ms / FASTER;
/** service.md: open for 5 s, doubling to 10 s. */
const BREAKER = {
  failures: 5,
  percent: 50,
  sample: 20,
  window: story(60_000),
  open: story(5_000),
  longestOpen: story(10_000),
  probes: 1,
  longestCooling: story(300_000),
  untold: story(1_000),
  longestUntold: story(30_000),
};
/** Down from 10 s to 20 s, and so on, until it is well for good. */
const PHASE = story(10_000);
const WELL_AFTER = 5 * PHASE;
const AT_ONCE = 8;

let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let llmr: RunningGateway;

beforeAll(async () => {
  first = await wrong.startMisbehavingServer();
  second = await wrong.startMisbehavingServer();
  llmr = await runGateway(deliveryPolicy(first.url, second.url, PATIENT), {}, undefined, {
    breaker: BREAKER,
  });
});
afterAll(async () => {
  await llmr.close();
  await Promise.all([first.close(), second.close()]);
});

test('a primary that flaps for a minute', async () => {
  const began = performance.now();
  const since = (): number => performance.now() - began;
  const isDown = (at: number): boolean => at < WELL_AFTER && Math.floor(at / PHASE) % 2 === 1;
  const asked: number[] = [];
  first.always((arrived, res, req) => {
    asked.push(since());
    return (isDown(since()) ? wrong.unavailable : answerWell)(arrived, res, req);
  });
  const answers: { at: number; status: number; by: string | null }[] = [];
  const caller = async (): Promise<void> => {
    while (since() < WELL_AFTER + 3 * PHASE) {
      const body = { model: 'any', messages: [{ role: 'user', content: 'Hello' }], stream: true };
      const at = since();
      const answer = await llmr.chat(body);
      const text = await answer.text();
      const whole = answer.status === 200 && text.endsWith('data: [DONE]\n\n');
      answers.push({ at, status: whole ? 200 : answer.status, by: answer.headers.get('llmr-model') });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));

  expect(answers.length).toBeGreaterThan(500);
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  // What it takes to see that it is down, with as many calls under way; then a probe every 5 s and fewer.
  const whileDown = asked.filter(isDown);
  const perOutage = [1, 3].map((phase) => whileDown.filter((at) => Math.floor(at / PHASE) === phase).length);
  for (const count of perOutage) {
    expect(count).toBeGreaterThan(0);
    expect(count).toBeLessThanOrEqual(BREAKER.failures + AT_ONCE + 3);
  }
  const back = answers.find(({ at, by }) => at > WELL_AFTER && by === 'first');
  expect((back?.at ?? Number.POSITIVE_INFINITY) - WELL_AFTER).toBeLessThan(story(30_000));
  // And then it keeps what is its own.
  const last = answers.filter(({ at }) => at > WELL_AFTER + 2 * PHASE);
  expect(last.filter(({ by }) => by === 'first').length / last.length).toBeGreaterThan(0.95);
});

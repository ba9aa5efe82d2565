/** Pools and conditions over measured models: who is fast gets the traffic, who is slow is left, and the value is told. */
import { afterEach, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: FakeServer;
afterEach(async () => {
  await llmr.close();
  await upstream.close();
});

/** Milliseconds that models take, by the model's name there. */
async function start(delays: Record<string, number>, routes: string): Promise<void> {
  upstream = await startFakeOpenAi(async (arrived, res, req) => {
    await new Promise((resolve) => setTimeout(resolve, delays[String(arrived.json['model'])] ?? 0));
    answerWell(arrived, res, req);
  });
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "support" }
provider lab { speaks openai at "${upstream.url}" }
model one { is "one" on lab }
model two { is "two" on lab }
model three { is "three" on lab }
${routes}
`,
  });
}

async function model(): Promise<string> {
  const answer = await llmr.chat(ask('hi'));
  await answer.text();
  expect(answer.status).toBe(200);
  return answer.headers.get('llmr-model') ?? '';
}
const count = (names: readonly string[], name: string) => names.filter((each) => each === name).length;

test('fastest of: each is tried, then the fast one is asked', async () => {
  await start({ one: 150, two: 10, three: 150 }, 'otherwise { use fastest of one, two, three }');
  const names = [];
  for (let index = 0; index < 20; index++) {
    names.push(await model());
    if (index < 3) await llmr.spread();
  }
  expect(new Set(names.slice(0, 3))).toEqual(new Set(['one', 'two', 'three']));
  expect(count(names.slice(3), 'two')).toBeGreaterThanOrEqual(16);
});

test('fastest of: a burst does not pile up on what nobody has measured', async () => {
  await start({ one: 200, two: 200, three: 200 }, 'otherwise { use fastest of one, two, three }');
  const names = await Promise.all(Array.from({ length: 12 }, model));
  expect(Math.max(...['one', 'two', 'three'].map((name) => count(names, name)))).toBeLessThan(8);
});

test('least busy of: slow answers weigh, so the quick one takes more', async () => {
  await start({ one: 400, two: 20 }, 'otherwise { use least busy of one, two }');
  const names: string[] = [];
  const worker = async () => {
    for (let index = 0; index < 8; index++) names.push(await model());
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  expect(count(names, 'two')).toBeGreaterThan(count(names, 'one'));
});

test('p95 latency in a condition: traffic leaves the slow model, does not flap, and the decision holds the value', async () => {
  const delays: Record<string, number> = { one: 5, two: 5 };
  await start(delays, 'route away { when one p95 latency over 100ms use two }\notherwise { use one }');
  for (let index = 0; index < 8; index++) expect(await model()).toBe('one');
  delays['one'] = 200;
  const names: string[] = [];
  for (let index = 0; index < 40 && count(names, 'two') < 15; index++) names.push(await model());
  // Once it has left it stays away: no more than one change of mind.
  const changes = names.filter((name, index) => index > 0 && name !== names[index - 1]).length;
  expect([names.at(-1), changes]).toEqual(['two', 1]);
  const answer = await llmr.chat(ask('hi'));
  expect(answer.headers.get('llmr-route')).toBe('away');
  const document = await readJson<DecisionDocument>(
    await fetch(`${llmr.url}/v1/decisions/${answer.headers.get('llmr-decision-id')}`),
  );
  expect(JSON.stringify(document.facts)).toMatch(/one p95 latency/);
});

test('load in a condition: what is under way, as a share of what the model may take, once it has lasted', async () => {
  await start(
    { one: 2_500 },
    'limit room { 4 at once per model }\nroute away { when one load at least 50% use two }\notherwise { use one }',
  );
  const first = [model(), model()];
  const routes: string[] = [];
  for (let index = 0; index < 40 && count(routes, 'away') < 2; index++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const decided = await fetch(`${llmr.url}/v1/route`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ask('hi')),
    });
    routes.push((await readJson<DecisionDocument>(decided)).route);
  }
  // Two of four are under way from the beginning; it is believed after a second.
  expect(routes.slice(0, 5)).toEqual(Array(5).fill('otherwise'));
  expect(routes.slice(-2)).toEqual(['away', 'away']);
  expect(await Promise.all(first)).toEqual(['one', 'one']);
});

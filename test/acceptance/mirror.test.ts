/** Copies beside the answer: they never delay, fail or bill the caller, and how they did is in the decision. */
import { afterEach, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: FakeServer;
/** A slow copy is answered when the test says so. */
let letGo: () => void;
afterEach(async () => {
  letGo();
  await llmr.close();
  await upstream.close();
});

const TEAM = { 'llmr-team': 'acme' };

async function start(share: string, behave: (model: string) => 'well' | 'slow' | 'fail', budget = '') {
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  upstream = await startFakeOpenAi(async (arrived, res, req) => {
    const how = behave(String(arrived.json['model']));
    if (how === 'slow') await released;
    if (how !== 'fail') return answerWell(arrived, res, req);
    res.writeHead(500, { 'content-type': 'application/json' });
    res.end('{"error":{"message":"no"}}');
  });
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "support" }
provider lab { speaks openai at "${upstream.url}" }
model main { is "main" on lab  window 8k output 1k  price $1 in, $1 out }
model copy { is "copy" on lab  window 8k output 1k  price $100 in, $100 out }
${budget}
otherwise { use main  mirror ${share} to copy }
`,
  });
}

async function decision(answer: Response): Promise<DecisionDocument> {
  const url = `${llmr.url}/v1/decisions/${answer.headers.get('llmr-decision-id')}`;
  return readJson<DecisionDocument>(await fetch(url, { headers: TEAM }));
}
async function mirrored(answer: Response) {
  for (let tries = 0; tries < 60; tries++) {
    const { mirror } = await decision(answer);
    if (mirror !== undefined) return mirror;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no copy was recorded');
}
const toCopy = () => upstream.requests.filter((arrived) => arrived.json['model'] === 'copy');

test.each([false, true])('a slow copy delays nobody and is compared (stream: %s)', async (stream) => {
  await start('100%', (model) => (model === 'copy' ? 'slow' : 'well'));
  const answer = await llmr.chat(ask('hello there', { stream }), TEAM);
  await answer.text();
  // The whole answer is here while the copy waits for the test.
  letGo();
  expect(answer.headers.get('llmr-model')).toBe('main');
  const [copy] = await mirrored(answer);
  expect(copy).toMatchObject({ model: 'copy', outcome: 'answered', than: { model: 'main' } });
  expect(copy?.than?.ms).toBeTypeOf('number');
  expect(copy?.than?.costUsd).toBeGreaterThan(0);
  expect(copy?.than?.outputTokens).toBeTypeOf('number');
  expect(toCopy()[0]?.json['stream']).not.toBe(true);
  expect(toCopy()[0]?.headers['llmr-team']).toBeUndefined();
});

test('a copy that fails is the operator’s to know, not the caller’s', async () => {
  await start('100%', (model) => (model === 'copy' ? 'fail' : 'well'));
  const answer = await llmr.chat(ask('hello'), TEAM);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('llmr-decision')).toMatch(/reason=otherwise, attempts=1/);
  expect(await mirrored(answer)).toMatchObject([{ model: 'copy', outcome: 'failed', class: 'server-error' }]);
});

test('copies cost the caller nothing', async () => {
  await start('100%', () => 'well', 'budget cap { limit $0.01/day per team }');
  const answers = [];
  for (let index = 0; index < 5; index++)
    answers.push(await llmr.chat(ask('hello', { max_tokens: 20 }), TEAM));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200]);
  await mirrored(answers.at(-1) as Response);
  // One copy alone costs a good part of the budget.
  expect((await decision(answers.at(-1) as Response)).budgets[0]?.usedPercent).toBeLessThan(20);
});

test('eight at once; what is beyond is dropped and counted', async () => {
  await start('100%', (model) => (model === 'copy' ? 'slow' : 'well'));
  const answers = await Promise.all(Array.from({ length: 20 }, () => llmr.chat(ask('hello'), TEAM)));
  expect(answers.every((answer) => answer.status === 200)).toBe(true);
  letGo();
  const outcomes = (await Promise.all(answers.map(mirrored))).map(([copy]) => copy?.outcome);
  expect(outcomes.filter((outcome) => outcome === 'answered').length).toBe(toCopy().length);
  expect(toCopy().length).toBeLessThan(17);
  const dropped = outcomes.filter((outcome) => outcome === 'dropped').length;
  expect(dropped).toBeGreaterThanOrEqual(4);
  const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
  expect(metrics).toContain(
    `llmr_mirrors_total{policy="p",route="otherwise",model="copy",outcome="dropped"} ${dropped}`,
  );
});

test('about the share that was asked for', async () => {
  await start('25%', () => 'well');
  for (let round = 0; round < 40; round++) {
    await Promise.all(Array.from({ length: 4 }, async () => (await llmr.chat(ask('hello'), TEAM)).text()));
  }
  await new Promise((resolve) => setTimeout(resolve, 200));
  const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
  const copies = [...metrics.matchAll(/llmr_mirrors_total\{.*\} (\d+)/g)].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );
  expect(copies).toBeGreaterThan(15);
  expect(copies).toBeLessThan(70);
});

test('what a copy costs has its own line, and draws on what all spend together and not on the caller', async () => {
  // A copy may come to $0.101; the caller has far less, everybody together has enough for one.
  await start(
    '100%',
    () => 'well',
    'budget own { limit $0.01/day per team }\nbudget together { limit $0.103/day per all }',
  );
  const first = await llmr.chat(ask('hello', { max_tokens: 1_000 }), TEAM);
  await first.text();
  const [copy] = await mirrored(first);
  expect(copy).toMatchObject({ model: 'copy', outcome: 'answered' });
  const own = (await decision(first)).budgets.find(({ name }) => name === 'own');
  expect(own?.usedPercent).toBeLessThan(15);
  const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
  const cost = /llmr_cost_usd_total\{model="copy",.*kind="mirror"\} (\S+)/.exec(metrics)?.[1];
  expect(Number(cost)).toBeCloseTo(copy?.costUsd ?? Number.NaN, 9);
  expect(metrics).toMatch(/llmr_cost_usd_total\{model="main",.*kind="answer"\}/);

  // The copy of a second request no longer fits, and the request is answered all the same.
  const second = await llmr.chat(ask('hello', { max_tokens: 1_000 }), TEAM);
  expect(second.status).toBe(200);
  await second.text();
  expect(await mirrored(second)).toEqual([
    { model: 'copy', outcome: 'skipped', because: expect.stringContaining('budget together') },
  ]);
  expect(toCopy()).toHaveLength(1);
});

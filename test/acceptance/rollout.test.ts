/** A rollout through the whole service: users move, an ill new side is given up, and a restart knows. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { RolloutStatus } from '../../src/gateway/traffic/rollouts/rollouts.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: FakeServer;
afterEach(async () => {
  await llmr.close();
  await upstream.close();
});

function policy(steps: string, url: string): Record<string, string> {
  return {
    'p.route': `policy p edition 1 { serves "support" }
provider lab { speaks openai at "${url}" }
model old { is "old" on lab  window 8k output 1k }
model new { is "new" on lab  window 8k output 1k }
rollout careful-new by user {
  from old to new
  steps ${steps}
  abort when error rate over 3% for 30s
}
chain safe { try careful-new then old }
otherwise { use safe }
`,
  };
}

async function models(count: number): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const answer = await llmr.chat(ask('hi'), { 'llmr-user': `user-${index}` });
      await answer.text();
      expect(answer.status).toBe(200);
      return answer.headers.get('llmr-model') ?? '';
    }),
  );
}
const status = async () =>
  (await readJson<{ rollouts: RolloutStatus[] }>(await fetch(`${llmr.url}/admin/rollouts`))).rollouts[0];

/** The rollout begins when its policy is active; worker processes take seconds more until they answer. */
const FIRST_STEP = process.env['TEST_WORKERS'] === undefined ? '2s' : '12s';

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it never came to that');
}

test('users move step by step and stay; /admin/rollouts pauses and aborts', async () => {
  upstream = await startFakeOpenAi();
  llmr = await runGateway(policy(`20%, 60% after ${FIRST_STEP}, 100% after 1d`, upstream.url));
  const first = await models(60);
  const moved = first.filter((model) => model === 'new').length;
  expect(moved).toBeGreaterThan(2);
  expect(moved).toBeLessThan(25);
  const one = await llmr.chat(ask('hi'), { 'llmr-user': `user-${first.indexOf('new')}` });
  expect(one.headers.get('llmr-decision')).toMatch(/reason=rollout/);
  await until(async () => (await status())?.sharePercent === 60);
  const second = await models(60);
  expect(first.every((model, index) => model === 'old' || second[index] === 'new')).toBe(true);
  expect(second.filter((model) => model === 'new').length).toBeGreaterThan(moved);

  const act = (action: string) =>
    fetch(`${llmr.url}/admin/rollouts/p/careful-new/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
  expect((await act('pause')).status).toBe(200);
  expect((await status())?.state).toBe('paused');
  expect((await act('pause')).status).toBe(400);
  expect((await act('abort')).status).toBe(200);
  expect(new Set(await models(20))).toEqual(new Set(['old']));
  const stranger = await fetch(`${llmr.url}/admin/rollouts`, { headers: { 'llmr-user': 'ada' } });
  expect(stranger.status).toBe(403);
});

test('a new side that fails is given up by itself; no caller sees it; the log, the metrics and a reload know', async () => {
  upstream = await startFakeOpenAi((arrived, res, req) => {
    if (arrived.json['model'] !== 'new') return answerWell(arrived, res, req);
    res.writeHead(500, { 'content-type': 'application/json' });
    res.end('{"error":{"message":"broken"}}');
  });
  llmr = await runGateway(policy('50%, 100% after 1d', upstream.url));
  // Its breaker opens after a few calls; what would have gone there counts all the same.
  await models(80);
  await until(async () => (await status())?.state === 'aborted');
  expect((await status())?.reason).toMatch(/error rate over 3%: \d+ of \d+ calls in the last 30s failed/);
  expect(new Set(await models(20))).toEqual(new Set(['old']));
  const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
  expect(metrics).toContain('llmr_rollout_share_percent{policy="p",rollout="careful-new"} 0');
  expect(metrics).toContain('llmr_rollout_events_total{policy="p",rollout="careful-new",event="aborted"} 1');
  const lines = (await readFile(join(llmr.data, 'events.jsonl'), 'utf8')).trim().split('\n');
  const told = lines.map((line) => JSON.parse(line) as { event: string; reason?: string });
  expect(told.map(({ event }) => event)).toEqual(['started', 'aborted']);

  await llmr.write('p.route', `${await llmr.read('p.route')}\n# edited\n`);
  await until(async () => (await llmr.gateway.service.policyStatus()).hash !== null);
  expect((await status())?.state).toBe('aborted');
});

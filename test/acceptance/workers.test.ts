/** Two worker processes are one service: budgets, breakers, reloads, decisions and metrics are those of both. */
import { spawnSync } from 'node:child_process';
import cluster from 'node:cluster';
import { Client } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, runGateway } from '../support/running-gateway.ts';
import { createServedPlace } from '../support/served-process.ts';

const policy = (upstream: string, note: string): string => `policy p edition 1 { serves "support" }
provider up { speaks openai at "${upstream}" }
provider lab { speaks simulated }
model one { is "one" on up  window 8k output 1k  price $1 in, $1 out }
model two { is "two" on lab  window 8k output 1k  price $1 in, $1 out }
model four { is "four" on up  window 8k output 1k  price $1 in, $1 out }
model three { is "three" on lab  window 8k output 1k  price $1 in, $1 out }
budget team-cap { limit 137 requests/day per team }
chain up-first { try one then two }
pool turns { in turn two, three }
route upstream { when header "x-to" is "up" use up-first }
route held { when header "x-to" is "held" use four }
route turned { when header "x-to" is "turns" use turns }
# ${note}
otherwise { use two }
`;

const POLL = { timeout: 30_000 };

let llmr: RunningGateway;
let upstream: FakeServer;
/** One connection each: the primary gives connections to its workers in turn. */
let clients: readonly [Client, Client];
let gate: Promise<void> | undefined;

beforeAll(async () => {
  upstream = await startFakeOpenAi(async (arrived, res, req) => {
    if (arrived.json['model'] === 'one') {
      res.writeHead(500, { 'content-type': 'application/json' });
      res.end('{"error":{"message":"broken"}}');
      return;
    }
    await gate;
    answerWell(arrived, res, req);
  });
  llmr = await runGateway({ 'p.route': policy(upstream.url, 'first') }, { workers: 2, storeWaitMs: 60_000 });
  clients = [connection(), connection()];
  // Turns are counted per worker: were it the same worker, the second caller would get the next model.
  const first = await send(clients[0], { 'x-to': 'turns' });
  const second = await send(clients[1], { 'x-to': 'turns' });
  expect(first.headers['llmr-model']).toBe(second.headers['llmr-model']);
});
afterAll(async () => {
  for (const client of clients) await client.destroy();
  await llmr.close();
  await upstream.close();
});

function connection(): Client {
  return new Client(llmr.url, { pipelining: 1, keepAliveTimeout: 600_000, headersTimeout: 60_000 });
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

async function request(
  client: Client,
  method: 'GET' | 'POST',
  path: string,
  headers = {},
  body?: object,
): Promise<Answer> {
  const answer = await client.request({
    ...{ method, path },
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.statusCode, headers: answer.headers, body: await answer.body.text() };
}
const send = (client: Client, headers = {}) =>
  request(client, 'POST', '/v1/chat/completions', headers, ask('hello'));
const get = (client: Client, path: string) => request(client, 'GET', path);

async function usedOf(team: string): Promise<number> {
  const { buckets } = JSON.parse((await get(clients[0], '/admin/budgets')).body) as {
    readonly buckets: readonly { readonly bucket: string; readonly used: number }[];
  };
  return buckets.find(({ bucket }) => bucket === `team:${team}`)?.used ?? 0;
}
const counted = (metrics: string, status: number): number =>
  [...metrics.matchAll(/^llmr_requests_total\{.*status="(\d+)".*\} (\d+)$/gm)]
    .filter(([, one]) => Number(one) === status)
    .reduce((sum, [, , count]) => sum + Number(count), 0);

test('of 1,000 requests at once against a budget for 137, exactly 137 are admitted; any worker has counted all', async () => {
  const answers = await Promise.all(
    Array.from({ length: 1_000 }, async () => {
      const answer = await llmr.chat(ask('hello'), { 'llmr-team': 'many' });
      await answer.text();
      return answer.status;
    }),
  );
  const counts = Object.groupBy(answers, (status) => status);
  expect(Object.entries(counts).map(([status, all]) => [status, all?.length])).toEqual([
    ['200', 137],
    ['402', 863],
  ]);
  for (const client of clients) {
    const metrics = (await get(client, '/metrics')).body;
    expect([counted(metrics, 200), counted(metrics, 402)]).toEqual([139, 863]);
    expect(metrics).toContain('llmr_budget_used_percent{budget="team-cap"} 100');
  }
  expect(await usedOf('many')).toBe(137);
});

test('a provider that one worker has seen fail is down for the other, which has not called it', async () => {
  for (let index = 0; index < 5; index++) await send(clients[0], { 'x-to': 'up' });
  const calls = upstream.requests.length;
  await expect
    .poll(async () => JSON.parse((await get(clients[1], '/admin/models')).body).models[0], POLL)
    .toMatchObject({ model: 'one', down: true });
  const other = await send(clients[1], { 'x-to': 'up' });
  expect(other.headers['llmr-model']).toBe('two');
  expect(other.headers['llmr-decision']).toMatch(/reason=breaker/);
  expect(upstream.requests).toHaveLength(calls);
  const metrics = (await get(clients[0], '/metrics')).body;
  expect(metrics).toMatch(/llmr_breaker_state\{deployment="[^"]*one[^"]*"\} 2/);
});

test('a decision, and feedback on it, are found from the other worker', async () => {
  const made = await send(clients[0]);
  const id = String(made.headers['llmr-decision-id']);
  const read = await get(clients[1], `/v1/decisions/${id}`);
  expect([read.status, JSON.parse(read.body).id]).toEqual([200, id]);
  const judged = { decision: id, score: 1 };
  expect((await request(clients[1], 'POST', '/v1/feedback', {}, judged)).status).toBe(200);
  expect(JSON.parse((await get(clients[0], `/v1/decisions/${id}`)).body).feedback).toMatchObject({
    score: 1,
  });
});

test('a reload reaches both, and a set that is rejected reaches none', async () => {
  const hashes = async () =>
    Promise.all(
      clients.map(async (client) => JSON.parse((await get(client, '/readyz')).body).hash as string),
    );
  const [before] = await hashes();
  await llmr.write('p.route', policy(upstream.url, 'second').replace('window 8k', 'window 9k'));
  await llmr.gateway.reload();
  const [after, other] = await hashes();
  expect(after).not.toBe(before);
  expect(other).toBe(after);
  // Anthropic's list has milliseconds: the moment at which the service, not a worker, began to serve it.
  const lists = await Promise.all(
    clients.map((client) => request(client, 'GET', '/v1/models', { 'anthropic-version': '2023-06-01' })),
  );
  expect(lists[0]?.body).toContain('created_at');
  expect(lists[1]?.body).toBe(lists[0]?.body);
  await llmr.write('p.route', 'policy p edition 1 {');
  await llmr.gateway.reload();
  expect(await hashes()).toEqual([after, after]);
  const status = await Promise.all(
    clients.map(async (client) => JSON.parse((await get(client, '/admin/policy')).body)),
  );
  expect(status.map(({ hash, rejected }) => [hash, rejected.reason])).toEqual(
    Array(2).fill([after, expect.stringContaining('error')]),
  );
});

test('a worker that is killed under load is started again; what it had sent counts as spent', async () => {
  const { promise, resolve: release } = Promise.withResolvers<void>();
  gate = promise;
  const before = upstream.requests.length;
  const headers = { 'x-to': 'held', 'llmr-team': 'killed' };
  const answers = Array.from({ length: 30 }, () =>
    llmr.chat(ask('hello'), headers).then(
      ({ status }) => status,
      () => 'cut',
    ),
  );
  await expect.poll(() => upstream.requests.length, POLL).toBe(before + 30);
  const [victim] = Object.values(cluster.workers ?? {});
  victim?.process.kill('SIGKILL');
  await new Promise((ended) => victim?.once('exit', ended));
  release();
  gate = undefined;
  const ended = await Promise.all(answers);
  expect(ended).toContain('cut');
  expect(ended).toContain(200);
  clients = [connection(), connection()];
  await expect.poll(() => usedOf('killed'), POLL).toBe(30);
  await expect.poll(() => Object.keys(cluster.workers ?? {}).length, POLL).toBe(2);
  const again = await Promise.all(
    Array.from({ length: 20 }, () => llmr.chat(ask('hello'), { 'llmr-team': 'late' })),
  );
  expect(again.map(({ status }) => status)).toEqual(Array(20).fill(200));
  expect(await usedOf('late')).toBe(20);
});

test('workers end when their primary is killed', async () => {
  const place = createServedPlace({ 'p.route': policy('http://127.0.0.1:9/v1', 'served') });
  try {
    const killed = await place.start(['--workers', '2']);
    const orphans = workersOf(killed.pid);
    expect(orphans).toHaveLength(2);
    killed.signal('SIGKILL');
    await expect.poll(() => orphans.filter(isRunning), POLL).toEqual([]);
  } finally {
    place.remove();
  }
});

function workersOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['--ppid', String(pid), '-o', 'pid=,args='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.includes('serving-worker'))
    .map((line) => Number.parseInt(line, 10));
}

function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}

/** What an operator and their clients meet at the edges of the service: names of models, garbage, wrong keys, simulation. */
import { connect } from 'node:net';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, runGateway } from '../support/running-gateway.ts';

let upstream: FakeServer;
let llmr: RunningGateway;
beforeAll(async () => {
  upstream = await startFakeOpenAi(answerWell);
  llmr = await runGateway({
    'p.route': `policy p edition 1 { serves "support", "meta-llama/Llama-3.1-8B", "ünïcode name" }
provider up { speaks openai at "${upstream.url}/v1" }
provider lab { speaks simulated }
model real { is "m" on up  window 8k output 1k  price $1 in, $1 out }
model made-up { is "m" on lab  window 8k output 1k  price $1 in, $1 out }
route simulated { when header "x-simulated" is "yes" use made-up }
otherwise { use real }
`,
  });
});
afterAll(async () => {
  await llmr.close();
  await upstream.close();
});

/** Status and body of whatever comes back. */
function raw(text: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(llmr.url).port), '127.0.0.1', () => socket.write(text));
    let said = '';
    socket.on('data', (data) => {
      said += data;
    });
    socket.on('close', () =>
      resolve({ status: Number(said.split(' ')[1]), body: said.split('\r\n\r\n')[1] ?? '' }),
    );
    socket.on('error', reject);
  });
}
const get = (target: string, method = 'GET') =>
  raw(`${method} ${target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`);

describe('one model', () => {
  const client = () => new OpenAI({ baseURL: `${llmr.url}/v1`, apiKey: 'unused', maxRetries: 0 });

  test.each(['support', 'meta-llama/Llama-3.1-8B', 'ünïcode name'])('openai retrieves %s', async (id) => {
    const listed = (await client().models.list()).data.find((model) => model.id === id);
    expect(await client().models.retrieve(id)).toEqual(listed);
  });

  test('with its slash as it is', async () => {
    const { status, body } = await get('/v1/models/meta-llama/Llama-3.1-8B');
    expect([status, JSON.parse(body).id]).toEqual([200, 'meta-llama/Llama-3.1-8B']);
  });

  test('that is not served is 404 with those that are', async () => {
    const failed = await client()
      .models.retrieve('gpt-9')
      .catch((error) => error);
    expect(failed).toMatchObject({ status: 404, code: 'model_not_found' });
    expect(failed.message).toContain('"support", "meta-llama/Llama-3.1-8B"');
  });

  test.each(['/v1/models/%', '/v1/models/%E0%A4%A', '/v1/models/%zz'])('%s is 400', async (target) => {
    expect((await get(target)).status).toBe(400);
  });
});

describe('a request line that is garbage', () => {
  test.each([
    'http://',
    'http://@',
    'HTTP://',
    'http://[::1',
    'http://%',
    '*',
    '%',
    '?',
    '#',
    '\\',
    '://',
    'http:healthz',
    'http:/healthz',
    'data:text/html,x',
    'mailto:x',
  ])('%s is 400', async (target) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'DELETE']) {
      if (target === '*' && method === 'OPTIONS') continue;
      expect([method, (await get(target, method)).status]).toEqual([method, 400]);
    }
  });

  test.each([
    '//',
    '//x',
    '///',
    '/%',
    '/%zz',
    '//[',
    '/\\x',
    `/${'a'.repeat(15_000)}`,
    'http://h',
    'ws://h/x',
  ])('%s is a path that is not there', async (target) => {
    expect((await get(target)).status).toBe(404);
  });

  test('a whole address is as good as its path', async () => {
    expect((await get('http://[::1]:1/healthz')).status).toBe(200);
    expect((await get('HTTP://user:secret@host/healthz')).status).toBe(200);
  });
});

test.each([false, true])('a simulated answer says so, a real one does not; streamed %s', async (stream) => {
  const made = await llmr.chat(ask('hello', { stream }), { 'x-simulated': 'yes' });
  await made.text();
  expect(made.headers.get('llmr-simulated')).toBe('true');
  const real = await llmr.chat(ask('hello', { stream }));
  await real.text();
  expect(real.headers.get('llmr-simulated')).toBeNull();
});

test('callers that are refused are counted by why, and no key is in the metrics', async () => {
  const refused = (headers: Record<string, string>) =>
    fetch(`${llmr.url}/v1/models`, { headers }).then((answer) => answer.status);
  expect(await refused({ authorization: 'Bearer llmr_wrong-one' })).toBe(401);
  expect(await refused({ 'x-api-key': 'llmr_wrong-two' })).toBe(401);
  expect(await refused({ 'x-forwarded-for': '203.0.113.9' })).toBe(401);
  const { key, record } = llmr.gateway.service.keys.add({}, Date.now() - 1_000);
  await llmr.spread();
  expect(await refused({})).toBe(401);
  llmr.gateway.service.keys.revoke(record.id, Date.now());
  await llmr.spread();
  expect(await refused({ authorization: `Bearer ${key}` })).toBe(401);
  const metrics = await (await fetch(`${llmr.url}/metrics`)).text();
  const counted = Object.fromEntries(
    [...metrics.matchAll(/^llmr_refused_callers_total\{because="(.*)"\} (\d+)$/gm)].map((found) =>
      found.slice(1),
    ),
  );
  expect(counted).toEqual({ unknown: '2', 'not-local': '1', missing: '1', revoked: '1' });
  expect(metrics).not.toContain('llmr_wrong');
});

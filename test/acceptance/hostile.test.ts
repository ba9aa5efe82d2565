/** What a caller can send to hurt: the process stays up, and there is a clear error where one is due. */
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let upstream: FakeServer;
let llmr: RunningGateway;
let slow = true;
const EXAMPLE = new URL('../support/example/first', import.meta.url).pathname;
type Failure = { error: { code: string; message: string; param: string | null } };

beforeAll(async () => {
  upstream = await startFakeOpenAi((_arrived, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    const chunk = (delta: object) => `data: {"choices":[{"index":0,"delta":${JSON.stringify(delta)}}]}\n\n`;
    if (!slow) res.write(chunk({ content: 'a' }));
    // Never ends by itself: what matters is who is told that the caller has gone.
    const timer = setInterval(() => res.write(slow ? ': wait\n\n' : chunk({ content: 'b' })), 20);
    res.on('close', () => clearInterval(timer));
  });
  llmr = await runGateway(EXAMPLE, {}, (text) => text.replace('https://openrouter.ai/api/v1', upstream.url));
});
afterAll(async () => {
  await llmr.close();
  await upstream.close();
});

async function healthy(): Promise<void> {
  expect((await fetch(`${llmr.url}/healthz`)).status).toBe(200);
}
async function post(body: string | Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${llmr.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}
async function upstreamIsLeft(): Promise<void> {
  const end = performance.now() + 5_000;
  while (upstream.requests.at(-1)?.left !== true) {
    if (performance.now() > end) throw new Error('the upstream was never told');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

for (const [when, isSlow] of [
  ['before', true],
  ['during', false],
] as const) {
  test(`a client that disconnects ${when} the answer aborts the upstream`, async () => {
    slow = isSlow;
    const before = upstream.requests.length;
    const leaving = new AbortController();
    const answer = fetch(`${llmr.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(ask('tell me a joke', { stream: true })),
      signal: leaving.signal,
    });
    if (isSlow) {
      while (upstream.requests.length === before) await new Promise((resolve) => setTimeout(resolve, 5));
    } else {
      await (await answer).body?.getReader().read();
    }
    leaving.abort();
    await answer.catch(() => undefined);
    await upstreamIsLeft();
    await healthy();
  });
}

test('a megabyte of one letter is decided', async () => {
  const answer = await fetch(`${llmr.url}/v1/route`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ask('a'.repeat(1_048_576))),
  });
  expect(answer.status).toBe(200);
  expect((await readJson<{ facts: { tokens: number } }>(answer)).facts.tokens).toBeGreaterThan(10_000);
});

test.each([
  ['{"model": "support", "messages": [', 400, 'invalid_json'],
  ['', 400, 'invalid_json'],
  ['[1,2]', 400, 'invalid_json'],
  [
    `{"model":"support","messages":[{"role":"user","content":"x"}],"deep":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    400,
    'invalid_json',
  ],
  ['{"messages":[{"role":"user","content":"x"}]}', 400, 'invalid_body'],
  ['{"model":"support","messages":[]}', 400, 'invalid_body'],
  ['{"model":"support","messages":"hello"}', 400, 'invalid_body'],
  ['{"model":"support","messages":[{"role":"user","content":"x"}],"stream":"yes"}', 400, 'invalid_body'],
])('a body that is wrong: %.40s', async (body, status, code) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  const { error } = await readJson<Failure>(answer);
  expect(error.code).toBe(code);
  expect(error.message.length).toBeGreaterThan(10);
  await healthy();
});

test.each([
  ['', 'it is empty.'],
  ['{"model": "support", "messages": [', 'it ends before it is complete.'],
  ['nope', 'there is a mistake in it.'],
  ['{"ü": 1 "a": 2}', 'there is a mistake at character 8.'],
])('what is wrong with %j is said as it is', async (body, words) => {
  const { error } = await readJson<Failure>(await post(body));
  expect(error.message).toBe(`The body is not JSON: ${words}`);
});

test('a body that is packed is not taken for broken JSON', async () => {
  const answer = await post(gzipSync(JSON.stringify(ask('hi'))), { 'content-encoding': 'gzip' });
  expect(answer.status).toBe(415);
  expect((await readJson<Failure>(answer)).error.message).toMatch(/send the body without Content-Encoding/);
});

test('__proto__ in a body changes nothing', async () => {
  const body = '{"__proto__":{"polluted":1},"model":"support","messages":[{"role":"user","content":"hi"}]}';
  const answer = await fetch(`${llmr.url}/v1/route`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(answer.status).toBe(200);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('20 MB is refused with 413, and the client can read why', async () => {
  const answer = await post(Buffer.alloc(20 * 1024 * 1024, 0x20));
  expect(answer.status).toBe(413);
  expect((await readJson<Failure>(answer)).error.message).toMatch(/16777216 bytes/);
  await healthy();
});

/** What is answered to these bytes. */
async function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(llmr.url);
  return new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
    socket.write(text);
  });
}

test('2,000 headers are refused with 431', async () => {
  const fields = Array.from({ length: 2000 }, (_, index) => `x-h-${index}: 1\r\n`).join('');
  const answer = await raw(`GET /v1/models HTTP/1.1\r\nhost: 127.0.0.1\r\n${fields}\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  expect(answer).toContain('"error"');
  await healthy();
});

test.each([
  ['GET http://[/', /^HTTP\/1\.1 400 [\s\S]*"code":"bad_http"/],
  [
    'PURGE /v1/models',
    /^HTTP\/1\.1 405 [\s\S]*allow: (?:HEAD, GET|GET, HEAD)\r\n[\s\S]*"code":"method_not_allowed"/i,
  ],
  ['GET /v1/chat/completions', /^HTTP\/1\.1 405 [\s\S]*allow: POST\r\n/i],
  ['GET /%zz', /^HTTP\/1\.1 404 /],
])('%s is the client’s mistake and no fault of ours', async (line, expected) => {
  expect(await raw(`${line} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`)).toMatch(expected);
});

test.each([
  ['GET /v1//models', /^HTTP\/1\.1 200 [\s\S]*"object":"list"/],
  ['GET //v1/models', /^HTTP\/1\.1 200 /],
  ['GET /v1//models?limit=1', /^HTTP\/1\.1 200 /],
  ['GET http://127.0.0.1//v1//models', /^HTTP\/1\.1 200 /],
  ['GET /v1//chat///completions', /^HTTP\/1\.1 405 [\s\S]*allow: POST\r\n/i],
  ['GET //evil.example/v1/models', /^HTTP\/1\.1 404 /],
])('%s: the client’s base URL ends in a slash', async (line, expected) => {
  expect(await raw(`${line} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n`)).toMatch(expected);
});

test('a browser cannot spend money', async () => {
  const body = JSON.stringify(ask('hi'));
  expect((await post(body, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await post(body, { 'content-type': 'text/plain' })).status).toBe(415);
  // Nor read what llmr tells of itself, by a name that is pointed at this machine.
  for (const path of ['/v1/models', '/metrics', '/readyz']) {
    expect(await raw(`GET ${path} HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 403 /,
    );
  }
});

test('a wrong llmr key is 401 in every mode, and is not repeated', async () => {
  const answer = await post(JSON.stringify(ask('hi')), { authorization: 'Bearer llmr_wrongwrongwrong' });
  expect(answer.status).toBe(401);
  expect(await answer.text()).not.toContain('wrongwrong');
});

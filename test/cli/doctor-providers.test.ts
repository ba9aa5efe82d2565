/** What `llmr doctor` says of a provider that is at another address, refuses the key, is no API, or is simulated. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { checkProviders } from '../../src/cli/check-providers.ts';
import { probeProvider } from '../../src/cli/probe-provider.ts';
import { readConfig } from '../../src/gateway/config.ts';
import type { Policy } from '../../src/language/semantics/model.ts';

let server: Server;
let seen: { url: string; authorization: string | undefined }[] = [];
afterEach(() => {
  seen = [];
  server.closeAllConnections();
  server.close();
});

/** `answers`: by path; anything else is 404. A status, or a page. */
async function provider(answers: Readonly<Record<string, number | 'list' | 'page'>>): Promise<string> {
  server = createServer((req, res) => {
    seen.push({ url: req.url ?? '', authorization: req.headers.authorization });
    const answer = answers[req.url ?? ''] ?? 404;
    if (answer === 'page') res.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>');
    else if (answer === 'list') res.writeHead(200).end('{"object":"list","data":[]}');
    else if (answer === 302) res.writeHead(302, { location: '/elsewhere' }).end();
    else res.writeHead(answer).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test.each([
  ['well', '/v1', { '/v1/models': 'list' }, { kind: 'well' }],
  ['a slash at the end', '/v1/', { '/v1/models': 'list' }, { kind: 'well' }],
  ['/v1 left out', '', { '/v1/models': 'list' }, { kind: 'elsewhere', instead: '/v1' }],
  [
    '/v1 left out, a page there',
    '',
    { '/models': 'page', '/v1/models': 'list' },
    { kind: 'elsewhere', instead: '/v1' },
  ],
  ['/v1 too many', '/v1/v1', { '/v1/models': 'list' }, { kind: 'elsewhere', instead: '/v1' }],
  ['/v1 where there is none', '/v1', { '/models': 'list' }, { kind: 'elsewhere', instead: '' }],
  ['the whole path', '/v1/chat/completions', { '/v1/models': 'list' }, { kind: 'elsewhere', instead: '/v1' }],
  ['an API under /api/v1', '', { '/api/v1/models': 'list' }, { kind: 'elsewhere', instead: '/api/v1' }],
  [
    'elsewhere, and the key is refused there',
    '',
    { '/v1/models': 401 },
    { kind: 'elsewhere', instead: '/v1' },
  ],
  ['a refused key', '/v1', { '/v1/models': 401 }, { kind: 'refused', status: 401 }],
  ['a key without the right', '/v1', { '/v1/models': 403 }, { kind: 'refused', status: 403 }],
  ['no list anywhere', '/v1', {}, { kind: 'no-list', status: 404 }],
  ['a redirect', '/v1', { '/v1/models': 302 }, { kind: 'no-list', status: 302 }],
  ['down', '/v1', { '/v1/models': 503 }, { kind: 'failed', why: 'it answers 503' }],
] as const)('%s', async (_, path, answers, expected) => {
  const url = await provider(answers);
  const instead = 'instead' in expected ? { instead: `${url}${expected.instead}` } : {};
  expect(await probeProvider(`${url}${path}`, 'sk-doctor')).toMatchObject({ ...expected, ...instead });
  expect(seen.every(({ authorization }) => authorization === 'Bearer sk-doctor')).toBe(true);
  expect(seen.some(({ url: asked }) => asked.startsWith('/elsewhere'))).toBe(false);
});

test('in words, with what to do; no key is sent where policies have errors', async () => {
  const url = await provider({ '/v1/models': 401 });
  const read = readConfig({ variables: {} });
  if (!read.ok) throw new Error('no configuration');
  const policy = (at: string, speaks: string): Policy =>
    ({
      models: new Map([['m', { deployments: [{ provider: 'up' }] }]]),
      providers: new Map([['up', { name: 'up', speaks, url: at, keyVariable: 'UP_API_KEY' }]]),
    }) as unknown as Policy;
  const told = async (at: string, speaks = 'openai', mayAsk = true) =>
    (await checkProviders(read.config, [policy(at, speaks)], { UP_API_KEY: 'sk-doctor' }, mayAsk))[0];
  expect(await told(`${url}/v1`)).toEqual({
    check: 'providers',
    state: 'problem',
    detail: `up: ${url}/v1 refuses the key in UP_API_KEY (401)`,
    help: 'put a key of this provider that is still valid into UP_API_KEY',
  });
  expect(await told(url)).toMatchObject({ state: 'problem', help: `write: at "${url}/v1"` });
  expect(await told(url, 'simulated')).toMatchObject({
    state: 'problem',
    detail: 'up is simulated: its answers are made up, and the service is not started with --simulate',
  });
  seen = [];
  expect(await told(url, 'openai', false)).toMatchObject({ state: 'ok' });
  expect(seen).toEqual([]);
});

test.each([
  ['listed as it is asked', ['m-1', 'm-2'], true],
  ['listed under a folder, as by Google', ['models/m-1'], true],
  ['listed with a tag, as by Ollama', ['m-1:latest'], true],
  ['an empty list says nothing', [], true],
  ['withdrawn', ['m-2', 'm-10', 'my-m-1'], false],
])('a model that its provider may not have: %s', async (_, ids, well) => {
  server = createServer((_req, res) => res.end(JSON.stringify({ data: ids.map((id) => ({ id })) })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
  const read = readConfig({ variables: {} });
  if (!read.ok) throw new Error('no configuration');
  const policy = {
    models: new Map([['m', { deployments: [{ provider: 'up', upstreamId: 'm-1' }] }]]),
    providers: new Map([['up', { name: 'up', speaks: 'openai', url }]]),
  } as unknown as Policy;
  const [finding] = await checkProviders(read.config, [policy], {}, true);
  expect(finding).toMatchObject(
    well
      ? { state: 'ok', detail: `up: ${url} answers` }
      : { state: 'warning', detail: `up: ${url} does not list "m-1" among its models` },
  );
});

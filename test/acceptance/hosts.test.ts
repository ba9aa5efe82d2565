/** A policy that changes while the service runs takes no key anywhere else; redirects lead nowhere. */
import { afterEach, expect, test } from 'vitest';
import { type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway | undefined;
const servers: FakeServer[] = [];
afterEach(async () => {
  await llmr?.close();
  for (const server of servers.splice(0)) await server.close();
  llmr = undefined;
});

const policy = (
  at: string,
  key = 'OPENAI_API_KEY',
) => `policy p edition 1 { serves "*" defaults { whole within 2s } }
provider lab { speaks openai at "${at}" key env ${key} }
model small { is "small" on lab window 8k output 1k }
otherwise { use small }
`;

async function eventually<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function lab(behave?: Parameters<typeof startFakeOpenAi>[0]): Promise<FakeServer> {
  const server = await startFakeOpenAi(behave);
  servers.push(server);
  return server;
}

test('an edit that would send a key to another host is not taken, and the last policy serves on', async () => {
  const good = await lab();
  llmr = await runGateway({ 'p.route': policy(good.url) });
  const { service } = llmr.gateway;
  await llmr.write('p.route', policy('https://collector.example/v1'));
  const { reason } = await eventually(() => service.policyStatus().rejected);
  expect(reason).toContain('provider `lab` would send OPENAI_API_KEY to another host, collector.example');
  expect((await llmr.chat(ask('hi'))).status).toBe(200);
  expect(good.requests[0]?.headers['authorization']).toBe('Bearer sk-test');
});

test('where llmr.json allows both hosts, it is', async () => {
  const good = await lab();
  const keys = { OPENAI_API_KEY: ['127.0.0.1', 'model.example'] };
  llmr = await runGateway({ 'p.route': policy(good.url) }, { keys });
  const { service } = llmr.gateway;
  const before = service.current()?.hash;
  await llmr.write('p.route', policy('https://model.example/v1'));
  await eventually(() => (service.current()?.hash === before ? undefined : true));
  expect(service.policyStatus().rejected).toBeUndefined();
});

test('no policy is in force that names a host which is not allowed, a metadata address or a reserved variable', async () => {
  for (const [text, over] of [
    [policy('http://127.0.0.1:9/v1'), { hosts: ['api.example'] }],
    [policy('http://2852039166/v1'), {}],
    [policy('http://127.0.0.1:9/v1', 'AWS_SECRET_ACCESS_KEY'), { environment: ['*'] }],
  ] as const) {
    llmr = await runGateway({ 'p.route': text }, over);
    expect(llmr.gateway.service.current()).toBeUndefined();
    expect((await llmr.chat(ask('hi'))).status).toBe(503);
    await llmr.close();
    llmr = undefined;
  }
});

test('a redirect is a failure, and nobody is sent on', async () => {
  const other = await lab();
  const redirecting = await lab((_, res) => {
    res.writeHead(307, { location: `${other.url}/chat/completions?key=sk-test` }).end();
  });
  llmr = await runGateway({ 'p.route': policy(redirecting.url) });
  const answer = await llmr.chat(ask('hi'));
  expect(answer.status).toBe(502);
  expect(answer.headers.get('location')).toBeNull();
  expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toMatch(/127\.0\.0\.1:\d|key=sk/);
  expect(redirecting.requests.length).toBeGreaterThan(0);
  expect(other.requests).toHaveLength(0);
});

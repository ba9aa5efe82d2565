/** Connections on real sockets, with names that lead where the test says; nothing leaves this machine. */
import type { lookup as lookUp } from 'node:dns';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAllowedHosts } from '../../src/network/allowed-hosts.ts';
import { guardedConnect } from '../../src/network/guarded-connect.ts';

let arrived = 0;
const server = createServer((_, res) => {
  arrived += 1;
  res.end('{}');
});
let port = 0;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** What came of asking `url`: a status, or the code of the error. */
async function asked(
  url: string,
  hosts: readonly string[],
  leadsTo: readonly string[] = ['127.0.0.1'],
): Promise<unknown> {
  const lookup = ((_name: string, _options: object, callback: (error: null, all: object[]) => void) => {
    callback(
      null,
      leadsTo.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookUp;
  const connect = guardedConnect({ allowed: createAllowedHosts(hosts), timeout: 2_000, lookup });
  const agent = new Agent({ connect });
  try {
    const { statusCode, body } = await request(url, { dispatcher: agent });
    await body.dump();
    return statusCode;
  } catch (error) {
    return (error as { code?: string }).code;
  } finally {
    await agent.destroy();
  }
}

test('hosts that may be asked', async () => {
  expect(await asked(`http://127.0.0.1:${port}`, [])).toBe(200);
  expect(await asked(`http://model.example:${port}`, [])).toBe(200);
  expect(await asked(`http://model.example:${port}`, ['*.example'])).toBe(200);
  expect(await asked(`http://model.example:${port}`, [`model.example:${port}`])).toBe(200);
  expect(await asked(`http://model.example:${port}`, ['127.0.0.0/8'])).toBe(200);
  expect(await asked(`http://127.0.0.1:${port}`, ['127.0.0.1'])).toBe(200);
});

test('hosts that may not, however they are spelt and wherever their name leads', async () => {
  arrived = 0;
  for (const [url, hosts, leadsTo] of [
    ['http://169.254.169.254', []],
    ['http://[::ffff:a9fe:a9fe]', []],
    ['http://metadata.google.internal', []],
    [`http://rebound.example:${port}`, [], ['169.254.169.254']],
    [`http://rebound.example:${port}`, ['rebound.example'], ['fe80::1']],
    [`http://half.example:${port}`, [], ['127.0.0.1', '100.100.100.200']],
    [`http://model.example:${port}`, ['other.example']],
    [`http://model.example:${port}`, ['model.example:1']],
    [`http://model.example.evil:${port}`, ['model.example', '*.example']],
    [`http://model.example:${port}`, ['10.0.0.0/8']],
    [`http://127.0.0.1:${port}`, ['10.0.0.0/8', 'api.example']],
  ] as const)
    expect(await asked(url, hosts, leadsTo), url).toBe('ERR_LLMR_HOST');
  expect(arrived).toBe(0);
});

test('a name is looked up for every connection', async () => {
  const leads = ['127.0.0.1', '169.254.169.254'];
  let asks = 0;
  const lookup = ((_name: string, _options: object, callback: (error: null, all: object[]) => void) =>
    callback(null, [{ address: leads[asks++], family: 4 }])) as unknown as typeof lookUp;
  const agent = new Agent({
    connect: guardedConnect({ allowed: createAllowedHosts([]), timeout: 2_000, lookup }),
  });
  const ask = () =>
    request(`http://twice.example:${port}`, { dispatcher: agent, headers: { connection: 'close' } });
  const first = await ask();
  await first.body.dump();
  await expect(ask()).rejects.toMatchObject({ code: 'ERR_LLMR_HOST' });
  expect(asks).toBe(2);
  await agent.destroy();
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../../src/gateway/upstream/clock.ts';
import { httpUpstream } from '../../../src/gateway/upstream/http-upstream.ts';
import { createOriginPools, type OriginPools } from '../../../src/gateway/upstream/origin-pools.ts';
import type { Upstream, UpstreamCall, UpstreamRequest } from '../../../src/gateway/upstream/upstream.ts';
import { type Behaviour, type FakeServer, startFakeOpenAi } from '../../support/fake-openai-server.ts';
import { eventually } from '../dispatch/harness.ts';

const REQUEST: UpstreamRequest = {
  path: '/chat/completions',
  body: Buffer.from('{"model":"m"}'),
  stream: false,
  headers: { 'x-request-id': 'r' },
  id: 'r',
  attempt: 1,
};

let server: FakeServer;
let pools: OriginPools;
let upstream: Upstream;
let behave: Behaviour;
/** What ends the patience of those who wait in line; run by hand. */
let patience: (() => void)[];

beforeEach(async () => {
  behave = (_, res) => void res.end('{}');
  server = await startFakeOpenAi((arrived, res, req) => behave(arrived, res, req));
  patience = [];
  const clock: Clock = {
    ...systemClock,
    after(_, run) {
      patience.push(run);
      return { cancel: () => undefined };
    },
  };
  pools = createOriginPools(clock);
  upstream = httpUpstream({ at: `${server.url}/?api-version=1`, key: 'k' }, pools, systemClock);
});
afterEach(async () => {
  await pools.destroy();
  await server.close();
});

function send(request: Partial<UpstreamRequest> = {}): {
  call: UpstreamCall;
  log: string[];
  over: Promise<void>;
} {
  const log: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  const note = (what: string) => () => {
    log.push(what);
    resolve();
  };
  const call = upstream.send(
    { ...REQUEST, ...request },
    {
      onSending: () => log.push('sending'),
      onSentAgain: () => log.push('again'),
      onHead: (status) => log.push(`head ${status}`),
      onData: () => log.push('data'),
      onEnd: note('end'),
      onError: note('error'),
    },
  );
  return { call, log, over: promise };
}

describe('the OpenAI upstream', () => {
  test('joins the address, keeps its query, and sets its own headers', async () => {
    const { over, log } = send({
      headers: { authorization: 'the caller’s', 'x-request-id': 'r', host: 'evil', 'x-odd': '日本' },
    });
    await over;
    expect(log).toEqual(['sending', 'head 200', 'data', 'end']);
    expect(server.requests[0]?.path).toBe('/v1/chat/completions?api-version=1');
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer k',
      'x-request-id': 'r',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
      accept: 'application/json',
    });
    expect(server.requests[0]?.headers['host']).not.toBe('evil');
    expect(server.requests[0]?.headers['x-odd']).toBeUndefined();
  });

  test('uses its connections again', async () => {
    const ports = new Set<number | undefined>();
    behave = (_, res, req) => {
      ports.add(req.socket.remotePort);
      res.end('{}');
    };
    for (let count = 0; count < 5; count += 1) {
      await send().over;
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(ports.size).toBe(1);
  });

  test('200 slow streams run at once', async () => {
    behave = () => undefined;
    const sent = Array.from({ length: 200 }, () => send({ stream: true }));
    await eventually(() => server.requests.length === 200, 5_000);
    for (const { call } of sent) call.abort();
    await eventually(() => server.requests.every(({ left }) => left), 5_000);
  });

  test('quick answers wait for a connection, but not for long when the others turn slow', async () => {
    let slow: (() => void)[] = [];
    behave = (_, res) => {
      slow.push(() => res.end('{}'));
    };
    const sent = Array.from({ length: 80 }, () => send());
    await eventually(() => slow.length === 64, 5_000);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(server.requests.length).toBe(64);
    expect(patience).toHaveLength(1);
    patience[0]?.();
    await eventually(() => slow.length === 80, 5_000);
    await new Promise((resolve) => setTimeout(resolve, 80));
    for (const answer of slow) answer();
    await Promise.all(sent.map(({ over }) => over));
    // Now they are known to be slow: the next ones do not wait in line.
    slow = [];
    const more = Array.from({ length: 70 }, () => send());
    await eventually(() => slow.length === 70, 5_000);
    expect(patience).toHaveLength(1);
    for (const answer of slow) answer();
    await Promise.all(more.map(({ over }) => over));
  });

  test('a call given up before its turn is never sent', async () => {
    const slow: (() => void)[] = [];
    behave = (_, res) => {
      slow.push(() => res.end('{}'));
    };
    const sent = Array.from({ length: 64 }, () => send());
    const waiting = send();
    expect(waiting.call.maybeSent).toBe(false);
    waiting.call.abort();
    await eventually(() => slow.length === 64, 5_000);
    for (const answer of slow) answer();
    await Promise.all(sent.map(({ over }) => over));
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect(server.requests).toHaveLength(64);
    expect(waiting.log).toEqual([]);
  });

  test('a call given up while connecting is never sent, and costs no connection', async () => {
    const given = send();
    given.call.abort();
    behave = (_, res) => void res.end('{}');
    await send().over;
    expect(server.requests).toHaveLength(1);
    expect(given.log).toEqual([]);
    expect(given.call.maybeSent).toBe(false);
  });

  test('pausing stops the data', async () => {
    behave = (_, res) => {
      for (let count = 0; count < 2_000; count += 1) res.write('x'.repeat(8_192));
      res.end();
    };
    const { call, log, over } = send();
    await eventually(() => log.includes('data'));
    call.pause();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { length } = log;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(log.length).toBe(length);
    expect(log).not.toContain('end');
    call.resume();
    await over;
    expect(log.at(-1)).toBe('end');
  });
});

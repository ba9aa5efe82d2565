/**
 * Callers that leave, read slowly or may not spend: the upstream is told at once, memory stays bounded, the books are
 * closed once, and the process lives.
 */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ask,
  chainPlan,
  eventually,
  type Gateway,
  QUICK,
  startGateway,
} from '../gateway/dispatch/harness.ts';
import * as wrong from '../support/misbehaving-server.ts';

const PATIENT = {
  connect: 5_000,
  firstToken: 5_000,
  idle: 5_000,
  ending: 5_000,
  attempt: 5_000,
  whole: 5_000,
};
let provider: wrong.MisbehavingServer;
let gateway: Gateway;
const uncaught: unknown[] = [];
const note = (error: unknown): void => {
  uncaught.push(error);
};

beforeEach(async () => {
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  provider = await wrong.startMisbehavingServer();
  gateway = await startGateway({ a: provider.url }, chainPlan(['a'], {}, PATIENT));
});
afterEach(async () => {
  await gateway.close();
  await provider.close();
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
  expect(uncaught.splice(0)).toEqual([]);
});

/** A caller as bare as can be: it can leave and stop reading as it likes. */
function callBare(body: object): Socket {
  const text = JSON.stringify({ model: 'any', messages: [{ role: 'user', content: 'Hello' }], ...body });
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  return socket;
}

async function nextOneIsFine(): Promise<void> {
  expect((await ask(gateway)).status).toBe(200);
}

describe('a caller that leaves', () => {
  test.each([false, true])(
    'before the upstream’s headers: the call ends, the process does not; streamed %s',
    async (stream) => {
      provider.next(wrong.silent);
      const socket = callBare({ stream });
      await eventually(() => provider.requests.length === 1);
      socket.destroy();
      await eventually(() => provider.requests[0]?.left === true);
      await eventually(() => gateway.settled.length === 1);
      expect(gateway.outcomes[0]?.kind).toBe('caller-gone');
      expect(gateway.settled[0]).toMatchObject({
        outcome: 'aborted',
        maybeSent: true,
        // The model may have thought all the while: a caller that leaves early must not think for free.
        usage: { outputTokens: 1_000, reported: false },
      });
      expect(gateway.breakers.state('a')).toBe('ready');
      await nextOneIsFine();
    },
  );

  test('in the middle of a stream: what was produced is settled', async () => {
    provider.next(wrong.stallsMidStream);
    const socket = callBare({ stream: true });
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    await eventually(() => provider.requests[0]?.left === true);
    await eventually(() => gateway.endings.length === 1);
    expect(gateway.endings[0]?.kind).toBe('caller-gone');
    expect(gateway.settled).toEqual([
      // One token was seen, and some may have been under way.
      expect.objectContaining({ outcome: 'aborted', usage: expect.objectContaining({ outputTokens: 33 }) }),
    ]);
    await nextOneIsFine();
  });

  test('in the middle of an unstreamed body', async () => {
    provider.next((_, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      res.write('{"choices":[');
    });
    const socket = callBare({});
    await eventually(() => provider.requests.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    socket.destroy();
    await eventually(() => provider.requests[0]?.left === true);
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]?.outcome).toBe('aborted');
  });

  test('while a retry waits', async () => {
    gateway.plan = chainPlan([{ model: 'a', retries: 1 }], {}, PATIENT);
    provider.next(wrong.rateLimited({ 'retry-after-ms': '3000' }));
    const socket = callBare({});
    await eventually(() => gateway.settled.length === 1);
    socket.destroy();
    await eventually(() => gateway.outcomes[0]?.kind === 'caller-gone');
    expect(provider.requests).toHaveLength(1);
  });

  test('while its budget is asked: nothing is sent', async () => {
    let admit: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      admit = resolve;
    });
    gateway.admit = async () => {
      await asked;
      return {
        ok: true,
        settle: async (record) => {
          gateway.settled.push({ ...record });
        },
      };
    };
    const socket = callBare({});
    await eventually(() => gateway.admitted.length === 1);
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 20));
    admit();
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]).toMatchObject({ outcome: 'aborted', maybeSent: false });
    expect(gateway.settled[0]?.usage).toBeUndefined();
    expect(provider.requests).toHaveLength(0);
  });

  test('many of them at once', async () => {
    provider.always(wrong.silent);
    const sockets = Array.from({ length: 100 }, (_, index) => callBare({ stream: index % 2 === 0 }));
    await eventually(() => provider.requests.length === 100, 5_000);
    for (const socket of sockets) socket.destroy();
    await eventually(() => gateway.settled.length === 100, 5_000);
    await eventually(() => provider.requests.every(({ left }) => left), 5_000);
    provider.always(undefined);
    await nextOneIsFine();
  });
});

describe('a caller that reads slowly', () => {
  const EVENTS = 8_000;

  test('makes the provider wait instead of filling memory, and gets all of it', async () => {
    let written = (): number => 0;
    provider.next((arrived, res, req) => {
      const { socket } = req;
      written = () => socket.bytesWritten;
      return wrong.flood(EVENTS)(arrived, res, req);
    });
    const socket = callBare({ stream: true });
    let bytes = 0;
    let tail = '';
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      tail = (tail + chunk.toString('latin1')).slice(-200);
    });
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(gateway.endings).toHaveLength(0);
    // What the provider could hand over fills the buffers of two connections and the relay, and no more.
    expect(written()).toBeLessThan(20 * 1_048_576);
    socket.resume();
    await eventually(() => gateway.endings.length === 1, 8_000);
    await eventually(() => tail.includes('data: [DONE]'));
    expect(bytes).toBeGreaterThan(EVENTS * 4_096);
    expect(gateway.settled[0]?.outcome).toBe('answered');
    socket.destroy();
  });

  test('is not taken for a silent upstream', async () => {
    gateway.plan = chainPlan(['a'], {}, { ...QUICK, idle: 60 });
    provider.next(wrong.flood(2_000));
    const socket = callBare({ stream: true });
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 300));
    socket.resume();
    await eventually(() => gateway.endings.length === 1, 4_000);
    expect(gateway.endings[0]?.kind).toBe('complete');
    socket.destroy();
  });

  test('and then leaves: the provider is told', async () => {
    provider.next(wrong.flood(EVENTS));
    const socket = callBare({ stream: true });
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket.destroy();
    await eventually(() => provider.requests[0]?.left === true, 5_000);
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]?.outcome).toBe('aborted');
  });
});

describe('a budget', () => {
  test('that says no ends the request before anything is sent', async () => {
    gateway.admit = async () => ({ ok: false, by: 'budget', name: 'team', message: 'used up' });
    const response = await ask(gateway);
    expect(response.status).toBe(402);
    expect(provider.requests).toHaveLength(0);
    expect(gateway.outcomes[0]).toMatchObject({
      kind: 'not-admitted',
      attempts: [],
      admission: { name: 'team' },
    });
  });

  test('is asked before each attempt and settled once for each, also when settling fails', async () => {
    let settles = 0;
    gateway.plan = chainPlan([{ model: 'a', retries: 2 }], {}, PATIENT);
    gateway.admit = async () => ({
      ok: true,
      settle: async () => {
        settles += 1;
        throw new Error('the ledger is away');
      },
    });
    provider.next(wrong.serverError, wrong.serverError);
    expect((await ask(gateway)).status).toBe(200);
    expect(gateway.admitted).toHaveLength(3);
    expect(settles).toBe(3);
  });
});

test('the deadline of the whole request bounds everything', async () => {
  gateway.plan = chainPlan(['a', 'a', 'a', 'a', 'a'], { whole: 250 }, { ...PATIENT, attempt: 90 });
  provider.always(wrong.silent);
  const began = performance.now();
  const response = await ask(gateway);
  expect(response.status).toBe(502);
  expect(performance.now() - began).toBeGreaterThan(245);
  expect(gateway.settled.length).toBeLessThan(5);
  expect(gateway.settled.at(-1)?.message).toBe('the whole request ran out of time');
  expect(new Set(gateway.settled.map(({ class: of }) => of))).toEqual(new Set(['timeout']));
});

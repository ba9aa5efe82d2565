// The provider closes a kept connection just as the next request goes out: the request is sent once more on a new one,
// as the same attempt. Not on a first connection, not after a byte of an answer, and not twice.
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ask, chainPlan, type Gateway, QUICK, startGateway } from '../gateway/dispatch/harness.ts';
import {
  answerWell,
  type Behaviour,
  type FakeServer,
  startFakeOpenAi,
} from '../support/fake-openai-server.ts';

const PATIENT = { ...QUICK, firstToken: 10_000, attempt: 10_000, whole: 20_000 };
let fake: FakeServer;
let gateway: Gateway;
/** Requests that each connection has carried, this one included. */
let carried: WeakMap<Socket, number>;
let onKept: (socket: Socket) => void;
let onNew: Behaviour;

beforeEach(async () => {
  carried = new WeakMap();
  onKept = (socket) => socket.destroy();
  onNew = answerWell;
  fake = await startFakeOpenAi((arrived, res, req) => {
    const count = (carried.get(req.socket) ?? 0) + 1;
    carried.set(req.socket, count);
    return count === 1 ? onNew(arrived, res, req) : onKept(req.socket);
  });
  gateway = await startGateway({ a: fake.url }, chainPlan(['a'], {}, PATIENT));
});
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const statuses = async (count: number, stream = false): Promise<number[]> => {
  const all: number[] = [];
  for (let done = 0; done < count; done += 1) {
    const response = await ask(gateway, { stream });
    await response.text();
    all.push(response.status);
  }
  return all;
};

describe.each([
  ['is closed', (socket: Socket) => socket.destroy()],
  ['is reset', (socket: Socket) => socket.resetAndDestroy()],
  ['is ended', (socket: Socket) => socket.end()],
])('a kept connection that %s', (_, close) => {
  test.each([false, true])('is replaced, no caller sees it, stream: %s', async (stream) => {
    onKept = close;
    expect(await statuses(6, stream)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(fake.requests.length).toBeGreaterThan(6);
    expect(gateway.settled).toHaveLength(6);
    expect(gateway.settled.every(({ outcome }) => outcome === 'answered')).toBe(true);
    expect(gateway.settled.filter(({ repeats }) => repeats !== undefined)).not.toEqual([]);
    expect(gateway.breakers.breaker('a')).toBe('closed');
  });
});

test('a restart that closes every kept connection: all requests in flight are sent again', async () => {
  let arrived = 0;
  let release: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    release = resolve;
  });
  onNew = async (request, res, req) => {
    arrived += 1;
    if (arrived === 8) release();
    if (arrived <= 8) await all;
    return answerWell(request, res, req);
  };
  const eight = () => Promise.all(Array.from({ length: 8 }, async () => (await ask(gateway)).text()));
  await eight();
  const before = fake.requests.length;
  await eight();
  const again = gateway.settled.slice(8).filter(({ repeats }) => repeats !== undefined);
  expect(again.length).toBeGreaterThan(1);
  expect(fake.requests.length - before).toBe(8 + again.length);
  expect(gateway.settled.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 16 }, () => 'answered'));
});

describe('is not sent again', () => {
  test('on a first connection', async () => {
    onNew = (_, __, req) => void req.socket.destroy();
    expect(await statuses(1)).toEqual([502]);
    expect(fake.requests).toHaveLength(1);
    expect(gateway.settled[0]).toMatchObject({ class: 'connection' });
  });

  test('after a byte of an answer', async () => {
    onKept = (socket) => socket.write('HTTP/1.1 2', () => socket.destroy());
    expect(await statuses(2)).toEqual([200, 502]);
    expect(fake.requests).toHaveLength(2);
  });

  test('twice', async () => {
    await statuses(1);
    onNew = (_, __, req) => void req.socket.destroy();
    expect(await statuses(1)).toEqual([502]);
    expect(fake.requests).toHaveLength(3);
    expect(gateway.settled).toHaveLength(2);
  });
});

test('the bytes are the same, and a caller who leaves meanwhile is let go', async () => {
  await statuses(3);
  const [, first, second] = fake.requests;
  expect(second?.bytes).toEqual(first?.bytes);
  onNew = () => undefined;
  const leaving = new AbortController();
  const left = ask(gateway, {}, leaving.signal).catch(() => 'left');
  while (fake.requests.length < 6) await new Promise((resolve) => setTimeout(resolve, 5));
  leaving.abort();
  expect(await left).toBe('left');
  while (fake.requests[5]?.left !== true) await new Promise((resolve) => setTimeout(resolve, 5));
});

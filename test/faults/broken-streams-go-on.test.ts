/**
 * `on broken stream continue | restart`: a stream that broke after the caller had its beginning goes on along the
 * plan, without a gap, without a word twice, and never with a clean end on a truncated answer.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ask,
  chainPlan,
  eventually,
  type Gateway,
  QUICK,
  startGateway,
} from '../gateway/dispatch/harness.ts';
import {
  type Behaviour,
  chunkEvent,
  DONE,
  FINISH,
  ROLE,
  says,
  USAGE,
} from '../support/fake-openai-server.ts';
import * as wrong from '../support/misbehaving-server.ts';

let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let third: wrong.MisbehavingServer;
let gateway: Gateway;

beforeEach(async () => {
  [first, second, third] = (await Promise.all([1, 2, 3].map(() => wrong.startMisbehavingServer()))) as [
    wrong.MisbehavingServer,
    wrong.MisbehavingServer,
    wrong.MisbehavingServer,
  ];
  gateway = await startGateway(
    { first: first.url, second: second.url, third: third.url },
    chainPlan(['first']),
  );
});
afterEach(async () => {
  await Promise.all([gateway, first, second, third].map((one) => one.close()));
});

/** Streams these pieces, and then ends well or not. */
const stream =
  (pieces: readonly string[], end: 'well' | 'cut' | 'stall' = 'well'): Behaviour =>
  async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(ROLE + pieces.map(says).join(''));
    await new Promise((resolve) => setTimeout(resolve, 10));
    if (end === 'well') res.end(FINISH + USAGE + DONE);
    else if (end === 'cut') res.socket?.resetAndDestroy();
  };

interface Received {
  readonly text: string;
  readonly roles: number;
  readonly error: string | undefined;
  readonly done: boolean;
}

async function receive(more: Record<string, unknown> = {}): Promise<Received> {
  const raw = await (await ask(gateway, { stream: true, ...more })).text();
  const chunks = raw
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)));
  const deltas = chunks.map((chunk) => chunk.choices?.[0]?.delta ?? {});
  return {
    text: deltas.map((delta) => delta.content ?? '').join(''),
    roles: deltas.filter((delta) => delta.role !== undefined).length,
    error: chunks.find((chunk) => chunk.error !== undefined)?.error.message,
    done: raw.endsWith(DONE),
  };
}

function outcomes(): string[] {
  return gateway.settled.map(({ model, outcome, class: of }) => `${model} ${of ?? outcome}`);
}

const restart = (...models: string[]) => chainPlan(models, { onBrokenStream: 'restart' });
const proceed = (...models: string[]) =>
  chainPlan(
    models.map((model) => ({ model, prefill: true })),
    { onBrokenStream: 'continue' },
  );

describe('restart', () => {
  test.each([
    ['in the same pieces', ['One', ' two', ' three']],
    ['in smaller pieces', ['O', 'ne', ' t', 'wo', ' three']],
    ['in larger pieces', ['One two th', 'ree']],
    ['in one', ['One two three']],
  ])('the same answer goes on where it stopped, cut %s', async (_, pieces) => {
    gateway.plan = restart('first', 'second');
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream(pieces));
    expect(await receive()).toEqual({ text: 'One two three', roles: 1, error: undefined, done: true });
    expect(second.requests[0]?.json['messages']).toHaveLength(1);
    expect(outcomes()).toEqual(['first broken-stream', 'second answered']);
    expect(gateway.endings[0]).toMatchObject({ kind: 'complete', record: { model: 'second' } });
  });

  test('another answer is not mixed in', async () => {
    gateway.plan = restart('first', 'second');
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream(['One', ' moment']));
    const received = await receive();
    expect(received).toMatchObject({ text: 'One two', roles: 1, done: false });
    expect(received.error).toContain('differs from the text already sent');
    expect(outcomes()).toEqual(['first broken-stream', 'second broken-stream']);
    expect(gateway.endings[0]?.kind).toBe('broken');
  });

  test('a shorter answer is another answer; an equal one is the whole', async () => {
    gateway.plan = restart('first', 'second');
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream(['One']));
    expect(await receive()).toMatchObject({ text: 'One two', done: false });
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream(['One two']));
    expect(await receive()).toEqual({ text: 'One two', roles: 1, error: undefined, done: true });
  });

  test('the same model may be asked again where the plan retries', async () => {
    gateway.plan = chainPlan([{ model: 'first', retries: 1 }], { onBrokenStream: 'restart' });
    first.next(stream(['One', ' two'], 'cut'), stream(['One', ' two', ' three']));
    expect(await receive()).toMatchObject({ text: 'One two three', done: true });
  });

  test('a stall is a broken stream, and what stalled is not asked again', async () => {
    gateway.plan = chainPlan([{ model: 'first', retries: 1 }, 'second'], { onBrokenStream: 'restart' });
    first.next(stream(['One'], 'stall'));
    second.next(stream(['One', ' two']));
    expect(await receive()).toMatchObject({ text: 'One two', done: true });
    expect(first.requests).toHaveLength(1);
  });
});

describe('continue', () => {
  test('asks the next model to go on from the text so far', async () => {
    gateway.plan = proceed('first', 'second');
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream([' three', ' four']));
    expect(await receive({ llmr: { decision: true } })).toEqual({
      text: 'One two three four',
      roles: 1,
      error: undefined,
      done: true,
    });
    expect(second.requests[0]?.json['messages']).toEqual([
      { role: 'user', content: 'Hello there' },
      { role: 'assistant', content: 'One two' },
    ]);
    expect(second.requests[0]?.json['llmr']).toBeUndefined();
    expect(second.requests[0]?.json['model']).toBe('up-second');
  });

  test('again and again, along the plan', async () => {
    gateway.plan = proceed('first', 'second', 'third');
    first.next(stream(['One'], 'cut'));
    second.next(stream([' two'], 'cut'));
    third.next(stream([' three']));
    expect(await receive()).toEqual({ text: 'One two three', roles: 1, error: undefined, done: true });
    expect(third.requests[0]?.json['messages']).toHaveLength(2);
    expect(third.requests[0]?.json['messages']).toContainEqual({ role: 'assistant', content: 'One two' });
    expect(outcomes()).toEqual(['first broken-stream', 'second broken-stream', 'third answered']);
  });

  test('a model that answers it with 400 is asked anew, from the beginning', async () => {
    gateway.plan = proceed('first', 'second');
    first.next(stream(['One', ' two'], 'cut'));
    second.next(wrong.errorStatus(400, { message: 'no prefill' }), stream(['One', ' two', ' three']));
    expect(await receive()).toEqual({ text: 'One two three', roles: 1, error: undefined, done: true });
    expect(second.requests.map(({ json }) => (json['messages'] as unknown[]).length)).toEqual([2, 1]);
  });

  test('a model that cannot be prefilled begins anew', async () => {
    gateway.plan = chainPlan(['first', 'second'], { onBrokenStream: 'continue' });
    first.next(stream(['One', ' two'], 'cut'));
    second.next(stream(['One', ' two', ' three']));
    expect(await receive()).toMatchObject({ text: 'One two three', done: true });
    expect(second.requests[0]?.json['messages']).toHaveLength(1);
  });

  test('failures on the way are passed over', async () => {
    gateway.plan = proceed('first', 'second', 'third');
    first.next(stream(['One'], 'cut'));
    second.next(wrong.unavailable);
    third.next(stream([' two']));
    expect(await receive()).toMatchObject({ text: 'One two', done: true });
  });
});

describe('no way on', () => {
  test.each(['continue', 'restart'] as const)('%s: with nobody left the caller is told', async (how) => {
    gateway.plan = chainPlan(['first'], { onBrokenStream: how });
    first.next(stream(['One'], 'cut'));
    expect(await receive()).toMatchObject({
      text: 'One',
      done: false,
      error: expect.stringContaining('broke'),
    });
  });

  test('a tool call cannot be gone on with', async () => {
    gateway.plan = proceed('first', 'second');
    first.next((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(
        ROLE + chunkEvent({ tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{' } }] }),
      );
    });
    expect(await receive()).toMatchObject({ done: false, error: expect.stringContaining('broke') });
    expect(second.requests).toHaveLength(0);
  });

  test('a budget that says no ends it', async () => {
    gateway.plan = proceed('first', 'second');
    first.next(stream(['One'], 'cut'));
    gateway.admit = async (_, deployment) =>
      deployment === 'first'
        ? { ok: true, settle: async (record) => void gateway.settled.push({ ...record }) }
        : { ok: false, by: 'budget', name: 'b', message: 'budget b is used up' };
    expect((await receive()).error).toContain('budget b is used up');
  });

  test('a caller that leaves meanwhile ends the call that was to go on', async () => {
    gateway.plan = chainPlan(
      ['first', 'second'],
      { onBrokenStream: 'restart' },
      { ...QUICK, firstToken: 3_000 },
    );
    first.next(stream(['One'], 'cut'));
    second.next(wrong.silent);
    const leaving = new AbortController();
    const response = await ask(gateway, { stream: true }, leaving.signal);
    await response.body?.getReader().read();
    await eventually(() => second.requests.length === 1);
    leaving.abort();
    await eventually(() => second.requests[0]?.left === true);
    await eventually(() => gateway.endings.length === 1);
    expect(gateway.endings[0]?.kind).toBe('caller-gone');
    await eventually(() => gateway.settled.length === 2);
    expect(outcomes()).toEqual(['first broken-stream', 'second aborted']);
  });
});

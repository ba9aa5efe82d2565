/**
 * What callers get when providers misbehave, on real sockets: what arrived, what the provider saw, that the books are
 * right, and that the next request is none the worse.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Clock, systemClock } from '../../src/gateway/upstream/clock.ts';
import {
  answerOf,
  ask,
  chainPlan,
  eventually,
  type Gateway,
  startGateway,
} from '../gateway/dispatch/harness.ts';
import type { Behaviour } from '../support/fake-openai-server.ts';
import * as wrong from '../support/misbehaving-server.ts';

let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let gateway: Gateway;
const CHAIN = chainPlan(['first', 'second']);
const ALONE = chainPlan(['first']);
const RETRY = chainPlan([{ model: 'first', retries: 1 }, 'second']);

/** On a clock that is hastened, real sockets need longer than they do. */
const MINUTES = {
  connect: 200_000,
  firstToken: 200_000,
  idle: 200_000,
  ending: 5_000,
  attempt: 200_000,
  whole: 600_000,
};

function hastened(times: number): Clock {
  return {
    now: systemClock.now,
    elapsed: () => systemClock.elapsed() * times,
    after: (ms, run) => systemClock.after(ms / times, run),
  };
}

beforeAll(async () => {
  first = await wrong.startMisbehavingServer();
  second = await wrong.startMisbehavingServer();
});
afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
});
beforeEach(async () => {
  first.requests.length = 0;
  second.requests.length = 0;
  gateway = await startGateway({ first: first.url, second: second.url }, CHAIN, {
    limits: { event: 65_536 },
  });
});
afterEach(async () => {
  first.always(undefined);
  await gateway.close();
});

/** How each attempt ended, `first:overload second:answered`. */
function story(): string {
  const records = gateway.outcomes.at(-1)?.attempts ?? [];
  return records.map(({ model, class: of, outcome }) => `${model}:${of ?? outcome}`).join(' ');
}

async function nextOneIsFine(): Promise<void> {
  first.always(undefined);
  gateway.plan = CHAIN;
  const next = await answerOf(await ask(gateway));
  expect(next.choices[0]?.message.content).toContain('up-');
  expect(gateway.settled).toHaveLength(gateway.admitted.length);
}

function dataOf(text: string): string[] {
  return text
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => event.slice(6));
}

const BEFORE: readonly (readonly [string, Behaviour, string])[] = [
  ['429 without Retry-After', wrong.rateLimited(), 'rate-limit'],
  ['500', wrong.serverError, 'server-error'],
  ['503', wrong.unavailable, 'overload'],
  ['a reset before headers', wrong.resetBeforeHeaders, 'connection'],
  ['silence', wrong.silent, 'timeout'],
  ['a web page', wrong.webPage, 'malformed'],
  ['200 with an error body', wrong.okWithError, 'overload'],
  ['context length', wrong.tooLong, 'too-long'],
];

describe.each(BEFORE)('%s', (_, behaviour, failure) => {
  test.each([false, true])('is healed by the next target, streamed %s', async (stream) => {
    first.next(behaviour);
    const text = await (await ask(gateway, { stream })).text();
    expect(text).toContain('up-second');
    expect(text).not.toContain('up-first');
    expect(story()).toBe(`first:${failure} second:answered`);
    expect(gateway.settled).toHaveLength(2);
    await nextOneIsFine();
  });
});

describe('unstreamed bodies', () => {
  test.each([
    ['truncated JSON', wrong.truncatedJson, 'malformed'],
    ['fewer bytes than promised', wrong.shortBody, 'connection'],
  ] as const)('%s never reaches the caller', async (_, behaviour, failure) => {
    first.next(behaviour);
    const json = await answerOf(await ask(gateway));
    expect(json.choices[0]?.message.content).toContain('up-second');
    expect(story()).toBe(`first:${failure} second:answered`);
    await nextOneIsFine();
  });
});

describe('streams that fail before their first content', () => {
  test.each([
    ['slow first token', wrong.slowFirstToken(900), 'timeout'],
    ['a cut', wrong.cutBeforeContent, 'broken-stream'],
    ['an error in band', wrong.errorBeforeContent, 'overload'],
    ['an oversized event', wrong.oversizedEvent(100_000), 'malformed'],
  ] as const)('%s: the caller sees only the second answer', async (_, behaviour, failure) => {
    first.next(behaviour);
    const text = await (await ask(gateway, { stream: true })).text();
    expect(text).toContain('up-second');
    expect(dataOf(text).filter((data) => data.includes('"role":"assistant"'))).toHaveLength(1);
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(story()).toBe(`first:${failure} second:answered`);
    await eventually(() => first.requests[0]?.left !== undefined);
    await nextOneIsFine();
  });

  test('a slow first token closes the call that was given up', async () => {
    first.next(wrong.slowFirstToken(1_200));
    await (await ask(gateway, { stream: true })).text();
    await eventually(() => first.requests[0]?.left === true);
  });
});

describe('streams that fail after their first content', () => {
  test.each([
    ['a cut', wrong.cutStream],
    ['an early end', wrong.endsEarly],
    ['a stall', wrong.stallsMidStream],
    ['an error in band', wrong.errorAfterContent],
    ['an event that never gets whole', wrong.malformedForGood],
  ] as const)('%s is told in band, without [DONE]', async (_, behaviour) => {
    first.next(behaviour);
    const text = await (await ask(gateway, { stream: true })).text();
    const data = dataOf(text);
    expect(data[1]).toContain('"content":"One"');
    expect(JSON.parse(data.at(-1) ?? '')).toEqual({
      error: {
        message: expect.stringMatching(/^The stream broke: ./),
        type: 'server_error',
        param: null,
        code: 'broken_stream',
      },
    });
    expect(text).not.toContain('[DONE]');
    expect(text).not.toContain('up-second');
    expect(gateway.endings[0]?.kind).toBe('broken');
    expect(gateway.settled).toEqual([
      expect.objectContaining({
        outcome: 'failed',
        class: 'broken-stream',
        usage: expect.objectContaining({ reported: false }),
      }),
    ]);
    await nextOneIsFine();
  });

  test('held until complete, they are healed too', async () => {
    gateway.plan = { ...CHAIN, holdUntilComplete: true };
    first.next(wrong.cutStream);
    const text = await (await ask(gateway, { stream: true })).text();
    expect(text).toContain('up-second');
    expect(text).not.toContain('"content":"One"');
    expect(story()).toBe('first:broken-stream second:answered');
  });
});

describe('streams that are odd, and whole', () => {
  test('a malformed event is skipped when later ones parse', async () => {
    first.next(wrong.malformedThenFine);
    const text = await (await ask(gateway, { stream: true })).text();
    expect(dataOf(text).every((data) => data === '[DONE]' || JSON.parse(data))).toBe(true);
    expect(text).toContain('"content":" two"');
    expect(story()).toBe('first:answered');
  });

  test('one without [DONE] is finished, and gets one', async () => {
    first.next(wrong.noDone);
    const text = await (await ask(gateway, { stream: true })).text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(gateway.settled[0]?.usage).toEqual({ inputTokens: 11, outputTokens: 7, reported: true });
  });

  test('one that has finished and never ends is waited for a short while', async () => {
    first.next(wrong.neverEnds);
    const text = await (await ask(gateway, { stream: true })).text();
    expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(story()).toBe('first:answered');
    // Its usage is waited for, until the attempt's deadline.
    expect(gateway.settled).toHaveLength(0);
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]?.usage?.reported).toBe(false);
    await eventually(() => first.requests[0]?.left === true);
  });

  test('one that drips is passed on as it comes', async () => {
    first.next(wrong.slowDrip(10));
    const text = await (await ask(gateway, { stream: true })).text();
    expect(text).toContain('"content":"drip"');
    expect(story()).toBe('first:answered');
  });
});

describe('failures that are the caller’s to mend', () => {
  test.each([
    ['bad-request', wrong.errorStatus(400, { message: 'no such parameter', code: 'unknown_parameter' })],
    ['content-filter', wrong.contentFiltered],
    ['auth', wrong.unauthorized],
  ] as const)('%s ends the request where the plan has no move for it', async (failure, behaviour) => {
    gateway.plan = chainPlan([{ model: 'first', retries: 3 }, 'second']);
    first.next(behaviour);
    const response = await ask(gateway);
    expect(response.status).toBe(502);
    const outcome = (await response.json()) as { class: string; prose?: string };
    expect(outcome.class).toBe(failure);
    expect(outcome.prose === undefined).toBe(failure === 'auth');
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
    await nextOneIsFine();
  });

  test('no message tells a key', async () => {
    gateway.plan = ALONE;
    first.next(wrong.unauthorized);
    await (await ask(gateway)).text();
    expect(gateway.settled[0]?.message).toBe('answered with status 401');
  });
});

describe('retries', () => {
  test('a 500 is asked again, after a moment', async () => {
    gateway.plan = RETRY;
    first.next(wrong.serverError);
    const json = await answerOf(await ask(gateway));
    expect(json.choices[0]?.message.content).toContain('up-first');
    expect(story()).toBe('first:server-error first:answered');
    expect(first.requests).toHaveLength(2);
  });

  test.each([
    ['retry-after-ms', { 'retry-after-ms': '120', 'retry-after': '9' }, 118],
    ['retry-after in seconds', { 'retry-after': '0.15' }, 148],
    ['retry-after as a date', { 'retry-after': new Date(Date.now() - 1_000).toUTCString() }, 0],
  ])('%s is honoured', async (_, headers, least) => {
    gateway.plan = RETRY;
    first.next(wrong.rateLimited(headers));
    await (await ask(gateway)).text();
    expect(story()).toBe('first:rate-limit first:answered');
    const [one, two] = first.requests;
    const gap = (two?.at ?? 0) - (one?.at ?? 0);
    expect(gap).toBeGreaterThanOrEqual(least);
  });

  test('a Retry-After beyond the whole deadline moves on at once', async () => {
    gateway.plan = RETRY;
    first.next(wrong.rateLimited({ 'retry-after': '30' }));
    await (await ask(gateway)).text();
    expect(story()).toBe('first:rate-limit second:answered');
    expect(gateway.settled[0]?.retryAfterMs).toBe(30_000);
    expect(gateway.breakers.state('first')).toBe('cooling');
  });

  test.each([
    ['over five seconds', '6', 'second'],
    ['up to five seconds', '5', 'first'],
  ])('a Retry-After %s, with another target behind it', async (_, seconds, answers) => {
    const hasty = await startGateway(
      { first: first.url, second: second.url },
      chainPlan([{ model: 'first', retries: 1 }, 'second'], {}, MINUTES),
      { clock: hastened(200) },
    );
    onTestFinished(() => hasty.close());
    first.next(wrong.rateLimited({ 'retry-after': seconds }));
    await (await ask(hasty)).text();
    expect(hasty.settled.map((one) => one.deployment)).toEqual(['first', answers]);
  });

  test('a Retry-After beyond what is left for the first token is not waited for', async () => {
    const hasty = await startGateway(
      { first: first.url },
      chainPlan([{ model: 'first', retries: 2 }], {}, { ...MINUTES, firstToken: 10_000 }),
      { clock: hastened(200) },
    );
    onTestFinished(() => hasty.close());
    first.next(wrong.rateLimited({ 'retry-after': '6' }));
    first.next(wrong.rateLimited({ 'retry-after': '6' }));
    await (await ask(hasty)).text();
    // 6 s are within 10 s, 12 s are not.
    expect(hasty.settled.map((one) => one.class)).toEqual(['rate-limit', 'rate-limit']);
  });

  test('a Retry-After of minutes is waited for where the deadline allows it and nobody else can answer', async () => {
    const hasty = await startGateway(
      { first: first.url, second: second.url },
      chainPlan([{ model: 'first', retries: 1 }], {}, { ...MINUTES, firstToken: 100_000 }),
      { clock: hastened(200) },
    );
    onTestFinished(() => hasty.close());
    first.next(wrong.rateLimited({ 'retry-after': '90' }));
    await (await ask(hasty)).text();
    expect(hasty.settled.map((one) => one.deployment)).toEqual(['first', 'first']);
    const [one, two] = first.requests;
    // 90 seconds, two hundred times as fast.
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThanOrEqual(445);
  });

  test('silence is not asked twice', async () => {
    gateway.plan = RETRY;
    first.next(wrong.silent);
    await (await ask(gateway)).text();
    expect(first.requests).toHaveLength(1);
    expect(story()).toBe('first:timeout second:answered');
  });

  test('a retry goes to the model’s other deployment without waiting', async () => {
    gateway.plan = chainPlan([{ model: 'm', deployments: ['first', 'second'], retries: 1 }]);
    first.next(wrong.rateLimited({ 'retry-after': '5' }));
    const text = await (await ask(gateway)).text();
    expect(text).toContain('up-second');
  });
});

describe('a provider that stays down', () => {
  test('is not asked any more once its breaker has opened', async () => {
    first.always(wrong.unavailable);
    for (let count = 0; count < 8; count += 1) {
      expect(await (await ask(gateway)).text()).toContain('up-second');
    }
    expect(first.requests).toHaveLength(5);
    expect(gateway.breakers.state('first')).toBe('open');
    expect(story()).toBe('second:answered');
  });

  test('is asked all the same where the plan has no other way', async () => {
    gateway.plan = ALONE;
    first.always(wrong.unavailable);
    for (let count = 0; count < 7; count += 1) expect((await ask(gateway)).status).toBe(502);
    first.always(undefined);
    expect((await ask(gateway)).status).toBe(200);
  });
});

describe('connections', () => {
  let hole: Server;
  let port: number;
  beforeAll(async () => {
    hole = createServer();
    await new Promise<void>((resolve) => hole.listen(0, '127.0.0.1', resolve));
    port = (hole.address() as AddressInfo).port;
    await new Promise((resolve) => hole.close(resolve));
  });

  test.each([false, true])(
    'refused: surely not sent, and the next target answers, streamed %s',
    async (stream) => {
      const own = await startGateway({ first: `http://127.0.0.1:${port}/v1`, second: second.url }, CHAIN);
      try {
        expect(await (await ask(own, { stream })).text()).toContain('up-second');
        expect(own.settled[0]).toMatchObject({ class: 'connection', maybeSent: false });
        expect(own.settled[0]?.usage).toBeUndefined();
      } finally {
        await own.close();
      }
    },
  );

  test('a name that does not resolve: surely not sent', async () => {
    const own = await startGateway({ first: 'http://nowhere.invalid/v1', second: second.url }, CHAIN);
    try {
      expect(await (await ask(own)).text()).toContain('up-second');
      expect(own.settled[0]?.maybeSent).toBe(false);
    } finally {
      await own.close();
    }
  });

  test('an upstream that answers before it has read the request is believed', async () => {
    const hasty = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        const body = '{"error":{"message":"too large","type":"invalid_request_error"}}';
        socket.end(
          `HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
      });
    });
    await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(hasty.address() as AddressInfo).port}/v1`;
    const own = await startGateway({ first: at, second: second.url }, CHAIN);
    try {
      const text = await (await ask(own, { padding: 'p'.repeat(4_000_000) })).text();
      expect(text).toContain('up-second');
      expect(own.settled[0]?.class).toMatch(/too-long|connection/);
      expect(own.settled).toHaveLength(2);
    } finally {
      await own.close();
      hasty.close();
    }
  });
});

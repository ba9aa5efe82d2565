/**
 * Every way in which providers and callers have been seen to fail, through the whole service on real sockets: what a
 * caller with the openai client gets, what the provider was asked, what the headers, the decision and the metrics
 * tell of it, and that the next request is none the worse.
 */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import OpenAI from 'openai';
import { Pool } from 'undici';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { deliveryPolicy } from '../support/delivery-policy.ts';
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
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

/** Never open: breakers have a suite of their own. */
const NO_BREAKER = {
  failures: 1e9,
  percent: 101,
  sample: 20,
  window: 60_000,
  open: 5_000,
  longestOpen: 10_000,
  probes: 1,
  longestCooling: 0,
  untold: 0,
  longestUntold: 0,
};

let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let llmr: RunningGateway;
let openai: OpenAI;

beforeAll(async () => {
  first = await wrong.startMisbehavingServer();
  second = await wrong.startMisbehavingServer();
  // One event may be as large as a body.
  const limits = { bodyLimitBytes: 1_048_576 };
  llmr = await runGateway(deliveryPolicy(first.url, second.url), limits, undefined, { breaker: NO_BREAKER });
  openai = new OpenAI({ baseURL: `${llmr.url}/v1`, apiKey: 'x', maxRetries: 2 });
});
afterAll(async () => {
  await llmr.close();
  await Promise.all([first.close(), second.close()]);
});
beforeEach(() => {
  first.always(undefined);
  second.always(undefined);
  first.requests.length = 0;
  second.requests.length = 0;
});

interface Got {
  text: string;
  finish: string | null | undefined;
  error: InstanceType<typeof OpenAI.APIError> | undefined;
  headers: Headers;
  decision: DecisionDocument;
}

/** Asks with the openai client and reads to the end, whatever end that is. */
async function got(model: string, stream: boolean, more: object = {}): Promise<Got> {
  const found: Got = {
    text: '',
    finish: undefined,
    error: undefined,
    headers: new Headers(),
    decision: {} as DecisionDocument,
  };
  const messages = [{ role: 'user' as const, content: 'Hello there' }];
  try {
    if (stream) {
      const { data, response } = await openai.chat.completions
        .create({ model, messages, stream: true, stream_options: { include_usage: true }, ...more })
        .withResponse();
      found.headers = response.headers;
      for await (const chunk of data) {
        const choice = chunk.choices[0];
        found.text += choice?.delta.content ?? '';
        found.finish ??= choice?.finish_reason;
      }
    } else {
      const { data, response } = await openai.chat.completions
        .create({ model, messages, ...more })
        .withResponse();
      found.headers = response.headers;
      found.text = data.choices[0]?.message.content ?? '';
      found.finish = data.choices[0]?.finish_reason;
    }
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error;
    found.error = error;
    if (error.headers !== undefined) found.headers = error.headers;
  }
  found.decision = await decided(found.headers);
  return found;
}

async function decided(headers: Headers): Promise<DecisionDocument> {
  const id = headers.get('llmr-decision-id') ?? '';
  // Complete once the answer has ended, which the caller may see a moment before the record does.
  for (;;) {
    const document = await readJson<DecisionDocument>(await fetch(`${llmr.url}/v1/decisions/${id}`));
    if (document.attempts?.every(({ outcome }) => outcome !== 'pending') !== false) return document;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** `first:overload second:answered` */
function story({ decision }: Got): string {
  return (decision.attempts ?? []).map((each) => `${each.model}:${each.class ?? each.outcome}`).join(' ');
}

async function nextOneIsFine(): Promise<void> {
  first.always(undefined);
  const next = await got('any', true);
  expect(next.text).toContain('up-first');
  expect(next.headers.get('llmr-decision')).toMatch(/reason=otherwise, attempts=1/);
}

const HEALED: readonly (readonly [string, Behaviour, string, number | undefined])[] = [
  ['429 without Retry-After', wrong.rateLimited(), 'rate-limit', 429],
  ['429 with a long Retry-After', wrong.rateLimited({ 'retry-after': '30' }), 'rate-limit', 429],
  ['500', wrong.serverError, 'server-error', 500],
  ['503', wrong.unavailable, 'overload', 503],
  ['a reset before headers', wrong.resetBeforeHeaders, 'connection', undefined],
  ['silence', wrong.silent, 'timeout', undefined],
  ['a web page with status 200', wrong.webPage, 'malformed', 200],
  ['200 with an error body', wrong.okWithError, 'overload', 200],
  ['context length', wrong.tooLong, 'too-long', 400],
];
const HEALED_WHOLE: typeof HEALED = [
  ['truncated JSON', wrong.truncatedJson, 'malformed', 200],
  ['fewer bytes than promised', wrong.shortBody, 'connection', 200],
];
const HEALED_STREAMS: typeof HEALED = [
  ['a slow first token', wrong.slowFirstToken(2_000), 'timeout', 200],
  ['a cut before any content', wrong.cutBeforeContent, 'broken-stream', 200],
  ['an error in band before any content', wrong.errorBeforeContent, 'overload', 200],
  ['an event beyond all bounds', wrong.oversizedEvent(1_100_000), 'malformed', 200],
];

describe('before the caller has anything, the next target answers unseen', () => {
  const cases = [
    ...HEALED.flatMap((each) => [[...each, false] as const, [...each, true] as const]),
    ...HEALED_WHOLE.map((each) => [...each, false] as const),
    ...HEALED_STREAMS.map((each) => [...each, true] as const),
  ];
  test.each(cases)('%s', async (_, behaviour, failure, status, stream) => {
    first.always(behaviour);
    const answer = await got('any', stream);
    expect(answer.error).toBeUndefined();
    expect(answer.text).toContain('up-second');
    expect(answer.text).not.toContain('up-first');
    expect(answer.finish).toBe('stop');
    expect(story(answer)).toBe(`first:${failure} second:answered`);
    expect(answer.decision.attempts?.[0]?.status).toBe(status);
    expect(answer.headers.get('llmr-model')).toBe('second');
    expect(answer.headers.get('llmr-decision')).toMatch(/model=second, reason=fallback, attempts=2/);
    expect(answer.headers.get('llmr-explain')).toMatch(/first (was|failed|could|timed|gave|found|broke)/);
    // A reset of a kept connection is sent once more, as the same attempt.
    const again = answer.decision.attempts?.[0]?.repeats?.length ?? 0;
    expect([first.requests.length - again, second.requests.length]).toEqual([1, 1]);
    const { inputTokens = 0, outputTokens = 0, costUsd } = answer.decision.attempts?.[1] ?? {};
    expect(costUsd).toBeCloseTo((inputTokens * 3 + outputTokens * 4) / 1e6, 9);
    expect(outputTokens).toBeGreaterThan(0);
    await nextOneIsFine();
  });
});

describe('with nobody else to ask, one clear error that is not retried', () => {
  const ALONE: readonly (readonly [string, Behaviour, number, string])[] = [
    ['429 with Retry-After', wrong.rateLimited({ 'retry-after': '7' }), 429, 'rate_limit_exceeded'],
    ['503 that stays', wrong.unavailable, 502, 'all_attempts_failed'],
    ['a reset', wrong.resetBeforeHeaders, 502, 'all_attempts_failed'],
    ['silence', wrong.silent, 504, 'upstream_timeout'],
    ['context length', wrong.tooLong, 400, 'context_length_exceeded'],
    ['content filter', wrong.contentFiltered, 400, 'content_filter'],
    ['a refused key', wrong.unauthorized, 502, 'all_attempts_failed'],
  ];
  const cases = ALONE.flatMap((each) => [[...each, false] as const, [...each, true] as const]);
  test.each(cases)('%s', async (_, behaviour, status, code, stream) => {
    first.always(behaviour);
    const { error, headers, decision } = await got('alone', stream);
    expect([error?.status, error?.code]).toEqual([status, code]);
    expect(error?.message).toMatch(/First cause: /);
    expect(error?.message).not.toContain('sk-test-1234567890abcdef');
    expect(headers.get('x-should-retry')).toBe('false');
    expect(headers.get('llmr-decision')).toMatch(/attempts=1/);
    if (status === 429) expect(headers.get('retry-after')).toBe('7');
    expect(decision.attempts).toHaveLength(1);
    // The client has been told that the router has retried: it asked once.
    expect(first.requests).toHaveLength(1 + (decision.attempts?.[0]?.repeats?.length ?? 0));
    await nextOneIsFine();
  });

  test.each([
    [
      { message: 'no', code: 'unsupported_value', param: 'messages[0].role' },
      'unsupported_value',
      'messages[0].role',
    ],
    [{ message: 'no', code: 'sk-test-1234567890abcdef', param: 'a sentence' }, 'upstream_rejected', null],
    [{ message: 'no', code: 400, param: { a: 1 } }, 'upstream_rejected', null],
  ])('a bad request is told with the provider’s own code and parameter: %j', async (body, code, param) => {
    first.always(wrong.errorStatus(422, body));
    const { error } = await got('alone', false);
    expect([error?.status, error?.code, error?.param]).toEqual([400, code, param]);
  });

  test('a filter’s verdict is not shopped around for', async () => {
    first.always(wrong.contentFiltered);
    const { error } = await got('any', true);
    expect(error?.status).toBe(400);
    expect(second.requests).toHaveLength(0);
  });
});

describe('a retry', () => {
  test.each([false, true])(
    'of a 500 that happened once stays with the model, streamed %s',
    async (stream) => {
      first.next(wrong.serverError);
      const answer = await got('again', stream);
      expect(answer.text).toContain('up-first');
      expect(story(answer)).toBe('first:server-error first:answered');
      expect(second.requests).toHaveLength(0);
    },
  );

  test('waits as long as the provider asks, and no less', async () => {
    first.next(wrong.rateLimited({ 'retry-after-ms': '250' }));
    const answer = await got('again', false);
    expect(story(answer)).toBe('first:rate-limit first:answered');
    const [one, two] = first.requests;
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBeGreaterThan(245);
  });

  test('that would come after the deadline goes to the next target at once', async () => {
    first.next(wrong.rateLimited({ 'retry-after': '20' }));
    expect(story(await got('again', true))).toBe('first:rate-limit second:answered');
  });

  test('of a 503 that stays is followed by the next target', async () => {
    first.always(wrong.unavailable);
    expect(story(await got('again', false))).toBe('first:overload first:overload second:answered');
  });

  test('is not made of silence', async () => {
    first.always(wrong.silent);
    expect(story(await got('again', true))).toBe('first:timeout second:answered');
  });
});

const TWO_WORDS = 'One two';
const BREAKS: readonly (readonly [string, Behaviour, string])[] = [
  ['a cut', wrong.cutStream, TWO_WORDS],
  ['a clean end in the middle', wrong.endsEarly, TWO_WORDS],
  ['a stall', wrong.stallsMidStream, 'One'],
  ['a malformed event and nothing more', wrong.malformedForGood, 'One'],
  ['an error in band', wrong.errorAfterContent, 'One'],
];

describe('once the caller has the beginning', () => {
  test.each(BREAKS)('%s never looks like an end', async (_, behaviour, text) => {
    first.always(behaviour);
    const answer = await got('any', true);
    expect(answer.text).toBe(text);
    expect(answer.finish ?? null).toBeNull();
    expect(answer.error?.message).toMatch(/The stream broke/);
    expect(story(answer)).toBe('first:broken-stream');
    expect(answer.decision.attempts?.[0]?.costUsd).toBeGreaterThan(0);
    expect(second.requests).toHaveLength(0);
    await nextOneIsFine();
  });

  test.each(BREAKS)('%s is gone on with by a model that can be prefilled', async (_, behaviour, text) => {
    first.always(behaviour);
    second.next((__, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(ROLE + says(' and three') + FINISH + USAGE + DONE);
    });
    const answer = await got('continue', true);
    expect(answer.error).toBeUndefined();
    expect(answer.text).toBe(`${text} and three`);
    expect(answer.finish).toBe('stop');
    expect(story(answer)).toBe('first:broken-stream second:answered');
    expect(second.requests[0]?.json).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant', content: text }],
    });
    await nextOneIsFine();
  });

  test('a model that refuses the prefill is asked anew', async () => {
    first.always(wrong.cutStream);
    second.next(
      wrong.errorStatus(400, { message: 'no prefill', type: 'invalid_request_error' }),
      (_, res) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' });
        res.end(ROLE + says('One two th') + says('ree') + FINISH + USAGE + DONE);
      },
    );
    const answer = await got('continue', true);
    expect(answer.text).toBe('One two three');
    expect(answer.finish).toBe('stop');
    expect(story(answer)).toBe('first:broken-stream second:bad-request second:answered');
  });

  test('an answer that is begun anew goes on after what was sent', async () => {
    first.always(wrong.cutStream);
    second.next((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(ROLE + says('One') + says(' two three') + FINISH + USAGE + DONE);
    });
    const answer = await got('restart', true);
    expect([answer.text, answer.finish]).toEqual(['One two three', 'stop']);
    expect(story(answer)).toBe('first:broken-stream plain:answered');
  });

  test('another answer is not mixed in', async () => {
    first.always(wrong.cutStream);
    const answer = await got('restart', true);
    expect(answer.text).toBe(TWO_WORDS);
    expect(answer.error).toBeDefined();
  });

  test.each(BREAKS)('held until complete, the caller sees nothing of %s', async (_, behaviour) => {
    first.always(behaviour);
    const answer = await got('held', true);
    expect(answer.text).toContain('up-second');
    expect(answer.text).not.toContain('One');
    expect([answer.finish, answer.error]).toEqual(['stop', undefined]);
  });
});

describe('what is odd but whole', () => {
  const ODD: readonly (readonly [string, Behaviour, string])[] = [
    ['a malformed event among good ones', wrong.malformedThenFine, 'One two'],
    ['no [DONE]', wrong.noDone, 'One'],
    ['a last word and then nothing', wrong.neverEnds, 'One'],
    ['a drip below any idle limit', wrong.slowDrip(40), 'drip'],
  ];
  test.each(ODD)('%s', async (_, behaviour, text) => {
    first.always(behaviour);
    const answer = await got('any', true);
    expect([answer.text, answer.finish, answer.error]).toEqual([text, 'stop', undefined]);
    expect(story(answer)).toBe('first:answered');
    await nextOneIsFine();
  });

  test('usage in the last word itself carries llmr’s member', async () => {
    first.next((_, res) => {
      const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 };
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(ROLE + says('One') + chunkEvent({}, 'stop', { usage }) + DONE);
    });
    const text = await (
      await llmr.chat({
        model: 'any',
        messages: [{ role: 'user', content: 'Hello' }],
        stream: true,
        stream_options: { include_usage: true },
      })
    ).text();
    const last = JSON.parse(text.split('\n\n').at(-3)?.slice(6) ?? '');
    expect(last).toMatchObject({
      choices: [{ finish_reason: 'stop' }],
      llmr: { model: 'first', inputTokens: 11, outputTokens: 7, costUsd: (11 + 14) / 1e6 },
    });
  });
});

test('the next request on the connection of a broken stream is answered', async () => {
  first.always(wrong.cutStream);
  const pool = new Pool(llmr.url, { connections: 1, pipelining: 1 });
  const body = JSON.stringify({ model: 'any', stream: true, messages: [{ role: 'user', content: 'Hello' }] });
  const ask = (): Promise<string> =>
    pool
      .request({
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      .then((answer) => answer.body.text());
  // Queued, so that each is sent the moment the one before has ended.
  for (const text of await Promise.all([ask(), ask(), ask(), ask()])) expect(text).toContain('broken_stream');
  await pool.close();
});

test('a slow call gets a second one beside it, and the first answer counts', async () => {
  first.next(wrong.silent);
  const answer = await got('hedged', true);
  expect(answer.text).toContain('up-first');
  expect(story(answer)).toBe('first:aborted first:answered');
  expect(first.requests).toHaveLength(2);
});

test('transforms are told as they were applied', async () => {
  const turn = (text: string) => [
    { role: 'user' as const, content: `${text} ${'word '.repeat(30)}` },
    { role: 'assistant' as const, content: `${text} ${'word '.repeat(30)}` },
  ];
  const picture = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AAAA' } };
  const content = [{ type: 'text' as const, text: 'What is this?' }, picture];
  const messages = [...turn('old'), ...turn('older'), { role: 'user' as const, content }];
  const answer = await got('shorter', false, { messages, max_tokens: 500 });
  expect(answer.decision.transforms).toEqual([
    'history trimmed to 60 tokens, 4 messages left out',
    '1 images left out',
    'output capped at 20 tokens',
  ]);
  expect(second.requests[0]?.json).toMatchObject({
    max_tokens: 20,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is this?' }] }],
  });
});

describe('an upstream that answers before the request is sent whole', () => {
  const BODY = '{"error":{"message":"too large","type":"invalid_request_error"}}';
  const HEAD = `HTTP/1.1 413 Payload Too Large\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: ${BODY.length}\r\n\r\n`;
  const HASTY: readonly (readonly [string, (socket: Socket) => void])[] = [
    ['and goes on reading', (socket) => socket.end(HEAD + BODY)],
    ['and stops reading', (socket) => socket.pause().end(HEAD + BODY)],
    ['and resets', (socket) => socket.write(HEAD + BODY, () => socket.resetAndDestroy())],
  ];
  test.each(HASTY)('%s', async (_, answer) => {
    const hasty = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => answer(socket));
    });
    await new Promise<void>((resolve) => hasty.listen(0, '127.0.0.1', resolve));
    const { port } = hasty.address() as AddressInfo;
    const own = await runGateway(deliveryPolicy(`http://127.0.0.1:${port}/v1`, second.url));
    try {
      const said: string[] = [];
      for (let round = 0; round < 5; round += 1) {
        const answered = await own.chat({
          model: 'any',
          messages: [{ role: 'user', content: 'Hello' }],
          metadata: { padding: 'p'.repeat(3_000_000) },
        });
        expect(await answered.text()).toContain('up-second');
        said.push(answered.headers.get('llmr-explain')?.match(/first .*$/)?.[0] ?? '');
      }
      expect(said).toEqual(Array(5).fill('first found the request too long (413)'));
    } finally {
      await own.close();
      hasty.close();
    }
  });
});

describe('a caller', () => {
  function requestFor(model: string): string {
    const body = JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] });
    return `POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  }

  function caller(model = 'any'): Promise<Socket> {
    const { port } = new URL(llmr.url);
    return new Promise((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => resolve(socket));
      socket.on('error', () => undefined);
      socket.write(requestFor(model));
    });
  }
  async function eventually(condition: () => boolean): Promise<void> {
    for (const until = performance.now() + 4_000; performance.now() < until && !condition(); ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(condition()).toBe(true);
  }

  test('that leaves ends the upstream call at once, and pays for what was produced', async () => {
    first.next((_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(ROLE + says('One two three four five'));
    });
    const socket = await caller();
    const head = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(String(data))));
    socket.destroy();
    await eventually(() => first.requests[0]?.left === true);
    const id = /llmr-decision-id: (\S+)/i.exec(head)?.[1] ?? '';
    const { attempts } = await decided(new Headers({ 'llmr-decision-id': id }));
    expect(attempts).toMatchObject([{ model: 'first', outcome: 'aborted' }]);
    expect(attempts?.[0]?.outputTokens).toBeGreaterThan(3);
    await nextOneIsFine();
  });

  test('that leaves before there is any answer ends it, too', async () => {
    first.next(wrong.silent);
    const socket = await caller();
    await eventually(() => first.requests.length === 1);
    socket.destroy();
    await eventually(() => first.requests[0]?.left === true);
    expect(second.requests).toHaveLength(0);
    await nextOneIsFine();
  });

  test('that reads slowly makes the provider wait, and gets all of it', async () => {
    first.next(wrong.flood(6_000));
    // No output limit that so much would pass.
    const socket = await caller('undeclared');
    socket.pause();
    await eventually(() => first.requests.length === 1);
    // Longer than the idle deadline: waiting for a reader is not the provider's silence.
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(process.memoryUsage().external).toBeLessThan(200 * 1_048_576);
    let bytes = 0;
    let tail = '';
    socket.on('data', (data) => {
      bytes += data.length;
      tail = (tail + data).slice(-200);
    });
    socket.resume();
    await eventually(() => tail.includes('[DONE]'));
    expect(bytes).toBeGreaterThan(6_000 * 4_096);
    socket.destroy();
    await nextOneIsFine();
  });
});

test('the metrics have seen every attempt that was sent', async () => {
  const before = await attemptsTold();
  first.next(wrong.serverError, wrong.unavailable);
  await got('any', true);
  await got('any', false);
  await got('any', true);
  // One that is still under way when its headers leave is counted once as well, when it has ended.
  first.next(wrong.slowDrip(20));
  await got('any', true);
  expect((await attemptsTold()) - before).toBe(first.requests.length + second.requests.length);
  expect(first.requests.length + second.requests.length).toBe(6);
  expect(await (await fetch(`${llmr.url}/metrics`)).text()).not.toContain('outcome="pending"');
});

async function attemptsTold(): Promise<number> {
  const text = await (await fetch(`${llmr.url}/metrics`)).text();
  return [...text.matchAll(/^llmr_attempts_total\{.*\} (\d+)$/gm)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
}

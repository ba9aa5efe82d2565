/**
 * Where a streamed answer ends: finishes that are followed by more, usage that comes late, ends that are missing,
 * answers that never end. Real sockets, and a clock that is hastened where a wait matters.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAiChat } from '../../src/gateway/dialects/openai-chat/openai-chat.ts';
import type { Plan } from '../../src/language/planning/plan.ts';
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

const ENDING = 150;
const DEADLINES = {
  ...QUICK,
  idle: 10_000,
  firstToken: 5_000,
  attempt: 5_000,
  whole: 20_000,
  ending: ENDING,
};
const ALONE = chainPlan(['first'], {}, DEADLINES);

let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let gateway: Gateway;

beforeAll(async () => {
  first = await wrong.startMisbehavingServer();
  second = await wrong.startMisbehavingServer();
});
afterAll(() => Promise.all([first.close(), second.close()]));
beforeEach(async () => {
  first.requests.length = 0;
  second.requests.length = 0;
  gateway = await startGateway({ first: first.url, second: second.url }, ALONE, { outputLimit: () => 1_000 });
});
afterEach(() => gateway.close());

/** Writes `pieces`; a number is a wait in milliseconds, `cut` a reset, `open` leaves the connection as it is. */
const stream =
  (...pieces: readonly (string | number)[]): Behaviour =>
  async (_, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      if (typeof piece === 'number') await new Promise((resolve) => setTimeout(resolve, piece));
      else if (piece === 'cut') {
        await new Promise((resolve) => setTimeout(resolve, 10));
        res.socket?.resetAndDestroy();
        return;
      } else if (piece === 'open') return;
      else res.write(piece);
    }
    res.end();
  };

async function received(
  more: object = {},
): Promise<{ text: string; error: string | undefined; done: boolean; raw: string }> {
  const raw = await (await ask(gateway, { stream: true, ...more })).text();
  const chunks = raw
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)));
  return {
    raw,
    text: chunks.map(({ choices }) => choices?.[0]?.delta?.content ?? '').join(''),
    error: chunks.find(({ error }) => error !== undefined)?.error.message,
    done: raw.endsWith(DONE),
  };
}

const both = (more: Partial<Plan> = {}): Plan => chainPlan(['first', 'second'], more, DEADLINES);
const call = (index: number, args: string, finish: string | null = null) =>
  chunkEvent(
    {
      tool_calls: [{ index, id: `call${index}`, type: 'function', function: { name: 'f', arguments: args } }],
    },
    finish,
  );

describe('a finish that is followed by more content is no finish', () => {
  test.each([
    [
      '"stop" with every piece',
      [
        chunkEvent({ reasoning_content: 'Hm' }, 'stop'),
        chunkEvent({ content: 'One' }, 'stop'),
        chunkEvent({ content: ' two' }, 'stop'),
        DONE,
      ],
    ],
    [
      '"null" as text',
      [chunkEvent({ content: 'One' }, 'null'), 2 * ENDING, chunkEvent({ content: ' two' }, 'stop'), DONE],
    ],
    [
      'an empty finish',
      [chunkEvent({ content: 'One' }, ''), 2 * ENDING, chunkEvent({ content: ' two' }, 'stop'), DONE],
    ],
    [
      '"stop" in the first event',
      [
        chunkEvent({ role: 'assistant', content: '' }, 'stop'),
        says('One'),
        ENDING / 3,
        says(' two'),
        FINISH,
        DONE,
      ],
    ],
    ['a pause shorter than the ending', [says('One'), FINISH, ENDING / 3, says(' two'), FINISH, DONE]],
  ] as const)('%s', async (_, pieces) => {
    first.next(stream(...pieces));
    expect(await received()).toMatchObject({ text: 'One two', error: undefined, done: true });
  });

  test('a second tool call after the first has finished', async () => {
    first.next(stream(call(0, '{}', 'tool_calls'), ENDING / 2, call(1, '{"a":1}', 'tool_calls'), DONE));
    const { raw } = await received();
    expect(raw).toContain('call1');
    expect(gateway.endings[0]?.kind).toBe('complete');
  });

  test('a connection that breaks after such a finish has cut the answer', async () => {
    first.next(
      stream(chunkEvent({ content: 'One' }, 'stop'), chunkEvent({ content: ' two' }, 'stop'), 'cut'),
    );
    expect(await received()).toMatchObject({ text: 'One two', error: expect.any(String), done: false });
  });

  test('a connection that breaks after a finish alone has cut nothing', async () => {
    first.next(stream(says('One'), FINISH, 'cut'));
    expect(await received()).toMatchObject({ text: 'One', error: undefined, done: true });
  });
});

describe('after the finish', () => {
  test('comments do not keep the caller waiting', async () => {
    first.next(async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(says('One') + FINISH);
      for (let count = 0; count < 200 && !res.destroyed; count += 1) {
        res.write(': keep-alive\n\n');
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      res.end();
    });
    expect(await received()).toMatchObject({ text: 'One', done: true });
    expect(first.requests[0]?.left).toBe(false);
  });

  test('usage that comes after the caller’s end is charged', async () => {
    first.next(stream(says('One'), FINISH, 4 * ENDING, USAGE, DONE));
    expect(await received()).toMatchObject({ text: 'One', done: true });
    expect(gateway.settled).toHaveLength(0);
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]?.usage).toEqual({ inputTokens: 11, outputTokens: 7, reported: true });
  });

  test('content that comes after the caller’s end is charged, and nobody’s', async () => {
    first.next(stream(says('One'), FINISH, 3 * ENDING, says('some words more '.repeat(30)), 'cut'));
    expect((await received()).text).toBe('One');
    await eventually(() => gateway.settled.length === 1);
    expect(gateway.settled[0]?.usage?.outputTokens).toBeGreaterThanOrEqual(100);
  });

  test('an error is told, and no second model is asked', async () => {
    const error = `data: ${JSON.stringify({ error: { message: 'lost', type: 'server_error' } })}\n\n`;
    for (const plan of [both({ onBrokenStream: 'restart' }), both({ holdUntilComplete: true })]) {
      gateway.plan = plan;
      first.next(stream(ROLE, says('One'), FINISH, error));
      expect(await received()).toMatchObject({
        text: 'One',
        error: expect.any(String),
        done: false,
      });
    }
    expect(second.requests).toHaveLength(0);
  });
});

describe('a stream without a finish', () => {
  test.each([
    ['plain text and [DONE]', [says('One'), DONE], {}],
    ['complete arguments and [DONE]', [call(0, '{"a":"}"}'), DONE], {}],
    [
      'complete JSON and [DONE]',
      [says('{"a":'), says('1}'), DONE],
      { response_format: { type: 'json_object' } },
    ],
    ['usage of its own and no [DONE]', [says('One'), USAGE], {}],
  ] as const)('is whole: %s', async (_, pieces, more) => {
    first.next(stream(...pieces));
    expect(await received(more)).toMatchObject({ error: undefined, done: true });
  });

  test.each([
    ['open arguments and [DONE]', [call(0, '{"a":'), DONE], {}],
    ['no arguments yet and [DONE]', [call(0, ''), DONE], {}],
    ['open JSON and [DONE]', [says('{"a":"}'), DONE], { response_format: { type: 'json_schema' } }],
    ['neither [DONE] nor usage', [says('One')], {}],
  ] as const)('is broken: %s', async (_, pieces, more) => {
    first.next(stream(...pieces));
    const { error, raw } = await received(more);
    expect(error).toMatch(/not complete|ended before/);
    expect(raw).not.toContain('[DONE]');
  });
});

describe('progress', () => {
  const idle = { ...DEADLINES, idle: 120 };

  test('comments and empty deltas are none', async () => {
    gateway.plan = chainPlan(['first'], {}, idle);
    first.next(async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.write(says('One'));
      while (!res.destroyed) {
        res.write(`: keep-alive\n\n${chunkEvent({ content: '' })}`);
        await new Promise((resolve) => setTimeout(resolve, 15));
      }
    });
    expect(await received()).toMatchObject({
      text: 'One',
      error: expect.stringContaining('silent'),
      done: false,
    });
  });

  test('reasoning is some, and so is a piece of a large event', async () => {
    gateway.plan = chainPlan(['first'], {}, { ...DEADLINES, idle: 400 });
    const large = says('x'.repeat(3_000));
    const pieces = (large.match(/[\s\S]{1,300}/g) ?? []).flatMap((piece) => [piece, 60]);
    first.next(stream(chunkEvent({ reasoning: 'Hm' }), 60, says('One'), ...pieces, FINISH, DONE));
    expect(await received()).toMatchObject({ text: `One${'x'.repeat(3_000)}`, error: undefined, done: true });
  });
});

describe('an endless answer', () => {
  test('ends as a broken stream at the model’s output limit with a margin', async () => {
    first.next(async (_, res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!res.destroyed) {
        res.write(says('and on and on it goes, '));
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const { text, error, done } = await received();
    expect({ error, done }).toMatchObject({ error: expect.stringContaining('output limit'), done: false });
    expect(text.length).toBeGreaterThan(1_000 * 4);
    expect(text.length).toBeLessThan(1_000 * 16);
    await eventually(() => first.requests[0]?.left === true);
  });

  test('is none where several answers were asked for, or an image is large', async () => {
    const long = says('word '.repeat(2_000));
    first.next(stream(long, long, FINISH, DONE));
    expect(await received({ n: 2 })).toMatchObject({ error: undefined, done: true });
    first.next(
      stream(
        chunkEvent({ images: [{ image_url: { url: `data:image/png;base64,${'A'.repeat(3_000_000)}` } }] }),
        FINISH,
        DONE,
      ),
    );
    expect(await received()).toMatchObject({ error: undefined, done: true });
  });
});

test('events that cannot be read are counted, and those with a part of the answer break it', async () => {
  first.next(
    stream(says('One'), 'data: {"id":"x","obj\n\n', 'data: nonsense\n\n', says(' two'), FINISH, DONE),
  );
  expect(await received()).toMatchObject({ text: 'One two', done: true });
  expect(gateway.settled[0]?.skippedEvents).toBe(2);
  first.next(
    stream(says('One'), 'data: {"choices":[{"delta":{"content":" tw\n\n', says(' three'), FINISH, DONE),
  );
  expect(await received()).toMatchObject({ text: 'One', error: expect.stringContaining('cannot be read') });
});

describe('a continuation that repeats the text', () => {
  const SAID = 'Once upon a time there was a king';
  const plan = chainPlan(
    ['first', 'second'].map((model) => ({ model, prefill: true, deadlines: DEADLINES })),
    { onBrokenStream: 'continue' },
    DEADLINES,
  );
  const bits = (text: string) => (text.match(/[\s\S]{1,5}/g) ?? []).map(says);

  test.each([
    ['from its beginning: it is skipped', `${SAID} and a queen`, `${SAID} and a queen`],
    ['and says nothing else: the answer is complete', SAID, SAID],
    ['not at all', ' and a queen', `${SAID} and a queen`],
    ['by a few letters only', 'Once more: and a queen', `${SAID}Once more: and a queen`],
  ])('%s', async (_, answer, whole) => {
    gateway.plan = plan;
    first.next(stream(...bits(SAID), 'cut'));
    second.next(stream(...bits(answer), FINISH, DONE));
    expect(await received()).toMatchObject({ text: whole, error: undefined, done: true });
  });

  test('and then differs from it: the stream ends with an error', async () => {
    gateway.plan = plan;
    first.next(stream(...bits(SAID), 'cut'));
    second.next(stream(...bits(`${SAID.slice(0, -4)}queen`), FINISH, DONE));
    expect(await received()).toMatchObject({
      text: SAID,
      error: expect.stringContaining('differs'),
      done: false,
    });
  });

  test('a restart that broke while it repeated is followed by one that knows all that was sent', async () => {
    const third = { model: 'third', deployments: ['first'] };
    gateway.plan = chainPlan(['first', 'second', third], { onBrokenStream: 'restart' }, DEADLINES);
    first.next(stream(...bits(SAID), 'cut'), stream(...bits(`${SAID}!`), FINISH, DONE));
    second.next(stream(...bits(SAID.slice(0, 10)), 'cut'));
    expect(await received()).toMatchObject({ text: `${SAID}!`, error: undefined, done: true });
  });
});

test('a whole answer as JSON becomes the stream that was asked for', () => {
  const choices = [
    {
      index: 0,
      message: {
        role: 'assistant',
        content: 'Hi',
        tool_calls: [{ id: 'a', function: { name: 'f', arguments: '{}' } }],
      },
      finish_reason: 'tool_calls',
    },
  ];
  const events = openAiChat
    .asStream(Buffer.from(JSON.stringify({ id: 'x', choices, usage: { prompt_tokens: 1 } })))
    .toString();
  expect(events.split('\n\n').filter(Boolean)).toEqual([
    'data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"Hi","tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]},"finish_reason":null}]}',
    'data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}',
    'data: {"id":"x","object":"chat.completion.chunk","choices":[],"usage":{"prompt_tokens":1}}',
    'data: [DONE]',
  ]);
});

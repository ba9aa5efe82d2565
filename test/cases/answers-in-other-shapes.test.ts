// Answers that a client without llmr gets whole, in shapes that servers really write.
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type CaseGateway,
  events,
  json,
  type Model,
  model,
  route,
  startCase,
} from '../support/case-gateway.ts';
import { chunkEvent } from '../support/fake-openai-server.ts';

const DONE = 'data: [DONE]\n\n';
const call = (index: number, args: string, id?: string): object => ({
  tool_calls: [
    {
      index,
      ...(id === undefined ? {} : { id, type: 'function' }),
      function: { ...(id === undefined ? {} : { name: 'f' }), arguments: args },
    },
  ],
});
const later = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));
const stream: (...pieces: readonly (string | number)[]) => Model =
  (...pieces) =>
  async (res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const piece of pieces) {
      if (typeof piece === 'number') await later(piece);
      else res.write(piece);
    }
    if (pieces.at(-1) === DONE) res.end();
  };
const WORDS = 'word '.repeat(5_000);
const MODELS: Readonly<Record<string, Model>> = {
  // A server that writes its JSON letter by letter.
  letters: async (res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    const choices = [{ index: 0, message: { role: 'assistant', content: WORDS }, finish_reason: 'stop' }];
    const bytes = Buffer.from(
      JSON.stringify({ id: 'c', object: 'chat.completion', created: 1, model: 'm', choices }),
    );
    for (let at = 0; at < bytes.length; at += 1) {
      res.write(bytes.subarray(at, at + 1));
      if (at % 100 === 0) await new Promise(setImmediate);
    }
    res.end();
  },
  // A tool without parameters, from a server that neither says [DONE] nor ends.
  bare: stream(chunkEvent(call(0, '', 'a')), chunkEvent({}, 'tool_calls'), 3_000),
  // "tool_calls" with every piece, and a pause within the arguments that is longer than `ending`.
  slow: stream(
    chunkEvent(call(0, '{"x":', 'a'), 'tool_calls'),
    900,
    chunkEvent(call(0, '1}'), 'tool_calls'),
    DONE,
  ),
  // The same, and nothing more.
  stuck: stream(chunkEvent(call(0, '{"x":', 'a'), 'tool_calls'), 3_000),
  // The model was stopped in the middle of its arguments: what has come is the answer.
  cut: stream(chunkEvent(call(0, '{"x":', 'a')), chunkEvent({}, 'length'), 3_000),
  // The older completions' answer, which no chat client shows.
  older: (res, { json: { stream: asked } }) => {
    const body = {
      id: 'c',
      created: 1,
      model: 'm',
      choices: [{ index: 0, text: 'Hi', finish_reason: 'stop' }],
    };
    if (asked === true) events(res, body);
    else json(res, 200, body);
  },
  busy: (res) =>
    json(res, 400, {
      error: {
        message: 'The engine is currently overloaded, please try again later',
        type: 'engine_overloaded_error',
      },
    }),
};
const names = Object.keys(MODELS);
let llmr: CaseGateway;

beforeAll(async () => {
  llmr = await startCase(
    MODELS,
    names.map((name) => model(name) + route(`ask-${name}`, name)).join('') +
      model('spare') +
      'chain on-busy {\n  try busy\n  then spare\n}\n' +
      route('ask-on-busy', 'on-busy') +
      'chain on-older {\n  try older\n  then spare\n}\n' +
      route('ask-on-older', 'on-older'),
    'letters',
    { head: '  defaults {\n    ending within 200ms\n    idle within 1500ms\n  }\n' },
  );
});
afterAll(() => llmr.close());

test('an answer in ten thousands of pieces is an answer', async () => {
  const { status, text } = await llmr.chat('ask-letters');
  expect([status, text.includes(WORDS)]).toEqual([200, true]);
});

test('a call without arguments is complete', async () => {
  const { text } = await llmr.chat('ask-bare', { stream: true });
  expect(text).not.toContain('"error"');
  expect(text.trimEnd()).toMatch(/\[DONE\]$/);
});

test('a finish in the middle of arguments is none', async () => {
  const { text } = await llmr.chat('ask-slow', { stream: true });
  expect(text).toContain('"1}"');
  expect(text).not.toContain('"error"');
});

test('arguments that never end are a broken stream', async () => {
  const { text } = await llmr.chat('ask-stuck', { stream: true });
  expect(text).toContain('"error"');
  expect(text).not.toContain('[DONE]');
});

test('arguments that end at the length allowed are the answer', async () => {
  const { text } = await llmr.chat('ask-cut', { stream: true });
  expect(text).not.toContain('"error"');
  expect(text.trimEnd()).toMatch(/\[DONE\]$/);
});

test('an engine that is overloaded is no bad request, whatever its status', async () => {
  expect((await llmr.chat('ask-on-busy')).model).toBe('spare');
});

test.each([true, false])(
  "the text of the older completions is no chat's answer, streamed: %s",
  async (stream) => {
    expect((await llmr.chat('ask-on-older', { stream })).model).toBe('spare');
  },
);

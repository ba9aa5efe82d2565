import { afterEach, beforeEach, expect, test } from 'vitest';
import { openAiChat } from '../../../src/gateway/dialects/openai-chat/openai-chat.ts';
import { type FakeServer, startFakeOpenAi } from '../../support/fake-openai-server.ts';
import { ask, chainPlan, type Gateway, QUICK, startGateway } from './harness.ts';

let fake: FakeServer;
let gateway: Gateway;

beforeEach(async () => {
  fake = await startFakeOpenAi();
  gateway = await startGateway(
    { first: fake.url, second: fake.url },
    chainPlan([{ model: 'first', moves: { 'failed-check': 1 } }, 'second']),
  );
  gateway.check = (text) => (text.includes('up-second') ? undefined : 'does not contain "up-second"');
});
afterEach(async () => {
  await gateway.close();
  await fake.close();
});

const story = (): string[] =>
  gateway.settled.map(({ model, class: of, outcome }) => `${model} ${of ?? outcome}`);

test('an unstreamed answer that fails its check never reaches the caller, and costs what it cost', async () => {
  const text = await (await ask(gateway)).text();
  expect(text).toContain('up-second');
  expect(text).not.toContain('up-first');
  expect(story()).toEqual(['first failed-check', 'second answered']);
  expect(gateway.settled[0]).toMatchObject({
    message: 'check words: does not contain "up-second"',
    checks: [{ check: 'words', ok: false, because: 'does not contain "up-second"' }],
    usage: { outputTokens: 15, reported: true },
  });
});

test('so with a stream that is held until complete', async () => {
  gateway.plan = { ...gateway.plan, holdUntilComplete: true };
  const text = await (await ask(gateway, { stream: true })).text();
  expect(text).not.toContain('up-first');
  expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
  expect(story()).toEqual(['first failed-check', 'second answered']);
});

test('a stream that is not held has left before anybody could know', async () => {
  const text = await (await ask(gateway, { stream: true })).text();
  expect(text).toContain('up-first');
  expect(story()).toEqual(['first answered']);
  // What the check says of it is told in the record.
  expect(gateway.settled[0]?.checks).toMatchObject([{ check: 'words', ok: false }]);
});

test('retries after a failed check are the plan’s', async () => {
  // Two waits, which a busy machine makes longer.
  const patient = { ...QUICK, firstToken: 5_000, attempt: 5_000, whole: 10_000 };
  gateway.plan = { ...chainPlan(['first'], {}, patient), checkRetries: 2 };
  expect((await ask(gateway)).status).toBe(502);
  expect(fake.requests).toHaveLength(3);
});

test('a connection that never comes about: surely not sent, and a timeout', async () => {
  const aborted: string[] = [];
  const nowhere = {
    send: () => ({
      maybeSent: false,
      abort: () => {
        aborted.push('nowhere');
      },
      pause: () => undefined,
      resume: () => undefined,
    }),
  };
  const own = await startGateway(
    { first: { upstream: nowhere }, second: fake.url },
    chainPlan(['first', 'second'], {}, { ...QUICK, connect: 60 }),
  );
  try {
    expect(await (await ask(own)).text()).toContain('up-second');
    expect(own.settled[0]).toMatchObject({
      class: 'timeout',
      message: 'no connection within 0.06 s',
      maybeSent: false,
    });
    expect(own.settled[0]?.usage).toBeUndefined();
    expect(aborted).toEqual(['nowhere']);
  } finally {
    await own.close();
  }
});

const throws = (): never => {
  throw new Error('boom');
};
test.each([
  ['an upstream', { upstream: { send: throws } }],
  ['a dialect', { upstream: { send: throws }, dialect: { ...openAiChat, writeRequest: throws } }],
])('%s that throws costs no reservation and no permit', async (_, broken) => {
  const own = await startGateway({ first: broken, second: fake.url }, chainPlan(['first', 'second']));
  try {
    expect(await (await ask(own)).text()).toContain('up-second');
    expect(own.settled.map(({ class: of }) => of)).toEqual(['connection', undefined]);
  } finally {
    await own.close();
  }
});

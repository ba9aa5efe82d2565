/** What checks of answers do to callers, providers and records, through the whole service. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { deliveryPolicy, PATIENT } from '../support/delivery-policy.ts';
import { type Behaviour, DONE, FINISH, ROLE, says, USAGE } from '../support/fake-openai-server.ts';
import * as wrong from '../support/misbehaving-server.ts';
import { type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const TICKET = '{"answer":"Done","refund":true}';
let first: wrong.MisbehavingServer;
let second: wrong.MisbehavingServer;
let llmr: RunningGateway;

beforeAll(async () => {
  first = await wrong.startMisbehavingServer();
  second = await wrong.startMisbehavingServer();
  llmr = await runGateway(deliveryPolicy(first.url, second.url, PATIENT));
});
afterAll(async () => {
  await llmr.close();
  await Promise.all([first.close(), second.close()]);
});
beforeEach(() => {
  first.requests.length = 0;
  second.requests.length = 0;
});

/** Answers with this text, streamed in two pieces or whole. */
const answers =
  (text: string, message: object = {}): Behaviour =>
  ({ json }, res) => {
    if (json['stream'] === true) {
      res.writeHead(200, { 'content-type': 'text/event-stream' });
      res.end(ROLE + says(text.slice(0, 5)) + says(text.slice(5)) + FINISH + USAGE + DONE);
      return;
    }
    const choices = [
      { index: 0, message: { role: 'assistant', content: text, ...message }, finish_reason: 'stop' },
    ];
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ choices, usage: { prompt_tokens: 11, completion_tokens: 7 } }));
  };

async function asked(model: string, more: object = {}) {
  const answer = await llmr.chat({ model, messages: [{ role: 'user', content: 'Hello' }], ...more });
  const text = await answer.text();
  const id = answer.headers.get('llmr-decision-id') ?? '';
  const decision = await readJson<DecisionDocument>(await fetch(`${llmr.url}/v1/decisions/${id}`));
  const story = decision.attempts?.map((each) => `${each.model}:${each.class ?? each.outcome}`).join(' ');
  return { answer, text, decision, story };
}

describe.each([
  ['unstreamed', 'ticket', {}],
  ['streamed and held', 'ticket-held', { stream: true }],
])('%s', (_, model, more) => {
  test('an answer that fails never reaches the caller: the next target is asked', async () => {
    first.next(answers('{"answer":"No","secret":"4111"}'));
    second.next(answers(TICKET));
    const { answer, text, decision, story } = await asked(model, more);
    expect(answer.status).toBe(200);
    expect(text).not.toContain('4111');
    expect(text.replaceAll('\\', '')).toContain('"refund":true');
    expect(story).toBe('first:failed-check second:answered');
    expect(decision.attempts?.[0]).toMatchObject({
      message: "check ticket: the answer must have required property 'refund' (ticket.schema.json)",
      checks: [{ check: 'ticket', ok: false }],
      costUsd: (11 * 1 + 7 * 2) / 1e6,
    });
    expect(decision.attempts?.[1]?.checks).toEqual([{ check: 'ticket', ok: true }]);
    expect(answer.headers.get('llmr-explain')).toContain('first failed an output check');
    expect(answer.headers.get('llmr-decision')).toContain('reason=fallback, attempts=2');
  });

  test('an answer that passes is the answer', async () => {
    first.next(answers(TICKET));
    const { story, decision } = await asked(model, more);
    expect(story).toBe('first:answered');
    expect(decision.attempts?.[0]?.checks).toEqual([{ check: 'ticket', ok: true }]);
    expect(second.requests).toHaveLength(0);
  });

  test('when nobody passes, the caller is told why, and nothing of the answers', async () => {
    first.next(answers('I would rather not'));
    second.next(answers('Nor would I'));
    const { answer, text } = await asked(model, more);
    expect(answer.status).toBe(502);
    expect(text).toContain('First cause: first check ticket: the answer is not JSON');
    expect(text).not.toContain('rather');
  });
});

test('a stream that is not held is checked when it has ended, and told in its usage and its record', async () => {
  first.next(answers('I would rather not'));
  const { text, decision, story } = await asked('ticket', {
    stream: true,
    stream_options: { include_usage: true },
  });
  expect(text).toContain('rather');
  expect(text.endsWith(DONE)).toBe(true);
  expect(story).toBe('first:answered');
  const failed = [{ check: 'ticket', ok: false, because: 'the answer is not JSON' }];
  expect(decision.attempts?.[0]?.checks).toEqual(failed);
  const usage = text.split('\n\n').find((event) => event.includes('"usage"')) ?? '';
  expect(JSON.parse(usage.slice(6))).toMatchObject({ llmr: { checks: failed } });
});

test('an answer that calls tools is a step on the way, and is not checked', async () => {
  const tool_calls = [{ id: 't', type: 'function', function: { name: 'f', arguments: '{}' } }];
  first.next(answers('', { content: null, tool_calls }));
  const { story, decision } = await asked('ticket');
  expect(story).toBe('first:answered');
  expect(decision.attempts?.[0]?.checks).toBeUndefined();
});

test('on failure retry: the same model, so often and no oftener', async () => {
  first.next(answers('Bye'), answers('Kind regards'));
  expect((await asked('polite')).story).toBe('first:failed-check first:answered');
  first.next(answers('Sorry, kind regards'), answers('Bye'));
  const { answer, story } = await asked('polite');
  expect(story).toBe('first:failed-check first:failed-check');
  expect(answer.status).toBe(502);
});

test('on failure refuse: nobody else is asked', async () => {
  first.next(answers('Bye'));
  const { answer, story, text } = await asked('strict');
  expect([answer.status, story]).toEqual([502, 'first:failed-check']);
  expect(text).toContain('the answer does not contain \\"regards\\"');
  expect(second.requests).toHaveLength(0);
});

test('a failed check is no failure of the deployment', async () => {
  for (let round = 0; round < 6; round += 1) {
    first.next(answers('Bye'));
    await asked('strict');
  }
  expect((await asked('any')).story).toBe('first:answered');
});

test('a schema that is broken keeps the last good policy, and says where', async () => {
  const good = await llmr.read('ticket.schema.json');
  await llmr.write('ticket.schema.json', '{"type":"objekt"}');
  const status = async () => JSON.stringify(await (await fetch(`${llmr.url}/admin/policy`)).json());
  let told = await status();
  for (let tries = 0; tries < 100 && !told.includes('objekt') && !told.includes('not a schema'); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    told = await status();
  }
  expect(told).toContain('ticket.schema.json cannot be used to check answers');
  expect(told).toContain('"code":"L1310"');
  expect(told).toMatch(/"line":15,"column":28/);
  first.next(answers(TICKET));
  expect((await asked('ticket')).story).toBe('first:answered');
  await llmr.write('ticket.schema.json', good);
});

/**
 * The support example as its users meet it: an unmodified openai client, real sockets, every route reached, and
 * headers, trace and route-only answer telling one story.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const EXAMPLE = new URL('../support/example/first', import.meta.url).pathname;
let upstream: FakeServer;
let llmr: RunningGateway;
let openai: OpenAI;
/** What the provider says it has read, when it does not count. */
let reportedInput: number | undefined;

beforeAll(async () => {
  upstream = await startFakeOpenAi((arrived, res, req) => {
    if (reportedInput === undefined) return answerWell(arrived, res, req);
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(
      JSON.stringify({
        choices: [{ index: 0, message: { role: 'assistant', content: 'done' }, finish_reason: 'stop' }],
        usage: { prompt_tokens: reportedInput, completion_tokens: 1, total_tokens: reportedInput + 1 },
      }),
    );
  });
  llmr = await runGateway(EXAMPLE, {}, (text) => text.replace('https://openrouter.ai/api/v1', upstream.url));
  openai = new OpenAI({ baseURL: `${llmr.url}/v1`, apiKey: 'sk-whatever', maxRetries: 0 });
});
afterAll(async () => {
  await llmr.close();
  await upstream.close();
});

const LONG = 'word '.repeat(110_000);
const REACHED: readonly [route: string, model: string, message: string, headers: Record<string, string>][] = [
  ['long-documents', 'long-reader', LONG, { 'llmr-tier': 'free' }],
  ['refunds', 'sonnet', 'Please give me my money back for order 77', { 'llmr-tier': 'pro' }],
  [
    'bug-triage',
    'sonnet',
    'the app crashes when I upload a photo',
    { 'llmr-tier': 'enterprise', 'llmr-user': 'ann' },
  ],
  ['otherwise', 'mini', 'tell me a joke', { 'llmr-tier': 'free' }],
];

describe('each route is reached, and every account of it agrees', () => {
  for (const [route, model, message, headers] of REACHED) {
    test(route, async () => {
      const answer = await llmr.chat(ask(message), headers);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('llmr-route')).toBe(route);
      if (route !== 'bug-triage') expect(answer.headers.get('llmr-model')).toBe(model);
      const dictionary = answer.headers.get('llmr-decision') ?? '';
      expect(dictionary).toContain(`route=${route};at="support.route:`);
      expect(dictionary).toContain('policy=support;v="');

      const id = answer.headers.get('llmr-decision-id');
      expect(answer.headers.get('link')).toBe(`</v1/decisions/${id}>; rel="describedby"`);
      await answer.text();
      const trace = await readJson<DecisionDocument>(await fetch(`${llmr.url}/v1/decisions/${id}`));
      expect(trace).toMatchObject({ version: 1, id, route, model: answer.headers.get('llmr-model') });
      expect(trace.attempts).toHaveLength(1);
      expect(trace.attempts?.[0]).toMatchObject({ outcome: 'answered' });
      expect(`${trace.at.file}:${trace.at.line}`).toBe(/at="([^"]+)"/.exec(dictionary)?.[1]);

      const dry = await fetch(`${llmr.url}/v1/route`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(ask(message)),
      });
      const decided = await readJson<DecisionDocument>(dry);
      expect(decided).toMatchObject({ version: 1, route, reason: trace.reason, model: trace.model });
      const lost = (one: typeof trace) => one.skipped.map(({ route: of, line }) => `${of}:${line}`);
      expect(lost(decided)).toEqual(lost(trace));
      expect(decided.attempts).toBeUndefined();
    });
  }
});

test('over-budget: once the team has spent its share, the cheap model answers', async () => {
  const team = { 'llmr-team': 'spenders', 'llmr-tier': 'pro' };
  // 80 answers of 200k input tokens each, as the provider reports them: $48 of the $50. More than sonnet's window in
  // one answer would not be believed.
  reportedInput = 200_000;
  for (let call = 0; call < 80; call += 1) {
    const spending = await llmr.chat(ask('Please give me my money back for order 77'), team);
    expect(spending.headers.get('llmr-route')).toBe('refunds');
    await spending.text();
  }
  reportedInput = undefined;
  const answer = await llmr.chat(ask('Please give me my money back for order 77'), team);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('llmr-decision')).toMatch(/route=over-budget.*model=haiku/);
  expect(answer.headers.get('llmr-explain')).toMatch(/budget support-team used 96/);
  // Another team is not touched.
  const other = await llmr.chat(ask('Please give me my money back for order 77'), {
    ...team,
    'llmr-team': 'savers',
  });
  expect(other.headers.get('llmr-route')).toBe('refunds');
});

test('the openai client reads a plain answer, with its decision', async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: 'auto', messages: [{ role: 'user', content: 'tell me a joke' }] })
    .withResponse();
  expect(data.choices[0]?.message.content).toContain('gpt-4o-mini');
  expect(response.headers.get('llmr-route')).toBe('otherwise');
  expect((data as { _request_id?: string })._request_id).toBe(response.headers.get('llmr-decision-id'));
});

test('the openai client reads a stream to its end, usage included', async () => {
  const stream = await openai.chat.completions.create({
    model: 'support',
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: 'user', content: 'tell me a joke' }],
  });
  let text = '';
  let finish: string | null = null;
  let usage: { llmr?: unknown } | undefined;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    finish = chunk.choices[0]?.finish_reason ?? finish;
    if (chunk.usage) usage = chunk as never;
  }
  expect(text).toContain('gpt-4o-mini');
  expect(finish).toBe('stop');
  expect(usage?.llmr).toMatchObject({ route: 'otherwise', model: 'mini' });
});

test('a client that hides headers finds the decision in the body when it asks', async () => {
  const answer = await readJson<{ llmr: unknown }>(
    await llmr.chat(ask('tell me a joke', { llmr: { decision: true } })),
  );
  expect(answer.llmr).toMatchObject({ route: 'otherwise', model: 'mini', reason: 'otherwise' });
  expect(upstream.requests.at(-1)?.json['llmr']).toBeUndefined();
});

test('the original bytes are forwarded, but for the model name and the output limit', async () => {
  const body =
    '{ "messages": [ {"role":"user","content":"tell me a joke \\u00e9"} ],  "model":"support", "x_new": 1.50 }';
  await fetch(`${llmr.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer sk-mine',
      cookie: 'a=b',
      'llmr-team': 't',
    },
    body,
  });
  const last = upstream.requests.at(-1);
  // The policy has a budget in dollars, so an output limit is added.
  const sent = last?.bytes.toString().replace(/,"max_tokens":\d+/, '');
  expect(sent).toBe(body.replace('"support"', '"openai/gpt-4o-mini"'));
  expect(last?.headers['authorization']).toBe('Bearer sk-test');
  expect(last?.headers['cookie']).toBeUndefined();
  expect(Object.keys(last?.headers ?? {}).filter((name) => name.startsWith('llmr'))).toEqual([]);
});

test('names that nobody serves, and models that are served', async () => {
  await expect(
    openai.chat.completions.create({ model: 'gpt-9', messages: [{ role: 'user', content: 'hi' }] }),
  ).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  const models = await openai.models.list();
  expect(models.data.map((model) => model.id).sort()).toEqual(['auto', 'support']);
});

test('a decision is shown to the caller that made it and to admins only', async () => {
  const answer = await llmr.chat(ask('tell me a joke'), { 'llmr-user': 'ann' });
  const path = `${llmr.url}/v1/decisions/${answer.headers.get('llmr-decision-id')}`;
  expect((await fetch(path, { headers: { 'llmr-user': 'ann' } })).status).toBe(200);
  expect((await fetch(path, { headers: { 'llmr-user': 'bob' } })).status).toBe(404);
  expect((await fetch(path)).status).toBe(200);
});

test('asking for a route is not a request: it can be looked up, and is neither counted nor logged', async () => {
  const counted = async () =>
    (await (await fetch(`${llmr.url}/metrics`)).text())
      .split('\n')
      .filter((line) => line.startsWith('llmr_requests_total'));
  // What was asked before is counted when its answer has ended.
  let before = await counted();
  await expect
    .poll(async () => {
      const earlier = before;
      before = await counted();
      return before.join() === earlier.join();
    })
    .toBe(true);
  const dry = await fetch(`${llmr.url}/v1/route`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(ask('tell me a joke')),
  });
  const { id } = await readJson<DecisionDocument>(dry);
  expect((await fetch(`${llmr.url}/v1/decisions/${id}`)).status).toBe(200);
  expect(await counted()).toEqual(before);
  await new Promise((resolve) => setTimeout(resolve, 500));
  const logs = (await readdir(llmr.data)).filter((name) => name.startsWith('decisions-'));
  const lines = await Promise.all(logs.map((name) => readFile(join(llmr.data, name), 'utf8')));
  expect(lines.join('')).toContain('"route":"refunds"');
  expect(lines.join('')).not.toContain(id);
});

/** What the caller of `careful` gets while its first provider is ill, and when all of them are. */
import type { ServerResponse } from 'node:http';
import OpenAI from 'openai';
import { afterEach, expect, test } from 'vitest';
import type { DecisionDocument } from '../../src/language/explaining/decision-document.ts';
import { type Arrived, answerWell, type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const EXAMPLE = new URL('../support/example/first', import.meta.url).pathname;
const REFUND = 'Please give me my money back for order 77';
const PRO = { 'llmr-tier': 'pro' };
let upstream: FakeServer;
let llmr: RunningGateway;

afterEach(async () => {
  await llmr.close();
  await upstream.close();
});

type Ill = (res: ServerResponse) => void;

/** Models whose name contains one of `ill` behave as it says; deadlines are cut so that silence is short. */
async function start(ill: Readonly<Record<string, Ill>>, sonnetAt?: string): Promise<void> {
  upstream = await startFakeOpenAi((arrived: Arrived, res, req) => {
    const name = Object.keys(ill).find((part) => String(arrived.json['model']).includes(part));
    if (name === undefined) return answerWell(arrived, res, req);
    ill[name]?.(res);
  });
  llmr = await runGateway(EXAMPLE, {}, (text) =>
    text
      .replace('https://openrouter.ai/api/v1', upstream.url)
      .replace('try sonnet within 20s first token within 5s', 'try sonnet within 2s first token within 400ms')
      .replace(
        'is "anthropic/claude-sonnet-4.5" on openrouter',
        sonnetAt === undefined
          ? 'is "anthropic/claude-sonnet-4.5" on openrouter'
          : 'is "anthropic/claude-sonnet-4.5" on away',
      )
      .replace(
        'model haiku {',
        sonnetAt === undefined
          ? 'model haiku {'
          : `provider away { speaks openai at "${sonnetAt}" }\nmodel haiku {`,
      ),
  );
}

const busy: Ill = (res) => {
  res.writeHead(503, { 'content-type': 'application/json' });
  res.end('{"error":{"message":"overloaded, come back","type":"server_error","code":"overloaded"}}');
};
const silent: Ill = () => {};

async function expectGpt4o(explained: RegExp): Promise<void> {
  for (const stream of [false, true]) {
    const answer = await llmr.chat(ask(REFUND, { stream }), PRO);
    expect(answer.status).toBe(200);
    const text = await answer.text();
    expect(text).toContain('gpt-4o');
    expect(answer.headers.get('llmr-model')).toBe('gpt-4o');
    expect(answer.headers.get('llmr-decision')).toMatch(/reason=fallback, attempts=2/);
    expect(answer.headers.get('llmr-explain')).toMatch(explained);
    const trace = await readJson<DecisionDocument>(
      await fetch(`${llmr.url}/v1/decisions/${answer.headers.get('llmr-decision-id')}`),
    );
    expect(trace.attempts?.map((attempt) => attempt.model)).toEqual(['sonnet', 'gpt-4o']);
  }
}

test('sonnet answers 503', async () => {
  await start({ sonnet: busy });
  await expectGpt4o(/sonnet was overloaded \(503\)/);
});

test('sonnet refuses connections', async () => {
  await start({}, 'http://127.0.0.1:9/v1');
  await expectGpt4o(/sonnet could not be reached/);
});

test('sonnet is silent past its deadline', async () => {
  await start({ sonnet: silent });
  await expectGpt4o(/sonnet timed out after \d\.\d s/);
});

test('with all down, one clear error with the attempts', async () => {
  await start({ sonnet: busy, 'gpt-4o': busy, haiku: busy });
  const openai = new OpenAI({ baseURL: `${llmr.url}/v1`, apiKey: 'x', maxRetries: 2, defaultHeaders: PRO });
  const before = upstream.requests.length;
  const error = await openai.chat.completions
    .create({ model: 'support', messages: [{ role: 'user', content: REFUND }] })
    .then(
      () => undefined,
      (cause: InstanceType<typeof OpenAI.APIError>) => cause,
    );
  expect(error?.status).toBe(502);
  expect(error?.message).toMatch(
    /sonnet was overloaded \(503\), gpt-4o was overloaded \(503\), haiku was overloaded \(503\)/,
  );
  expect(error?.message).toMatch(/First cause: sonnet answered with status 503\b/);
  expect(error?.message).not.toMatch(/come back/);
  expect(error?.headers?.get('x-should-retry')).toBe('false');
  expect(error?.headers?.get('llmr-decision')).toMatch(/attempts=3/);
  // The router has retried; the client did not once more.
  expect(upstream.requests.length - before).toBe(3);
});

test('a model is down when all that could be asked is shut off, whatever has no key', async () => {
  upstream = await startFakeOpenAi((arrived: Arrived, res, req) => {
    if (arrived.json['model'] !== 'ill') return answerWell(arrived, res, req);
    res.writeHead(500).end();
  });
  const once = { failures: 1, percent: 50, sample: 20, window: 60_000, open: 60_000 };
  llmr = await runGateway(
    {
      'p.route': `policy p edition 1 { serves "support" }
provider here { speaks openai at "${upstream.url}" }
provider elsewhere { speaks openai at "${upstream.url}" key env ABSENT_API_KEY }
model twice { is "ill" on here  is "ill" on elsewhere  window 8k output 1k }
model well { is "well" on here  window 8k output 1k }
route first { when twice is down  use well }
otherwise { use twice }
`,
    },
    {},
    undefined,
    {
      breaker: {
        ...once,
        longestOpen: 60_000,
        probes: 1,
        longestCooling: 60_000,
        untold: 1_000,
        longestUntold: 30_000,
      },
    },
  );
  expect((await llmr.chat(ask('hello'))).status).toBe(502);
  await llmr.spread();
  const next = await llmr.chat(ask('hello'));
  expect([next.status, next.headers.get('llmr-route')]).toEqual([200, 'first']);
});

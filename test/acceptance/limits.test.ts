/** Limits on a running service: exact under parallel load, told in headers, freed whatever becomes of a request. */
import { request as httpRequest } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type FakeServer, startFakeOpenAi } from '../support/fake-openai-server.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

let llmr: RunningGateway;
let upstream: FakeServer | undefined;
afterEach(async () => {
  await llmr.close();
  await upstream?.close();
  upstream = undefined;
});

const ADA = { 'llmr-user': 'ada' };

function policy(
  limit: string,
  routes = '',
  provider = 'provider lab { speaks simulated }',
): Record<string, string> {
  return {
    'p.route': `policy p edition 1 { serves "support" }
${provider}
model small { is "small" on lab  window 100k output 1k  price $1 in, $1 out }
limit chatty { ${limit} }
${routes}
otherwise { use small }
`,
  };
}

async function statusesOf(count: number, body: object = ask('hello'), headers = ADA): Promise<Response[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await llmr.chat(body, headers);
      await answer.clone().text();
      return answer;
    }),
  );
}
const counted = (answers: readonly Response[], status: number) =>
  answers.filter((answer) => answer.status === status);

test('requests an hour: exactly so many of a hundred at once, 429 with everything a client reads', async () => {
  llmr = await runGateway(policy('20 requests/hour per user'));
  const answers = await statusesOf(100);
  expect(counted(answers, 200)).toHaveLength(20);
  const [refused] = counted(answers, 429);
  expect(counted(answers, 429)).toHaveLength(80);
  const { error } = await readJson<{ error: { code: string; message: string } }>(refused as Response);
  expect(error.code).toBe('rate_limit_exceeded');
  expect(error.message).toMatch(/limit chatty: 20 requests\/hour per user is reached; free again in \d+ s/);
  const headers = refused?.headers;
  expect(Number(headers?.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(headers?.get('retry-after-ms'))).toBeGreaterThan(0);
  expect(headers?.get('x-ratelimit-limit-requests')).toBe('20');
  expect(headers?.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(headers?.get('x-ratelimit-reset-requests')).toMatch(/^(\d+h)?(\d+m)?[\d.]+s$/);
  expect(headers?.get('ratelimit-policy')).toBe('"chatty-requests";q=20;w=3600');
  expect(headers?.get('ratelimit')).toMatch(/^"chatty-requests";r=0;t=\d+$/);
  expect(headers?.get('llmr-decision')).toMatch(/reason=refused/);
  // Somebody else has a counter of his own, and is told how much is left.
  const other = await llmr.chat(ask('hello'), { 'llmr-user': 'bob' });
  expect(other.status).toBe(200);
  expect(other.headers.get('x-ratelimit-remaining-requests')).toBe('19');
});

test('tokens: what is asked for is held, what came is counted', async () => {
  llmr = await runGateway(policy('1k tokens/hour per user'));
  const big = await llmr.chat(ask('hello', { max_tokens: 1_000 }), ADA);
  expect(big.status).toBe(429);
  const first = await llmr.chat(ask('hello', { max_tokens: 900 }), ADA);
  expect(first.status).toBe(200);
  const { usage } = await readJson<{ usage: { total_tokens: number } }>(first);
  // Settled at what it came to: there is room again for nearly as much.
  const second = await llmr.chat(ask('hello', { max_tokens: 900 - usage.total_tokens }), ADA);
  expect(second.status).toBe(200);
  expect(Number(second.headers.get('x-ratelimit-remaining-tokens'))).toBeLessThan(1_000);
});

test('a route that asks whether the limit is reached says what happens then', async () => {
  llmr = await runGateway(
    policy(
      '2 requests/hour per user',
      'route busy { when limit chatty reached refuse 503 "come back later" }',
    ),
  );
  const answers = [
    await llmr.chat(ask('1'), ADA),
    await llmr.chat(ask('2'), ADA),
    await llmr.chat(ask('3'), ADA),
  ];
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 503]);
  expect(answers[2]?.headers.get('llmr-route')).toBe('busy');
  // In parallel the fact may still say no when the count says yes: the policy is asked once more.
  const bob = await statusesOf(10, ask('x'), { 'llmr-user': 'bob' });
  expect([counted(bob, 200).length, counted(bob, 503).length]).toEqual([2, 8]);
});

test('a limit that is reached can lead to another model', async () => {
  llmr = await runGateway(
    policy(
      '1 requests/hour per user',
      'model spare { is "spare" on lab  window 8k output 1k }\nroute overflow { when limit chatty reached use spare }',
    ),
  );
  expect((await llmr.chat(ask('1'), ADA)).headers.get('llmr-model')).toBe('small');
  expect((await llmr.chat(ask('2'), ADA)).headers.get('llmr-model')).toBe('spare');
});

/** An upstream that answers when it is told to. */
async function patient(limit: string): Promise<{ answerAll: () => void; inFlight: () => number }> {
  const open: (() => void)[] = [];
  upstream = await startFakeOpenAi((_, res) => {
    open.push(() => {
      if (!res.destroyed) {
        res.writeHead(200, { 'content-type': 'application/json' });
        res.end(
          '{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"ok"}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}',
        );
      }
    });
  });
  llmr = await runGateway(policy(limit, '', `provider lab { speaks openai at "${upstream.url}" }`));
  return {
    answerAll: () => {
      for (const answer of open.splice(0)) answer();
    },
    inFlight: () => open.length,
  };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 200 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(holds()).toBe(true);
}

test('at once: two are let through, the third is told, and places come back', async () => {
  const { answerAll, inFlight } = await patient('2 at once per user');
  const two = [llmr.chat(ask('1'), ADA), llmr.chat(ask('2'), ADA)];
  await until(() => inFlight() === 2);
  const third = await llmr.chat(ask('3'), ADA);
  expect(third.status).toBe(429);
  expect(third.headers.get('retry-after')).toBe('1');
  answerAll();
  expect((await Promise.all(two)).map((answer) => answer.status)).toEqual([200, 200]);
  // A caller that goes away leaves its place too, waiting or answered.
  for (let round = 0; round < 3; round++) {
    const sent = Array.from({ length: 2 }, () => {
      const req = httpRequest(`${llmr.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...ADA },
      });
      req.on('error', () => undefined);
      req.end(JSON.stringify(ask('gone', { stream: true })));
      return req;
    });
    await until(() => inFlight() === 2);
    for (const req of sent) req.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    answerAll();
  }
  const after = llmr.chat(ask('4'), ADA);
  await until(() => inFlight() === 1);
  answerAll();
  expect((await after).status).toBe(200);
});

test('who may wait gets the next place, and 429 when there was none in time', async () => {
  const { answerAll, inFlight } = await patient('1 at once per user  wait up to 400ms');
  const first = llmr.chat(ask('1'), ADA);
  await until(() => inFlight() === 1);
  const second = llmr.chat(ask('2'), ADA);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(inFlight()).toBe(1);
  answerAll();
  expect((await first).status).toBe(200);
  await until(() => inFlight() === 1);
  const began = performance.now();
  const third = await llmr.chat(ask('3'), ADA);
  expect(third.status).toBe(429);
  expect(performance.now() - began).toBeGreaterThan(350);
  answerAll();
  expect((await second).status).toBe(200);
});

test('an upstream that fails leaves its place', async () => {
  upstream = await startFakeOpenAi((_, res) => {
    res.writeHead(400, { 'content-type': 'application/json' });
    res.end('{"error":{"message":"no"}}');
  });
  llmr = await runGateway(
    policy('1 at once per user', '', `provider lab { speaks openai at "${upstream.url}" }`),
  );
  for (let index = 0; index < 5; index++) {
    expect((await llmr.chat(ask('x'), ADA)).status).toBe(400);
    await llmr.spread();
  }
});

test('nobody waits for a limit beyond the deadline of the whole request', async () => {
  const patient = policy('1 requests/hour per user  wait up to 60min');
  const hasty = patient['p.route']?.replace(
    '{ serves "support" }',
    '{ serves "support"  defaults { whole within 1s } }',
  );
  llmr = await runGateway({ 'p.route': hasty ?? '' });
  expect((await llmr.chat(ask('1'), ADA)).status).toBe(200);
  const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 4_000));
  const second = await Promise.race([llmr.chat(ask('2'), ADA).then((answer) => answer.status), late]);
  expect(second).toBe(429);
});

test('what no window can hold is refused at once, and not to be asked again', async () => {
  llmr = await runGateway(policy('500 tokens/hour per user  wait up to 60min'));
  const answer = await llmr.chat(ask('hello', { max_tokens: 600 }), ADA);
  expect(answer.status).toBe(429);
  expect(answer.headers.get('x-should-retry')).toBe('false');
  expect(answer.headers.get('retry-after')).toBeNull();
  expect((await readJson<{ error: { message: string } }>(answer)).error.message).toMatch(
    /500 tokens\/hour per user is less than this request may take/,
  );
  const fits = await llmr.chat(ask('hello', { max_tokens: 400 }), ADA);
  expect(fits.status).toBe(200);
});

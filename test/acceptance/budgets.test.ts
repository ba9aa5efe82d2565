/** Budgets under parallel load, in requests and in dollars, and after the process is killed. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

const TEAM = { 'llmr-team': 'acme' };
let llmr: RunningGateway | undefined;
afterEach(async () => {
  await llmr?.close();
  llmr = undefined;
});

/** One model at $1 a token of output, so that dollars are easy to add up. */
function policy(limit: string, routes = 'otherwise { use small }'): Record<string, string> {
  return {
    'cap.route': `policy cap edition 1 { serves "support" }
provider lab { speaks simulated }
model small { is "small" on lab  window 8k output 1k  price $1 in, $1000 out }
model large { is "large" on lab  window 8k output 1k  price $1 in, $100000 out }
budget team-cap { limit ${limit} per team }
${routes}
`,
  };
}

async function statuses(count: number, body: object): Promise<Response[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const answer = await llmr?.chat(body, TEAM);
      await answer?.clone().text();
      return answer as Response;
    }),
  );
}

test('200 parallel requests against 50 a day: 50 are admitted, 150 are told why not', async () => {
  llmr = await runGateway(policy('50 requests/day'));
  const answers = await statuses(200, ask('hello'));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(50);
  const refused = answers.filter((answer) => answer.status === 402);
  expect(refused).toHaveLength(150);
  const { error } = await readJson<{ error: { code: string; message: string } }>(refused[0] as Response);
  expect(error.code).toBe('insufficient_quota');
  expect(error.message).toMatch(/team-cap.*50 requests\/day per team/);
  expect(refused[0]?.headers.get('llmr-explain')).toMatch(/team-cap/);
  expect(refused[0]?.headers.get('llmr-decision')).toMatch(/reason=refused/);
  expect(refused[0]?.headers.get('x-should-retry')).toBe('false');
  // Another team has a bucket of its own.
  expect((await llmr.chat(ask('hello'), { 'llmr-team': 'other' })).status).toBe(200);
});

test('in dollars: what is spent never passes the limit', async () => {
  llmr = await runGateway(policy('$1/day'));
  const answers = await statuses(200, ask('hello', { max_tokens: 64 }));
  const admitted = answers.filter((answer) => answer.status === 200);
  const cost = await Promise.all(
    admitted.map(async (answer) => {
      const id = answer.headers.get('llmr-decision-id');
      const trace = (await (await fetch(`${llmr?.url}/v1/decisions/${id}`)).json()) as {
        attempts: { costUsd: number }[];
      };
      return trace.attempts[0]?.costUsd ?? Number.NaN;
    }),
  );
  const spent = cost.reduce((sum, one) => sum + one, 0);
  expect(admitted.length).toBeGreaterThan(10);
  expect(answers.filter((answer) => answer.status === 402).length).toBe(200 - admitted.length);
  expect(spent).toBeGreaterThan(0.1);
  expect(spent).toBeLessThanOrEqual(1);
});

test('a reservation that does not fit degrades by a route first', async () => {
  llmr = await runGateway(
    policy(
      '$20/day',
      'route degrade { when budget team-cap used at least 100% use small }\notherwise { use large }',
    ),
  );
  const answer = await llmr.chat(ask('hello', { max_tokens: 1000 }), TEAM);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('llmr-decision')).toMatch(/route=degrade.*reason=budget/);
  expect(answer.headers.get('llmr-model')).toBe('small');
});

test('kill -9 under load: nothing settled is lost, nothing possibly sent is free, the cap still holds', async () => {
  const root = await mkdtemp(join(tmpdir(), 'llmr-kill-'));
  const data = join(root, 'data');
  const limit = 300;
  llmr = await runGateway(policy(`${limit} requests/day`));
  const policies = llmr.policies;
  const serve = async (): Promise<{ url: string; kill: () => Promise<void> }> => {
    const child = spawn(
      process.execPath,
      ['src/cli/llmr.ts', 'serve', '--policies', policies, '--data', data, '--port', '0'],
      { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, LLMR_LOG_LEVEL: 'silent' } },
    );
    const url = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', () => reject(new Error(`serve ended: ${said}`)));
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    return {
      url,
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  };
  const post = async (url: string): Promise<number> =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...TEAM },
      body: JSON.stringify(ask('hello')),
    }).then(
      async (answer) => {
        await answer.text();
        return answer.status;
      },
      () => 0,
    );
  const first = await serve();
  let answered = 0;
  const load = Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let index = 0; index < 40; index++) {
        if ((await post(first.url)) !== 200) return;
        answered += 1;
        if (answered === 60) await first.kill();
      }
    }),
  );
  await load;
  const second = await serve();
  let after = 0;
  while ((await post(second.url)) === 200) after += 1;
  await second.kill();
  await rm(root, { recursive: true, force: true });
  // At most the eight requests in flight when it was killed are charged without an answer.
  expect(answered + after).toBeLessThanOrEqual(limit);
  expect(answered + after).toBeGreaterThanOrEqual(limit - 8);
});

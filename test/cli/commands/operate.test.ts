/** Commands that operate a service: on the folder it has left, and on one that runs. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLlmr } from '../../../src/cli/run-llmr.ts';
import { ask, type RunningGateway, runGateway } from '../../support/running-gateway.ts';
import { type Folder, folder } from '../run-in-folder.ts';

const POLICY = `policy p edition 1 { serves "support" }
provider lab { speaks simulated }
model old { is "old" on lab  window 8k output 1k  price $1 in, $1000 out }
model new { is "new" on lab  window 8k output 1k  price $1 in, $1000 out }
budget cap { limit $5/day per team }
rollout careful by user { from old to new  steps 50%, 100% after 1d  abort when error rate over 3% for 5min }
otherwise { use careful }
`;
const ADA = { 'llmr-user': 'ada', 'llmr-team': 'acme' };

let place: Folder;
let llmr: RunningGateway | undefined;
beforeEach(() => {
  place = folder();
});
afterEach(async () => {
  await llmr?.close();
  llmr = undefined;
  place.remove();
});

async function run(...argv: string[]) {
  const said = { out: '', err: '' };
  const code = await runLlmr(argv, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    env: {},
    today: new Date().toISOString().slice(0, 10),
  });
  return { code, ...said };
}

async function served(): Promise<{ gateway: RunningGateway; id: string }> {
  llmr = await runGateway({ 'p.route': POLICY });
  const answer = await llmr.chat(ask('hello', { max_tokens: 20 }), ADA);
  await answer.text();
  expect(answer.status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 250));
  return { gateway: llmr, id: answer.headers.get('llmr-decision-id') ?? '' };
}

test('rollouts: a running service follows within a second, and a folder without one is left alone', async () => {
  expect((await place.run('rollouts')).out).toBe('no rollouts\n');
  expect((await place.run('rollouts', 'pause', 'careful')).code).toBe(2);
  const { gateway } = await served();
  const listed = await run('rollouts', 'list', '--data', gateway.data);
  expect(listed.out).toMatch(/^p\/careful +old → new +running +50% +step 1 since/);
  expect(listed.out).toMatch(/lately\n .*p\/careful +started +50%/);

  expect(await run('rollouts', 'abort', 'careful', '--data', gateway.data)).toMatchObject({ code: 0 });
  expect((await run('rollouts', 'abort', 'p/careful', '--data', gateway.data)).code).toBe(1);
  const share = () => gateway.gateway.service.traffic.rollouts.share('p', 'careful');
  for (let tries = 0; tries < 40 && share() !== 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(share()).toBe(0);
  expect(await run('rollouts', 'resume', 'careful', '--data', gateway.data)).toMatchObject({ code: 0 });
  for (let tries = 0; tries < 40 && share() === 0; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(share()).toBe(50);
  const json = JSON.parse((await run('rollouts', 'list', '--json', '--data', gateway.data)).out);
  expect(json).toMatchObject({ version: 1, rollouts: [{ name: 'careful', state: 'running' }] });
});

test('budgets: from the service while it owns the ledger, from the file afterwards', async () => {
  const { gateway } = await served();
  const live = await run('budgets', '--data', gateway.data, '--url', gateway.url);
  expect(live.out).toMatch(/p\/cap +\$5\/day per team +at most [\d.]+% used/);
  expect(live.out).toMatch(/cap +team:acme +\$0\.\d+ of \$5 +[\d.]+%/);
  const nobody = await run('budgets', '--data', gateway.data, '--url', 'http://127.0.0.1:9');
  expect(nobody.code).toBe(2);
  expect(nobody.err).toMatch(/a service owns .*ledger\.sqlite, and http:\/\/127\.0\.0\.1:9 does not answer/);

  expect(nobody.err).toMatch(/help: give the address of the service with --url/);
  for (const [status, why] of [
    [401, 'it requires an admin key'],
    [403, 'the key in LLMR_KEY is not an admin key'],
  ] as const) {
    const server = createServer((_, res) => res.writeHead(status).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { err } = await run('budgets', '--data', gateway.data, '--url', url);
    server.closeAllConnections();
    server.close();
    expect(err).toContain(`answered ${status}: ${why}`);
    expect(err).toContain('help: create a key with "llmr keys add --admin"');
  }

  await gateway.gateway.close(500);
  llmr = undefined;
  const left = await run('budgets', '--data', gateway.data);
  expect(left.out).toMatch(/^budget +cap +team:acme +\$0\.\d{4} this day +resets \d{4}-/);
  const json = JSON.parse((await run('budgets', '--data', gateway.data, '--json')).out);
  expect(json.buckets[0]).toMatchObject({ kind: 'budget', name: 'cap', unit: 'usd', bucket: 'team:acme' });
  rmSync(gateway.data, { recursive: true });
  expect((await place.run('budgets')).out).toBe('nothing is spent in any current window\n');
});

test('tail and explain --decision: a line a decision, a timeline of its attempts', async () => {
  const { gateway, id } = await served();
  const tailed = await run('tail', '--no-follow', '--data', gateway.data);
  expect(tailed.out).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}200 {2}p\/otherwise → (old|new) .*1 attempt .*tokens.*\$0\./,
  );
  expect(tailed.out).toContain(id);
  const whole = await run('tail', '--no-follow', '--json', '-n', '1', '--data', gateway.data);
  expect(JSON.parse(whole.out).id).toBe(id);
  const told = await run('explain', '--decision', id, '--data', gateway.data);
  expect(told.out).toMatch(/attempts\n {2}\+\d+ ms +(old|new) +answered.*, \d+ ms.*tokens/);
});

test('tail follows what comes', async () => {
  const { gateway } = await served();
  let out = '';
  const following = runLlmr(['tail', '-n', '0', '--data', gateway.data], {
    out: (text) => {
      out += text;
    },
    err: () => {},
    color: false,
    env: {},
    today: '2026-11-22',
  });
  await new Promise((resolve) => setTimeout(resolve, 400));
  await (await gateway.chat(ask('more'), ADA)).text();
  for (let tries = 0; tries < 40 && out === ''; tries++)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(out.trim().split('\n')).toHaveLength(1);
  process.emit('SIGINT');
  expect(await following).toBe(0);
});

test('models: where, for how much, and whether the key is there', async () => {
  place.write(
    'policies/p.route',
    POLICY.replace(
      'provider lab { speaks simulated }',
      'provider lab { speaks openai at "https://lab.example/v1" key env LAB_KEY }',
    ),
  );
  const listed = await place.run('models');
  expect(listed.out).toMatch(
    /^p\/old +old on lab +LAB_KEY is not set in the environment +\$1 in, \$1000 out +window 8k$/m,
  );
  expect(listed.out).toMatch(/window 8k/);
  const json = JSON.parse((await place.run('models', '--json')).out);
  expect(json.models[0].deployments[0]).toMatchObject({ provider: 'lab', upstreamId: 'old' });
  expect((await place.run('models', 'refresh')).code).toBe(2);
});

test('doctor: everything in order', async () => {
  place.write('policies/p.route', POLICY);
  const { code, out } = await place.run('doctor', '--simulate', '--port', '0');
  expect(out).toMatch(/no problems found\n$/);
  expect(code).toBe(0);
  for (const check of [
    'configuration',
    'policies',
    'keys',
    'providers',
    'callers',
    'store',
    'clock',
    'port',
  ]) {
    expect(out).toContain(check);
  }
});

test('doctor and models: a provider that this version cannot call', async () => {
  const speaks = 'provider lab { speaks azure at "http://127.0.0.1:9" key env LAB_KEY }';
  place.write('policies/p.route', POLICY.replace('provider lab { speaks simulated }', speaks));
  const { code, out } = await place.run('doctor', '--port', '0');
  expect(code).toBe(1);
  expect(out).toMatch(/problem +providers +lab speaks azure, which is not callable yet: .*\n +→ reach/);
  expect(out).not.toContain('cannot be reached');
  // Setting the key would not help.
  expect(out).not.toContain('LAB_KEY');
  expect((await place.run('models')).out).toMatch(/on lab +not callable yet/);
});

test('models: what is sent to each, a model before its provider', async () => {
  place.write(
    'policies/p.route',
    `policy p edition 1 { serves "p" }
provider lab { speaks simulated not stream options max as max_tokens pass provider, models }
model plain { is "plain" on lab price $1 in, $2 out, $0.1 cached, $1.25 cache write }
model thinking { is "thinking" on lab max as max_completion_tokens fixed temperature }
otherwise { use plain }
`,
  );
  const { models } = JSON.parse((await place.run('models', '--json')).out) as {
    models: readonly { price: object | null; deployments: readonly object[] }[];
  };
  expect(models[0]?.price).toEqual({ input: 1, output: 2, cached: 0.1, cacheWrite: 1.25 });
  const pass = ['models', 'provider'];
  expect(models.map(({ deployments }) => deployments[0])).toMatchObject([
    { wire: { streamOptions: false, outputLimitAs: 'max_tokens' }, pass },
    { wire: { streamOptions: false, outputLimitAs: 'max_completion_tokens', fixedTemperature: true }, pass },
  ]);
  expect((await place.run('models')).out.split('\n')).toMatchObject([
    expect.stringMatching(/ {2}not stream options, max as max_tokens, pass models provider$/),
    expect.stringMatching(/ {2}not stream options, max as max_completion_tokens, fixed temperature, pass /),
    '',
  ]);
});

test('doctor: an address that is refused is not replaced by another', async () => {
  place.write(
    'policies/p.route',
    POLICY.replace('speaks simulated', 'speaks openai at "http://169.254.169.254/v1" key env LAB_API_KEY'),
  );
  const { out } = await place.run('doctor', '--port', '0');
  expect(out).toMatch(/problem +policies .*169\.254\.169\.254/);
  expect(out).toMatch(/ok +providers +none needs to be reached/);
});

test('doctor: each thing that is wrong, with what to do, as text and as JSON', async () => {
  const taken = createServer((_, res) => res.end('not llmr'));
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const port = (taken.address() as AddressInfo).port;
  place.write(
    'policies/p.route',
    POLICY.replace(
      'provider lab { speaks simulated }',
      'provider lab { speaks openai at "http://127.0.0.1:9/v1" key env LAB_API_KEY }',
    ).replace('use careful', 'use nobody'),
  );
  place.write('.llmr/decisions-2099-01-01.jsonl', '');
  const asked = ['doctor', '--port', String(port), '--host', '0.0.0.0'];
  const ran = await place.run(...asked);
  expect(ran.code).toBe(1);
  expect(ran.out).toMatch(/problem +policies +policies\/p\.route: .*nobody.*\n +→ llmr-lint policies/);
  expect(ran.out).toMatch(/problem +keys +LAB_API_KEY is not set.*\n +→ export LAB_API_KEY/);
  expect(ran.out).toMatch(/problem +providers +lab: http:\/\/127\.0\.0\.1:9 cannot be reached: ECONNREFUSED/);
  expect(ran.out).toMatch(/problem +callers +no llmr key/);
  expect(ran.out).toMatch(/problem +clock .*2099-01-01/);
  expect(ran.out).toMatch(/problem +port +.* is in use by another program/);
  const json = JSON.parse((await place.run(...asked, '--json')).out);
  expect(json.version).toBe(1);
  expect(json.summary.problems).toBe(6);
  place.write('llmr.json', '{"prot": 1}');
  expect((await place.run('doctor')).out).toMatch(/problem +configuration .*did you mean port/);
  await new Promise((resolve) => taken.close(resolve));
});

test('serve on a taken port says so and leaves nothing open', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  place.write('policies/p.route', POLICY);
  const port = String((taken.address() as AddressInfo).port);
  for (let round = 0; round < 2; round++) {
    const ran = await run(
      'serve',
      '--port',
      port,
      '--policies',
      `${place.path}/policies`,
      '--data',
      place.path,
    );
    expect(ran.code).toBe(1);
    expect(ran.err).toMatch(/is taken by another program: choose one with --port/);
  }
  await new Promise((resolve) => taken.close(resolve));
});

/** Broken data files as an operator meets them: what `serve`, `doctor`, `budgets` and `keys` say, and `doctor --reset`. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runLlmr } from '../../../src/cli/run-llmr.ts';
import { ask, runGateway } from '../../support/running-gateway.ts';
import { type Folder, folder } from '../run-in-folder.ts';

const POLICY = `policy p edition 1 { serves "support" }
provider lab { speaks simulated }
model m { is "m" on lab  window 8k output 1k  price $1 in, $1000 out }
budget cap { limit $5/day per team }
otherwise { use m }
`;
let place: Folder;
let data: string;
beforeEach(async () => {
  place = folder();
  place.write('policies/p.route', POLICY);
  const llmr = await runGateway({ 'p.route': POLICY }, { data: join(place.path, 'data') });
  data = join(place.path, 'data');
  await (await llmr.chat(ask('hello', { max_tokens: 20 }), { 'llmr-team': 'acme' })).text();
  await llmr.gateway.close(500);
});
afterEach(() => place.remove());

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
const serve = () =>
  run('serve', '--simulate', '--port', '0', '--policies', join(place.path, 'policies'), '--data', data);

test.each(['ledger.sqlite'])(
  '%s vanished or broken: said by serve and doctor; reset on purpose',
  async (name) => {
    const path = join(data, name);
    rmSync(path);
    const gone = await serve();
    expect([gone.code, gone.err]).toEqual([
      1,
      expect.stringContaining(`error: ${path} is missing, although this folder had one`),
    ]);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, 'garbage');
    const broken = await serve();
    expect([broken.code, broken.err]).toEqual([1, expect.stringContaining(`error: ${path} is`)]);
    const doctor = await run(
      'doctor',
      '--simulate',
      '--port',
      '0',
      '--policies',
      join(place.path, 'policies'),
      '--data',
      data,
    );
    expect(doctor.code).toBe(1);
    expect(doctor.out).toMatch(
      /problem +store +\S+sqlite is .*\n +→ restore it from a backup, or start with a new one/,
    );
    const reset = await run('doctor', '--data', data, '--reset', name);
    expect(reset.code).toBe(0);
    expect(reset.out).toMatch(/The next start creates a new .*; the old one is kept as .*\.aside-/);
    const llmr = await runGateway({ 'p.route': POLICY }, { data });
    expect((await fetch(`${llmr.url}/readyz`)).status).toBe(200);
    await llmr.gateway.close(500);
  },
);

test('budgets says that the ledger is broken, and not that nothing is spent', async () => {
  const told = () => run('budgets', '--data', data);
  expect((await told()).out).toMatch(/cap +team:acme/);
  writeFileSync(join(data, 'ledger.sqlite'), '');
  expect(await told()).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is empty') });
  rmSync(join(data, 'ledger.sqlite'));
  expect(await told()).toMatchObject({ code: 1, out: '', err: expect.stringContaining('is missing') });
});

test('keys are not made in a new file where the old one is broken', async () => {
  writeFileSync(join(data, 'keys.sqlite'), 'x'.repeat(5_000));
  const added = await run('keys', 'add', '--tier', 'pro', '--data', data);
  expect(added).toMatchObject({ code: 2, out: '', err: expect.stringContaining('is not a SQLite database') });
});

test('reset: not a name, not while a service uses it', async () => {
  expect(await run('doctor', '--data', data, '--reset', 'decisions')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--reset takes ledger.sqlite, keys.sqlite, rollouts.sqlite'),
  });
  const llmr = await runGateway({ 'p.route': POLICY }, { data });
  const reset = await run('doctor', '--data', data, '--reset', 'ledger.sqlite');
  await llmr.gateway.close(500);
  expect(reset).toMatchObject({ code: 2, err: expect.stringContaining('a service uses') });
});

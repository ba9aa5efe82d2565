/** Policies changed under load, in every way a folder changes: no request fails, no broken edit has any effect. */
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { rounds } from '../support/rounds.ts';
import { ask, type RunningGateway, readJson, runGateway } from '../support/running-gateway.ts';

interface Status {
  readonly hash: string;
  readonly policies: readonly { readonly hash: string }[];
  readonly rejected?: { readonly reason: string };
}
let llmr: RunningGateway;
afterEach(() => llmr.close());

const text = (label: string) => `policy p edition 1 { serves "support" }
provider lab { speaks simulated }
model m { is "m" on lab window 8k output 1k price $1 in, $1 out }
otherwise { use m label "${label}" }
`;
const status = async () => readJson<Status>(await fetch(`${llmr.url}/admin/policy`));

async function until(check: (now: Status) => boolean, what: string): Promise<Status> {
  const end = performance.now() + 20_000;
  for (;;) {
    const now = await status();
    if (check(now)) return now;
    if (performance.now() > end) throw new Error(`${what}: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test('edits under load, half of them broken: a hundred in test:long', { timeout: 120_000 }, async () => {
  llmr = await runGateway({ 'p.route': text('0') });
  const live = new Set((await status()).policies.map((policy) => policy.hash));
  const seen = new Map<string, number>();
  const failures: number[] = [];
  let running = true;
  const load = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (running) {
        const answer = await llmr.chat(ask('hello'));
        await answer.text();
        if (answer.status !== 200) failures.push(answer.status);
        const hash = /v="([0-9a-f]+)"/.exec(answer.headers.get('llmr-decision') ?? '')?.[1] ?? 'none';
        seen.set(hash, (seen.get(hash) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }),
  );
  for (let edit = 1; edit <= rounds(50, 0.3); edit++) {
    const before = (await status()).policies[0]?.hash;
    await llmr.write('p.route', `${text(String(edit))}route broken-${edit} { use nobody }\n`);
    const broken = await until((now) => now.rejected !== undefined, `edit ${edit}, broken`);
    expect(broken.policies[0]?.hash).toBe(before);
    // As editors do it: written beside, then renamed over.
    await writeFile(join(llmr.policies, '.p.tmp'), text(String(edit)));
    await rename(join(llmr.policies, '.p.tmp'), join(llmr.policies, 'p.route'));
    const good = await until(
      (now) => now.rejected === undefined && now.policies[0]?.hash !== before,
      `edit ${edit}`,
    );
    live.add(good.policies[0]?.hash ?? '');
  }
  running = false;
  await load;
  expect(failures).toEqual([]);
  expect([...seen.keys()].filter((hash) => !live.has(hash))).toEqual([]);
  expect(seen.size).toBeGreaterThan(10);
});

test('a Kubernetes ConfigMap: links to a folder of links that is swapped', async () => {
  llmr = await runGateway({ 'unused.route': text('first') });
  const root = llmr.policies;
  const put = async (version: string, label: string) => {
    await mkdir(join(root, `..${version}`));
    await writeFile(join(root, `..${version}`, 'p.route'), text(label));
    await symlink(`..${version}`, join(root, '..data.tmp'));
    await rename(join(root, '..data.tmp'), join(root, '..data'));
  };
  await put('v1', 'one');
  await symlink('..data/p.route', join(root, 'p.route'));
  await rm(join(root, 'unused.route'));
  const one = await until(
    (now) => now.rejected === undefined && now.policies.length === 1,
    'the first mount',
  );
  await put('v2', 'two');
  const two = await until((now) => now.hash !== one.hash, 'the swap');
  expect(two.policies).toHaveLength(1);
  const answer = await llmr.chat(ask('hello'));
  expect(answer.headers.get('llmr-decision')).toContain(two.policies[0]?.hash);
});

test('an emptied folder, and one that is gone, leave the last good policies in force', async () => {
  llmr = await runGateway({ 'p.route': text('0') });
  const before = (await status()).hash;
  await rm(join(llmr.policies, 'p.route'));
  await until((now) => now.rejected !== undefined, 'emptied');
  await rm(llmr.policies, { recursive: true });
  expect((await llmr.chat(ask('hello'))).status).toBe(200);
  await mkdir(llmr.policies);
  await llmr.write('p.route', text('back'));
  const back = await until((now) => now.rejected === undefined, 'restored');
  expect(back.hash).not.toBe(before);
});

test('a policy whose own tests fail is not taken', async () => {
  llmr = await runGateway({ 'p.route': text('0') });
  const before = (await status()).hash;
  await llmr.write(
    'p.test.route',
    'tests for "./p.route"\n\ntest "wrong" {\n  given tokens 5\n  expect label "1"\n}\n',
  );
  const now = await until((one) => one.rejected !== undefined, 'tested');
  expect(now.rejected?.reason).toMatch(/own tests failed/);
  expect(now.hash).toBe(before);
});

import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { keepSet } from '../../../../src/gateway/policies/reload/keep-set.ts';
import { type VetOptions, vetPolicies } from '../../../../src/gateway/policies/reload/vet-policies.ts';
import { createFolder, type Folder, policyText } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());

const SCHEMA = '{"type":"object","required":["id"]}';
const WITH_INTENT = `${policyText('one').replace(
  'route long {',
  'route back {\n  when intent is refund\n  use large\n  expect shaped\n}\n\nroute long {',
)}
intent refund {
  like "I want my money back"
  like "refund my order please"
  like "give me a refund for this"
}

check shaped { json schema "./answer.json" on failure refuse }
`;

/** A start of the service: how often it vetted, and what it serves. */
async function start(over: Partial<VetOptions> = {}, build = 'one') {
  let vetted = 0;
  const vetting = {
    async vet(options: VetOptions) {
      vetted += 1;
      return await vetPolicies(options);
    },
    close: async () => {},
  };
  const kept = keepSet(vetting, folder.at('../data/active.set'), build);
  const options = { directory: folder.path, cacheDir: folder.at('../heads'), today: '2026-11-22', ...over };
  const verdict = await kept.vet(options);
  const again = async () => {
    const next = await kept.vet(options);
    await kept.close();
    return { vetted, next };
  };
  return { verdict, again, stop: () => kept.close(), vetted: () => vetted };
}

async function vettedAtStart(over: Partial<VetOptions> = {}, build?: string): Promise<number> {
  const one = await start(over, build);
  await one.stop();
  return one.vetted();
}

test('a restart with the same files serves the same set without vetting it', async () => {
  folder = createFolder({ 'demo.route': WITH_INTENT, 'answer.json': SCHEMA });
  const first = await start();
  await first.stop();
  expect(first.verdict).not.toHaveProperty('reason');
  expect(first.verdict).toMatchObject({ kind: 'good', policies: [{ schemas: expect.anything() }] });
  expect(first.verdict).toMatchObject({ policies: [{ heads: expect.anything() }] });
  const second = await start({ today: '2026-11-23' });
  await second.stop();
  expect([first.vetted(), second.vetted()]).toEqual([1, 0]);
  expect(second.verdict).toEqual(first.verdict);
  expect(statSync(folder.at('../data/active.set')).mode & 0o077).toBe(0);
});

test('a later change is vetted, and kept for the next start', async () => {
  folder = createFolder({ 'demo.route': policyText('one') });
  expect(await vettedAtStart()).toBe(1);
  const one = await start();
  folder.write('demo.route', policyText('two'));
  const { vetted, next } = await one.again();
  expect(vetted).toBe(1);
  expect(await vettedAtStart()).toBe(0);
  expect((await start()).verdict.hash).toBe(next.hash);
});

test('whatever else has changed, the set is vetted again', async () => {
  folder = createFolder({ 'demo.route': policyText('one') });
  const again = async (over: Partial<VetOptions>, build?: string) => {
    await vettedAtStart();
    return await vettedAtStart(over, build);
  };
  expect(await again({ predicates: ['vip'] })).toBe(1);
  expect(await again({ keyHosts: { keys: {}, hosts: ['a.example'] } })).toBe(1);
  expect(await again({ encoder: 'ngrams-1' })).toBe(1);
  expect(await again({}, 'two')).toBe(1);
  await vettedAtStart();
  folder.write('more.route', policyText('three').replaceAll('demo', 'more'));
  expect(await vettedAtStart()).toBe(1);
});

test('a set that failed is not kept', async () => {
  folder = createFolder({ 'demo.route': policyText('one') });
  await vettedAtStart();
  folder.write('demo.route', policyText('one', 'absent'));
  expect(await vettedAtStart()).toBe(1);
  expect(await vettedAtStart()).toBe(1);
});

test('a damaged file counts as absent', async () => {
  folder = createFolder({ 'demo.route': policyText('one') });
  await vettedAtStart();
  const path = folder.at('../data/active.set');
  const bytes = readFileSync(path);
  for (const at of [0, 20, bytes.length - 1]) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] ?? 0) ^ 1;
    writeFileSync(path, damaged);
    expect(await vettedAtStart(), `byte ${at}`).toBe(1);
  }
  writeFileSync(path, bytes.subarray(0, 30));
  expect(await vettedAtStart()).toBe(1);
});

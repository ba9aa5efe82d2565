import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { type KeyStore, openKeyStore } from '../../../src/gateway/callers/key-store.ts';

const NOW = Date.UTC(2026, 10, 22);
const DAY = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'llmr-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `data-${++files}`, 'keys.sqlite');

function withStore(work: (store: KeyStore, path: string) => void): void {
  const path = freshPath();
  const store = openKeyStore(path);
  try {
    work(store, path);
  } finally {
    store.close();
  }
}

test('a key is llmr_ and 43 digits, different each time, and finds its record', () =>
  withStore((store) => {
    expect(store.configured()).toBe(false);
    const first = store.add({ tier: 'pro', team: 'acme', scopes: ['admin'] }, NOW);
    const second = store.add({}, NOW);
    for (const { key } of [first, second]) expect(key).toMatch(/^llmr_[0-9A-Za-z]{43}$/);
    expect(first.key).not.toBe(second.key);
    expect(first.record).toEqual({
      id: expect.stringMatching(/^k[0-9A-Za-z]{9}$/),
      name: null,
      tier: 'pro',
      team: 'acme',
      user: null,
      scopes: ['admin'],
      createdAt: NOW,
      expiresAt: null,
      revokedAt: null,
    });
    expect(store.find(first.key, NOW)).toEqual({ kind: 'valid', record: first.record });
    expect(store.list()).toEqual([first.record, second.record]);
    expect(store.configured()).toBe(true);
  }));

test('a wrong key is unknown, even when it differs in its last digit', () =>
  withStore((store) => {
    const { key } = store.add({}, NOW);
    const last = key.endsWith('0') ? '1' : '0';
    for (const wrong of [`${key.slice(0, -1)}${last}`, `${key} `, key.toLowerCase(), 'llmr_', '']) {
      expect(store.find(wrong, NOW).kind).toBe(wrong === key ? 'valid' : 'unknown');
    }
  }));

test('keys expire to the millisecond and are revoked for good', () =>
  withStore((store) => {
    const { key, record } = store.add({ expiresAt: NOW + 90 * DAY }, NOW);
    expect(store.find(key, NOW + 90 * DAY - 1).kind).toBe('valid');
    expect(store.find(key, NOW + 90 * DAY).kind).toBe('expired');
    expect(store.revoke(record.id, NOW + DAY)?.revokedAt).toBe(NOW + DAY);
    expect(store.revoke(record.id, NOW + 2 * DAY)?.revokedAt).toBe(NOW + DAY);
    expect(store.find(key, NOW).kind).toBe('revoked');
    expect(store.revoke('k000000000', NOW)).toBeUndefined();
    // A service whose last key is gone is locked, not open.
    expect(store.configured()).toBe(true);
  }));

test('nothing of a key stands in the files', () =>
  withStore((store, path) => {
    const { key } = store.add({ name: 'mobile' }, NOW);
    const kept = readdirSync(join(path, '..')).map((name) =>
      readFileSync(join(path, '..', name)).toString('latin1'),
    );
    expect(kept.join('')).toContain('mobile');
    expect(kept.join('')).not.toContain(key.slice(5, 20));
  }));

test('a running service notices what another process added and revoked, half a second later at most', async () => {
  const path = freshPath();
  let elapsed = 0;
  const service = openKeyStore(path, () => elapsed);
  expect(service.configured()).toBe(false);
  const { key, record } = JSON.parse(await inAnotherProcess(path, `store.add({ team: 'acme' }, Date.now())`));
  elapsed += 499;
  expect(service.find(key, Date.now()).kind).toBe('unknown');
  elapsed += 1;
  expect(service.find(key, Date.now()).kind).toBe('valid');
  await inAnotherProcess(path, `store.revoke(${JSON.stringify(record.id)}, Date.now())`);
  elapsed += 500;
  expect(service.find(key, Date.now()).kind).toBe('revoked');
  service.close();
});

test('several processes add keys at the same time and none is lost', async () => {
  const path = freshPath();
  await Promise.all(
    Array.from({ length: 3 }, () =>
      inAnotherProcess(path, `Array.from({ length: 20 }, () => store.add({}, Date.now()).record.id)`),
    ),
  );
  const store = openKeyStore(path);
  expect(new Set(store.list().map((record) => record.id)).size).toBe(60);
  store.close();
});

test('processes that create the file at the same moment all get it', async () => {
  const module = new URL('../../../src/gateway/callers/key-store.ts', import.meta.url).href;
  const script = `
    import { openKeyStore } from ${JSON.stringify(module)};
    process.on('message', (path) => {
      try {
        const store = openKeyStore(path);
        store.add({}, Date.now());
        store.close();
        process.send('added');
      } catch (error) {
        process.send(String(error));
      }
    });
    process.send('ready');`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    }),
  );
  const said = (): Promise<unknown[]> =>
    Promise.all(children.map(async (child) => (await once(child, 'message'))[0]));
  try {
    await said();
    for (let round = 0; round < 25; round += 1) {
      const path = freshPath();
      const answers = said();
      for (const child of children) child.send(path);
      expect(await answers).toEqual(children.map(() => 'added'));
      const store = openKeyStore(path);
      expect(store.list()).toHaveLength(children.length);
      store.close();
    }
  } finally {
    for (const child of children) child.kill();
  }
});

async function inAnotherProcess(path: string, expression: string): Promise<string> {
  const module = new URL('../../../src/gateway/callers/key-store.ts', import.meta.url).href;
  const script = `
    import { openKeyStore } from ${JSON.stringify(module)};
    const store = openKeyStore(${JSON.stringify(path)});
    process.stdout.write(JSON.stringify(${expression}));
    store.close();`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  return stdout;
}

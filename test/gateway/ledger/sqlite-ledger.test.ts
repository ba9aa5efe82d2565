import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { afterAll, expect, test, vi } from 'vitest';
import { LedgerInUseError, openSqliteLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import { bucketOf } from './buckets.ts';
import { describeLedger } from './ledger-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmr-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `data-${++files}`, 'ledger.sqlite');

describeLedger('SQLite ledger', () => openSqliteLedger(freshPath()));

test('what was settled and what was left open are both there after a clean restart', async () => {
  const path = freshPath();
  const bucket = bucketOf('cap', 100n);
  const before = await openSqliteLedger(path);
  await before.reserve('settled', [{ bucket, amount: 40n }], 1);
  await before.settle('settled', new Map([['cap', 10n]]), 2);
  await before.reserve('open', [{ bucket, amount: 30n }], 3);
  await before.close();

  const after = await openSqliteLedger(path);
  expect(after.charged).toBe(1);
  expect(await after.used([bucket], 4)).toEqual(new Map([['cap', 40n]]));
  await after.refund('open', 5);
  expect(await after.used([bucket], 6)).toEqual(new Map([['cap', 40n]]));
  await after.close();
});

test('a second owner is told what to do, in the same process and in another', async () => {
  const path = freshPath();
  const owner = await openSqliteLedger(path);
  await owner.reserve('a', [{ bucket: bucketOf('cap', 10n), amount: 1n }], 1);
  await expect(openSqliteLedger(path, { patience: 50 })).rejects.toThrow(LedgerInUseError);
  const child = run(path, '1000');
  const stderr = await new Promise<string>((resolve) => {
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += String(chunk);
    });
    child.once('close', () => resolve(text));
  });
  expect(stderr).toContain('is in use by another llmr process');
  expect(stderr).toContain('--data DIR');
  await owner.close();
  const next = await openSqliteLedger(path);
  await next.close();
});

test('kill -9 under load: nothing settled is lost, nothing perhaps sent is free, the cap still holds', async () => {
  const path = freshPath();
  const limit = 60_000n;
  const settled = new Set<string>();
  const reserved = new Set<string>();
  let full = false;
  let rounds = 0;
  for (; rounds < 8 && !full; rounds++) {
    // On a busy machine a child would be done before it is heard: the rounds to be killed keep reservations open.
    const child = run(path, String(limit), ...(rounds < 3 ? ['4'] : []));
    const lines = createInterface({ input: child.stdout ?? process.stdin });
    let seen = 0;
    lines.on('line', (line) => {
      const [word, id = ''] = line.split(' ');
      if (word === 'reserved') reserved.add(id);
      if (word === 'settled') settled.add(id);
      if (word === 'full') full = true;
      // The first rounds die in the middle of their load, after a number of lines that differs each time.
      if ((rounds < 3 && ++seen > 60 + rounds * 47) || full) child.kill('SIGKILL');
    });
    await new Promise((resolve) => child.once('close', resolve));

    const ledger = await openSqliteLedger(path);
    const used = (await ledger.used([bucketOf('cap', limit)], Date.now())).get('cap') ?? 0n;
    const open = [...reserved].filter((id) => !settled.has(id)).length;
    // Everything told as settled counts 60. What was told as reserved only may have been settled unheard: 60 or 100.
    expect(used).toBeGreaterThanOrEqual(BigInt(settled.size * 60 + open * 60));
    expect(used).toBeLessThanOrEqual(limit);
    if (rounds < 3) expect(ledger.charged).toBeGreaterThan(0);
    await ledger.close();
  }
  expect(full).toBe(true);
  expect(rounds).toBeGreaterThan(3);
});

test('a flood is sent and committed in groups', async () => {
  const path = freshPath();
  const ledger = await openSqliteLedger(path);
  const bucket = bucketOf('flood', 10n ** 12n);
  const messages = vi.spyOn(Worker.prototype, 'postMessage');
  for (let wave = 0; wave < 20; wave++) {
    await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const id = `${wave}-${index}`;
        await ledger.reserve(id, [{ bucket, amount: 5n }], 1);
        await ledger.settle(id, new Map([['flood', 3n]]), 1);
      }),
    );
  }
  const sent = messages.mock.calls.length;
  messages.mockRestore();
  expect(await ledger.used([bucket], 1)).toEqual(new Map([['flood', 6_000n]]));
  // A message is one commit and one fsync: 4,000 calls would be 4,000 of each.
  expect(sent).toBeLessThan(200);
  expect(statSync(path).size + statSync(`${path}-wal`).size).toBeLessThan(20_000_000);
  await ledger.close();
}, 20_000);

test('a file that is no database is refused by name', async () => {
  const { mkdirSync, writeFileSync } = await import('node:fs');
  const path = freshPath();
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'this is not a database, and long enough to be read as one'.repeat(100));
  await expect(openSqliteLedger(path)).rejects.toThrow(`${path} is not a SQLite database`);
});

function run(path: string, ...spending: readonly string[]): ChildProcess {
  const script = new URL('./spend-until-killed.ts', import.meta.url).pathname;
  return spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, ...spending], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

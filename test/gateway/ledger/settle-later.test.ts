/** A settlement that the store did not take is tried again until it is, and a stop waits for what is open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { type Awaitable, type Ledger, NO_LIMIT } from '../../../src/gateway/ledger/ledger.ts';
import { createLedgerBook } from '../../../src/gateway/ledger/ledger-book.ts';
import { LEDGER_SCHEMA } from '../../../src/gateway/ledger/ledger-file.ts';
import { createMemoryLedger } from '../../../src/gateway/ledger/memory-ledger.ts';
import { createSettlingLedger } from '../../../src/gateway/ledger/settle-later.ts';
import { bucketOf } from './buckets.ts';
import { describeLedger } from './ledger-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'llmr-settle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bucket = bucketOf('cap', 1_000n);

describeLedger('settling ledger', async () =>
  createSettlingLedger(createMemoryLedger(), { onTrouble: () => {} }),
);

/** Writes fail while the disk is full; reads go on. */
function onFullDisk(inner: Ledger): { ledger: Ledger; full: boolean; tries: number } {
  const disk = {
    full: false,
    tries: 0,
    ledger: {
      ...inner,
      reserve: (...given) => disk.write(() => inner.reserve(...given)),
      settle: (...given) => disk.write(() => inner.settle(...given)),
      refund: (...given) => disk.write(() => inner.refund(...given)),
    } as Ledger,
    async write<T>(action: () => Awaitable<T>): Promise<T> {
      disk.tries += 1;
      if (disk.full) throw new Error('database or disk is full');
      return action();
    },
  };
  return disk;
}

function settling(options: { most?: number } = {}) {
  const disk = onFullDisk(createMemoryLedger());
  const troubles: string[] = [];
  const ledger = createSettlingLedger(disk.ledger, {
    onTrouble: (message) => troubles.push(message),
    firstWait: 5,
    longestWait: 20,
    ...options,
  });
  const used = async () => (await ledger.used([bucket], 1)).get('cap');
  return { disk, ledger, troubles, used };
}

test('a full disk: charged at the estimate meanwhile, and at what it came to once there is room', async () => {
  const { disk, ledger, troubles, used } = settling();
  for (const id of ['a', 'b', 'c']) await ledger.reserve(id, [{ bucket, amount: 100n }], 1);
  disk.full = true;
  await expect(ledger.settle('a', new Map([['cap', 10n]]), 1)).rejects.toThrow('full; it will be retried');
  await expect(ledger.settle('b', new Map([['cap', 20n]]), 1)).rejects.toThrow('it will be retried');
  await expect(ledger.refund('c', 1)).rejects.toThrow('it will be retried');
  await expect.poll(() => disk.tries).toBeGreaterThan(8);
  expect(await used()).toBe(300n);
  disk.full = false;
  await expect.poll(used).toBe(30n);
  expect(troubles).toEqual(['settlements that had failed are now written: 3']);
  expect(await ledger.settled(1_000)).toBe(0);
  await ledger.close();
});

test('what was sent while the store was away reaches the books; what was only asked for does not', async () => {
  const { disk, ledger, used } = settling();
  disk.full = true;
  await expect(ledger.reserve('asked', [{ bucket, amount: 100n }], 1)).rejects.toThrow(/full$/);
  const happened = { bucket: { ...bucket, limit: NO_LIMIT }, amount: 7n };
  await expect(ledger.reserve('sent', [happened], 1)).rejects.toThrow('it will be retried');
  disk.full = false;
  await expect.poll(used).toBe(7n);
  await ledger.close();
});

test('a stop waits for what is open, tries what failed, and says what it could not write', async () => {
  const { disk, ledger, used } = settling();
  await ledger.reserve('open', [{ bucket, amount: 100n }], 1);
  await ledger.reserve('late', [{ bucket, amount: 100n }], 1);
  const waiting = ledger.settled(5_000);
  disk.full = true;
  await Promise.resolve(ledger.settle('open', new Map([['cap', 1n]]), 1)).catch(() => {});
  disk.full = false;
  await ledger.settle('late', new Map([['cap', 2n]]), 1);
  expect(await waiting).toBe(0);
  expect(await used()).toBe(3n);

  await ledger.reserve('never', [{ bucket, amount: 100n }], 1);
  disk.full = true;
  await Promise.resolve(ledger.settle('never', new Map(), 1)).catch(() => {});
  expect(await ledger.settled(50)).toBe(1);
  await ledger.close();
});

test('memory is bounded: the oldest are given up, and stay charged', async () => {
  const { disk, ledger, troubles, used } = settling({ most: 2 });
  for (const id of ['a', 'b', 'c']) await ledger.reserve(id, [{ bucket, amount: 100n }], 1);
  disk.full = true;
  for (const id of ['a', 'b', 'c'])
    await Promise.resolve(ledger.settle(id, new Map([['cap', 1n]]), 1)).catch(() => {});
  disk.full = false;
  await expect.poll(used).toBe(102n);
  expect(troubles[0]).toMatch(/^settlement a is dropped/);
  await ledger.close();
});

test('SQLite on a file that may not grow: nothing of a write that failed is in the books, and it works again with room', () => {
  const database = new DatabaseSync(join(folder, 'full.sqlite'), { readBigInts: true });
  database.exec(LEDGER_SCHEMA);
  const book = createLedgerBook(database);
  const pages = database.prepare('PRAGMA page_count').get()?.['page_count'];
  database.exec(`PRAGMA max_page_count = ${Number(pages)}`);
  const write = (id: string): void => {
    database.exec('BEGIN IMMEDIATE');
    try {
      const key = `bucket ${id} ${'x'.repeat(900)}`;
      const small = { key: `small ${id}`, used: 1n, resetsAt: 9, lent: 0n };
      book.apply({ kind: 'write', rows: [small, { ...small, key }], open: 1 });
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  };
  let fitted = 0;
  expect(() => {
    for (; ; fitted += 1) write(String(fitted));
  }).toThrow('database or disk is full');
  const count = () => Number(database.prepare('SELECT count(*) AS n FROM spend').get()?.['n']);
  expect(count()).toBe(2 * fitted);
  database.exec('PRAGMA max_page_count = 100000');
  write('after');
  expect(count()).toBe(2 * fitted + 2);
  database.close();
});

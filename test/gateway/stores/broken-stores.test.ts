/**
 * What may happen to the files of a data folder between two starts: each is a start that fails, and says which file, why
 * and what to do. None begins at nothing. In this process, with the whole gateway, on folders that a service has used.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openKeyStore } from '../../../src/gateway/callers/key-store.ts';
import { openSqliteLedger } from '../../../src/gateway/ledger/sqlite-ledger.ts';
import { setAside, tightenDataFolder } from '../../../src/gateway/stores/data-folder.ts';
import { openRolloutStore } from '../../../src/gateway/traffic/rollouts/rollout-store.ts';
import { bucketOf } from '../ledger/buckets.ts';

const root = mkdtempSync(join(tmpdir(), 'llmr-stores-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;
let data = '';

const STORES = ['keys.sqlite', 'ledger.sqlite', 'rollouts.sqlite'] as const;
type Store = (typeof STORES)[number];
const at = (name: string): string => join(data, name);
const bucket = bucketOf('cap', 1_000n);

/** Opens and closes a store as a start would; what it says where it does not open. */
async function start(store: Store): Promise<string | undefined> {
  try {
    if (store === 'keys.sqlite') openKeyStore(at(store)).close();
    else if (store === 'rollouts.sqlite') openRolloutStore(at(store)).close();
    else await (await openSqliteLedger(at(store), { patience: 200 })).close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** As a service leaves it that has spent 700 micro-dollars and has one key. */
beforeAll(async () => {
  data = join(root, 'used');
  const keys = openKeyStore(at('keys.sqlite'));
  keys.add({ name: 'mobile' }, 1);
  keys.close();
  const ledger = await openSqliteLedger(at('ledger.sqlite'));
  await ledger.reserve('a', [{ bucket, amount: 700n }], 1);
  await ledger.settle('a', new Map([['cap', 700n]]), 1);
  await ledger.close();
  openRolloutStore(at('rollouts.sqlite')).close();
});

beforeEach(() => {
  data = join(root, String(++folders));
  cpSync(join(root, 'used'), data, { recursive: true });
});

const overwrite = (path: string, from: number, length: number): void => {
  const bytes = readFileSync(path);
  for (let offset = from; offset < Math.min(bytes.length, from + length); offset += 1)
    bytes[offset] = (offset * 31) % 251;
  writeFileSync(path, bytes);
};
const foreign = (path: string, sql: string): void => {
  rmSync(path);
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};
const replaced = (path: string, by: () => void): void => {
  rmSync(path);
  by();
};
const inside = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

const BREAKS: readonly (readonly [string, (path: string) => void, RegExp])[] = [
  ['vanished', (path) => rmSync(path), /is missing, although this folder had one/],
  ['moved away', (path) => renameSync(path, `${path}.bak`), /is missing/],
  ['emptied', (path) => writeFileSync(path, ''), /is empty/],
  [
    'overwritten with text',
    (path) => writeFileSync(path, 'nothing to see here\n'.repeat(500)),
    /not a SQLite database/,
  ],
  [
    'overwritten with zeros',
    (path) => writeFileSync(path, Buffer.alloc(statSync(path).size)),
    /not a SQLite database/,
  ],
  ['scrambled whole', (path) => overwrite(path, 0, 1e9), /not a SQLite database/],
  [
    'scrambled after its first bytes',
    (path) => overwrite(path, 16, 1e9),
    /is damaged|not a SQLite database|cannot be used/,
  ],
  ['scrambled within', (path) => overwrite(path, 4_096, 1e9), /is damaged/],
  [
    'its first page scrambled',
    (path) => overwrite(path, 100, 3_900),
    /is damaged|not a SQLite database|cannot be used/,
  ],
  ['truncated to a page', (path) => truncateSync(path, 4_096), /is damaged/],
  [
    'truncated within its first page',
    (path) => truncateSync(path, 1_000),
    /is damaged|not a SQLite database|lost its tables/,
  ],
  ['truncated by a byte', (path) => truncateSync(path, statSync(path).size - 1), /is damaged/],
  ['a folder in its place', (path) => replaced(path, () => mkdirSync(path)), /is a folder/],
  [
    'a pipe in its place',
    (path) => replaced(path, () => execFileSync('mkfifo', [path])),
    /is not a regular file/,
  ],
  [
    'a link to nothing',
    (path) => replaced(path, () => symlinkSync('/nowhere/x.sqlite', path)),
    /is a link to a file that is not there/,
  ],
  [
    'an empty database',
    (path) => foreign(path, 'PRAGMA user_version = 0; CREATE TABLE x (y); DROP TABLE x'),
    /has lost its tables/,
  ],
  [
    'the file of another program',
    (path) => foreign(path, 'CREATE TABLE bookmarks (url TEXT)'),
    /belongs to another program.* bookmarks/,
  ],
  [
    'of a later llmr',
    (path) => inside(path, 'PRAGMA user_version = 99'),
    /was written by a newer llmr: its version is 99/,
  ],
  ['a folder for its log', (path) => mkdirSync(`${path}-wal`), /-wal is a folder/],
  ['a folder for its shared memory', (path) => mkdirSync(`${path}-shm`), /-shm is a folder/],
];

describe.each(STORES)('%s', (store) => {
  test.each(BREAKS)('%s', async (_, breakIt, words) => {
    expect(await start(store)).toBeUndefined();
    breakIt(at(store));
    const said = await start(store);
    expect(said).toMatch(words);
    expect(said).toContain(at(store));
    // What to do is said, and nothing was made in its place.
    expect(said).toMatch(
      /restore it from a backup, or start with a new one.*llmr doctor --data \S+ --reset|move it away|name another folder/i,
    );
    expect(await start(store)).toBe(said);
  });

  test('one of its tables dropped', async () => {
    const name = { 'keys.sqlite': 'keys', 'ledger.sqlite': 'spend', 'rollouts.sqlite': 'rollouts' }[store];
    inside(at(store), `DROP TABLE ${name}`);
    expect(await start(store)).toMatch(/has lost its table|lost its tables/);
  });

  test('another of llmr’s own files', async () => {
    const other = STORES.find((name) => name !== store) ?? store;
    copyFileSync(at(other), at(store));
    expect(await start(store)).toMatch(/is a different file of llmr/);
  });

  test.skipIf(process.getuid?.() === 0)('no permission', async () => {
    chmodSync(at(store), 0o000);
    expect(await start(store)).toMatch(/cannot be read and written by this user/);
  });

  test('is set aside on purpose, and then begins anew', async () => {
    overwrite(at(store), 0, 1e9);
    const moved = setAside(at(store), new Date(0));
    expect(moved).toEqual([`${at(store)}.aside-1970-01-01T000000`]);
    expect(await start(store)).toBeUndefined();
    for (const other of STORES) expect(await start(other)).toBeUndefined();
    rmSync(at(store));
    expect(await start(store)).toMatch(/is missing/);
  });

  test('garbage in shared memory is nobody’s loss', async () => {
    writeFileSync(`${at(store)}-shm`, 'x'.repeat(32_768));
    expect(await start(store)).toBeUndefined();
  });
});

describe('the list of what was there', () => {
  test('a folder of an llmr that kept none: what has run once had a ledger and keys', async () => {
    rmSync(at('data-files.json'));
    for (const store of STORES) expect(await start(store)).toBeUndefined();
    rmSync(at('data-files.json'));
    rmSync(at('ledger.sqlite'));
    expect(await start('ledger.sqlite')).toMatch(/is missing/);
  });

  test('that is a pipe is not waited for', async () => {
    replaced(at('data-files.json'), () => execFileSync('mkfifo', [at('data-files.json')]));
    expect(await start('ledger.sqlite')).toMatch(/data-files\.json.*it is not a regular file/);
  });

  test.each(['', '{', 'null', '[]', '{"files": 3}', '{"files": [3]}'])(
    'that is %j is said to be unreadable',
    async (text) => {
      writeFileSync(at('data-files.json'), text);
      rmSync(at('ledger.sqlite'));
      expect(await start('ledger.sqlite')).toMatch(
        /data-files\.json, the list of the data files, cannot be read.*delete/i,
      );
    },
  );

  test('keys that were made before the first start make no ledger', async () => {
    data = join(root, String(++folders));
    expect(await start('keys.sqlite')).toBeUndefined();
    expect(await start('ledger.sqlite')).toBeUndefined();
  });

  test('a folder whose content is all gone is a new one', async () => {
    for (const name of readdirSync(data)) rmSync(at(name), { recursive: true });
    for (const store of STORES) expect(await start(store)).toBeUndefined();
  });
});

describe('the log beside a ledger that was killed', () => {
  /** Copies what an open ledger has on disk, as a kill would leave it. */
  async function killed(): Promise<void> {
    const from = data;
    const ledger = await openSqliteLedger(at('ledger.sqlite'));
    await ledger.reserve('b', [{ bucket, amount: 100n }], 1);
    data = join(root, String(++folders));
    mkdirSync(data);
    for (const name of ['ledger.sqlite', 'ledger.sqlite-wal', 'data-files.json']) {
      copyFileSync(join(from, name), at(name));
    }
    await ledger.close();
  }

  test('whole: everything is there, and the open slack counts as spent', async () => {
    await killed();
    const again = await openSqliteLedger(at('ledger.sqlite'));
    expect(again.charged).toBe(1);
    expect(await again.used([bucket], 1)).toEqual(new Map([['cap', 810n]]));
    await again.close();
  });

  test.each([
    ['deleted', (path: string) => rmSync(path)],
    ['emptied', (path: string) => writeFileSync(path, '')],
    ['truncated to its head', (path: string) => truncateSync(path, 20)],
    ['overwritten', (path: string) => overwrite(path, 0, 1e9)],
  ])('%s: refused, twice', async (_, breakIt) => {
    await killed();
    breakIt(at('ledger.sqlite-wal'));
    for (const _round of [1, 2]) {
      expect(await start('ledger.sqlite')).toMatch(
        /ledger\.sqlite was not closed.*its -wal file is missing or damaged/,
      );
    }
  });

  test('a key that was just made is in the file itself', async () => {
    const keys = openKeyStore(at('keys.sqlite'));
    const { key } = keys.add({}, 1);
    const copy = join(root, String(++folders), 'keys.sqlite');
    mkdirSync(join(copy, '..'));
    copyFileSync(at('keys.sqlite'), copy);
    keys.close();
    const copied = openKeyStore(copy);
    expect(copied.find(key, 2).kind).toBe('valid');
    copied.close();
  });
});

test('a ledger that is deleted while it is used fails loudly, not after the next start', async () => {
  const ledger = await openSqliteLedger(at('ledger.sqlite'));
  rmSync(at('ledger.sqlite'));
  let calls = 0;
  await expect
    .poll(
      () =>
        Promise.resolve(ledger.reserve(`late ${++calls}`, [{ bucket, amount: 1n }], 1)).catch(
          (error: Error) => error.message,
        ),
      {
        timeout: 10_000,
      },
    )
    .toMatch(/ledger\.sqlite was deleted or moved while llmr used it/);
  expect(ledger.healthy()).toBe(false);
  await ledger.close();
  expect(existsSync(at('ledger.sqlite'))).toBe(false);
});

test('files are for this user alone; those that were not are made so', async () => {
  const modes = () =>
    Object.fromEntries(
      readdirSync(data).map((name) => [name, (statSync(at(name)).mode & 0o777).toString(8)]),
    );
  expect(statSync(join(root, 'used')).mode & 0o777).toBe(0o700);
  expect(new Set(Object.values(modes()))).toEqual(new Set(['600']));
  writeFileSync(at('decisions-2026-11-30.jsonl'), '');
  writeFileSync(at('notes.txt'), '');
  for (const name of readdirSync(data)) chmodSync(at(name), 0o644);
  const keys = openKeyStore(at('keys.sqlite'));
  expect(modes()['keys.sqlite']).toBe('600');
  tightenDataFolder(data);
  keys.close();
  expect(modes()['notes.txt']).toBe('644');
  expect(modes()[basename(at('decisions-2026-11-30.jsonl'))]).toBe('600');
  expect(modes()['ledger.sqlite']).toBe('600');
});

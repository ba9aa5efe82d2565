import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, renameSync, symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { listPolicies } from '../../../../src/gateway/policies/reload/list-policies.ts';
import { fingerprint, lookAtPolicies } from '../../../../src/gateway/policies/reload/look-at-policies.ts';
import { LONGEST_ROUTE_FILE, UnreadableError } from '../../../../src/gateway/policies/reload/policy-file.ts';
import { readPolicies } from '../../../../src/gateway/policies/reload/read-policies.ts';
import { createFolder, type Folder } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());
const namesOf = async (): Promise<string[]> =>
  (await readPolicies(folder.path)).sources.map(({ path }) => path);

test('every route file and whatever it names, route files outside of the folder too; nothing else', async () => {
  folder = createFolder({
    'b.route':
      'import tier from "../shared/tiers.route"\nintent refund { examples from "./data/refund.txt" }',
    'deep/er/c.route': '',
    'data/refund.txt': '\ufeffmoney back',
    'data/other.txt': 'not named',
    'readme.md': '',
    'node_modules/x/d.route': '',
    '.git/e.route': '',
  });
  folder.write('../shared/tiers.route', 'tier free, pro');
  const { sources, paths } = await readPolicies(folder.path);
  expect(sources.map(({ path, text }) => `${path}: ${text.slice(0, 10)}`)).toEqual([
    '../shared/tiers.route: tier free,',
    'b.route: import tie',
    'data/refund.txt: money back',
    'deep/er/c.route: ',
  ]);
  expect([...paths].sort()).toEqual(sources.map(({ path }) => path));
});

test('the fingerprint is the hash of reading, and follows names, texts and files that come and go', async () => {
  folder = createFolder({ 'a.route': 'intent x { examples from "./x.txt" }', 'x.txt': 'one' });
  const { hash, paths } = await readPolicies(folder.path);
  const now = () => fingerprint(folder.path, paths);
  expect(await now()).toBe(hash);
  const seen = new Set([hash]);
  const changes = [
    () => folder.write('x.txt', 'two'),
    () => unlinkSync(folder.at('x.txt')),
    () => renameSync(folder.at('a.route'), folder.at('b.route')),
    () => folder.write('sub/c.route', ''),
    () => folder.write('b.route', 'intent  x { examples from "./x.txt" }'),
  ];
  for (const change of changes) {
    change();
    seen.add(await now());
  }
  expect(seen.size).toBe(1 + changes.length);
  folder.write('unnamed.txt', 'x');
  expect(seen).toContain(await now());
});

test('a file that is named but not there is asked for again', async () => {
  folder = createFolder({
    'a.route': 'import tier from "./tiers.route"\nintent x { examples from "./x.txt" }',
  });
  const { hash, paths, sources } = await readPolicies(folder.path);
  expect(sources).toHaveLength(1);
  expect(paths).toContain('x.txt');
  folder.write('x.txt', 'one');
  expect(await fingerprint(folder.path, paths)).not.toBe(hash);
});

test('a ConfigMap is read through its links, once', async () => {
  folder = createFolder({ '..2026_1/a.route': 'tier free' });
  symlinkSync('..2026_1', folder.at('..data'));
  symlinkSync('..data/a.route', folder.at('a.route'));
  expect(await namesOf()).toEqual(['a.route']);
});

test('folders are entered through links, but not twice and not in circles', async () => {
  folder = createFolder({ 'one/a.route': '' });
  symlinkSync('one', folder.at('two'));
  symlinkSync('..', folder.at('one/up'));
  expect(await namesOf()).toEqual(['one/a.route']);
});

test('a folder that is not there holds nothing', async () => {
  folder = createFolder();
  expect((await readPolicies(folder.at('gone'))).sources).toEqual([]);
});

test('a file that cannot be read is a fault, not a smaller set', async () => {
  folder = createFolder({ 'a.route': '' });
  symlinkSync('loop.route', folder.at('loop.route'));
  await expect(readPolicies(folder.path)).rejects.toThrow(UnreadableError);
  await expect(fingerprint(folder.path, [])).rejects.toThrow('loop.route cannot be read');
  unlinkSync(folder.at('loop.route'));
  mkdirSync(folder.at('folder.route'));
  expect(await namesOf()).toEqual(['a.route']);
});

const NAMES = 'intent x { examples from "./x.txt" }';

describe('what is no regular file is refused and never waited for', () => {
  const refused = async (words: RegExp, known: readonly string[] = []) => {
    await expect(readPolicies(folder.path)).rejects.toThrow(words);
    await expect(fingerprint(folder.path, known)).rejects.toThrow(words);
  };

  test('a named pipe', async () => {
    folder = createFolder({ 'a.route': '' });
    execFileSync('mkfifo', [folder.at('pipe.route')]);
    await refused(/^pipe\.route is a named pipe, not a file/);
  });

  test('a named pipe that a policy names', async () => {
    folder = createFolder({ 'a.route': NAMES });
    execFileSync('mkfifo', [folder.at('x.txt')]);
    await refused(/^x\.txt is a named pipe/, ['x.txt']);
  });

  test('a link to a named pipe', async () => {
    folder = createFolder({ 'a.route': '' });
    execFileSync('mkfifo', [folder.at('pipe')]);
    symlinkSync('pipe', folder.at('b.route'));
    await refused(/^b\.route is a named pipe/);
  });

  test.each(['/dev/zero', '/dev/null', '/dev/tty'])('a link to %s', async (device) => {
    folder = createFolder({ 'a.route': NAMES });
    symlinkSync(device, folder.at('x.txt'));
    await refused(/^x\.txt is a device/, ['x.txt']);
  });

  test('a socket', async () => {
    folder = createFolder({ 'a.route': '' });
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(folder.at('s.route'), resolve));
    await refused(/^s\.route is a socket/);
    await new Promise((resolve) => server.close(resolve));
  });

  test('a folder in the place of a data file is as good as none', async () => {
    folder = createFolder({ 'a.route': NAMES });
    mkdirSync(folder.at('x.txt'));
    expect(await namesOf()).toEqual(['a.route']);
  });

  test('sparse files of gigabytes', async () => {
    folder = createFolder({ 'a.route': NAMES, 'x.txt': '' });
    truncateSync(folder.at('x.txt'), 10 * 1_073_741_824);
    await refused(/^x\.txt is larger than 16 MB/, ['x.txt']);
    truncateSync(folder.at('x.txt'), 0);
    truncateSync(folder.at('a.route'), LONGEST_ROUTE_FILE + 1);
    await refused(/^a\.route is larger than 4 MB/);
  });

  test('many files that are too much together', async () => {
    folder = createFolder();
    for (let file = 0; file < 17; file += 1) {
      folder.write(`${file}.route`, '');
      truncateSync(folder.at(`${file}.route`), LONGEST_ROUTE_FILE);
    }
    await expect(fingerprint(folder.path, [])).rejects.toThrow(/more than 64 MB of policies$/);
  });

  test('more files than policies have', async () => {
    folder = createFolder(Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`many/${at}.txt`, ''])));
    symlinkSync('many', folder.at('again'));
    await expect(listPolicies(folder.path, 41)).rejects.toThrow(
      /holds more than 41 files: give policies a folder of their own$/,
    );
    // Both names of the folder and what it holds, once.
    expect((await listPolicies(folder.path, 42)).folders).toHaveLength(2);
  });
});

describe('data files lie in the folder', () => {
  test('by their names', async () => {
    folder = createFolder({ 'a.route': 'intent x { examples from "../x.txt" }' });
    folder.write('../x.txt', 'secret');
    await expect(readPolicies(folder.path)).rejects.toThrow(/^\.\.\/x\.txt is outside the policy folder/);
  });

  test.each([
    'intent x { examples from "/etc/passwd" }',
    'quality "/etc/passwd"',
    'check c { json schema "/etc/passwd" }',
  ])('not anywhere on the machine: %s', async (text) => {
    folder = createFolder({ 'a.route': text });
    await expect(readPolicies(folder.path)).rejects.toThrow('/etc/passwd is outside the policy folder');
  });

  test.each(['/', '..', '../../..'])(
    'a link to a folder around the policies is refused: %s',
    async (target) => {
      folder = createFolder({ 'a.route': '' });
      symlinkSync(target, folder.at('up'));
      await expect(readPolicies(folder.path)).rejects.toThrow(
        'up is a link to a folder around the policy folder',
      );
    },
  );

  test('and where their links lead', async () => {
    folder = createFolder({ 'a.route': NAMES });
    symlinkSync('/etc/passwd', folder.at('x.txt'));
    await expect(readPolicies(folder.path)).rejects.toThrow(/^x\.txt is outside the policy folder/);
  });

  test('a link that is called a route file and leads to something else is refused', async () => {
    folder = createFolder();
    symlinkSync('/etc/passwd', folder.at('a.route'));
    await expect(readPolicies(folder.path)).rejects.toThrow(/^a\.route is outside/);
  });

  test('a folder that only begins with the same name is another one', async () => {
    folder = createFolder({ 'a.route': 'intent x { examples from "../policies-2/x.txt" }' });
    folder.write('../policies-2/x.txt', 'x');
    await expect(readPolicies(folder.path)).rejects.toThrow(/is outside/);
  });

  test('links within the folder, and a folder that is a link itself, are fine', async () => {
    folder = createFolder({ '..2026_1/a.route': NAMES, '..2026_1/x.txt': 'one' });
    symlinkSync('..2026_1', folder.at('..data'));
    for (const name of ['a.route', 'x.txt']) symlinkSync(`..data/${name}`, folder.at(name));
    expect(await namesOf()).toEqual(['a.route', 'x.txt']);
    symlinkSync(realpathSync(folder.path), folder.at('../mounted'));
    expect((await readPolicies(folder.at('../mounted'))).sources).toHaveLength(2);
  });
});

test('what has not been touched is not read again, what has just been written is', async () => {
  folder = createFolder({ 'a.route': 'tier free' });
  const hashes = new Map([['a.route', { state: 'another', hash: 'kept' }]]);
  const { hash } = await lookAtPolicies(folder.path, [], hashes);
  expect(hash).toBe((await readPolicies(folder.path)).hash);
  // Its last change is too recent to be told from a next one by its times.
  expect(hashes.size).toBe(0);
});

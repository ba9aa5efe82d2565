import { mkdirSync, renameSync, symlinkSync, unlinkSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { fingerprint, readPolicies, UnreadableError } from '../../../src/gateway/reload/read-policies.ts';
import { createFolder, type Folder } from './folder.ts';

let folder: Folder;
afterEach(() => folder.remove());
const namesOf = async (): Promise<string[]> =>
  (await readPolicies(folder.path)).sources.map(({ path }) => path);

test('every route file and whatever it names, also outside of the folder; nothing else', async () => {
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

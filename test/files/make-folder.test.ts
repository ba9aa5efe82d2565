/** A folder is created with those above it, or the reason why not is reported. */
import { mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { makeFolder } from '../../src/files/make-folder.ts';
import { writeCachedHead } from '../../src/meaning/head-cache.ts';

const root = mkdtempSync(join(tmpdir(), 'llmr-folder-'));
afterAll(() => rmSync(root, { recursive: true }));

it('creates the folders above it with the same mode, and nothing where it exists', () => {
  const path = join(root, 'one/two/three');
  makeFolder(path, 0o700);
  makeFolder(path, 0o700);
  makeFolder(join(path, '..'));
  const modes = [path, join(path, '..'), join(root, 'one')].map((each) => statSync(each).mode & 0o777);
  if (process.platform !== 'win32') expect(modes).toEqual([0o700, 0o700, 0o700]);
});

it('reports a file in its place, or above it', () => {
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolder(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(root, 'file/one/two'))).toThrow('ENOTDIR');
  symlinkSync(join(root, 'nowhere'), join(root, 'link'));
  expect(() => makeFolder(join(root, 'link/one'))).toThrow('EEXIST');
});

it.skipIf(process.platform !== 'linux')('ends where a folder that exists takes none', async () => {
  expect(() => makeFolder('/proc/none/one')).toThrow('ENOENT');
  expect(await writeCachedHead('/proc/none/heads', 'hash', new Uint8Array())).toBe(false);
});

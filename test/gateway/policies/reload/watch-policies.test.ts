import { execFileSync } from 'node:child_process';
import { renameSync, rmSync, symlinkSync, unlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPolicies } from '../../../../src/gateway/policies/reload/read-policies.ts';
import { type Watching, watchPolicies } from '../../../../src/gateway/policies/reload/watch-policies.ts';
import { createFolder, type Folder, policyText, waitFor } from './folder.ts';

let folder: Folder;
let watching: Watching | undefined;
let changes: string[];
let troubles: string[];
let seen: { hash: string | null; paths: readonly string[] };

beforeEach(() => {
  changes = [];
  troubles = [];
  seen = { hash: null, paths: [] };
});
afterEach(async () => {
  await watching?.close();
  folder.remove();
});

/** Looks as the store does: what has been seen is what was read. */
async function look(): Promise<void> {
  const { hash, paths } = await readPolicies(folder.path);
  seen = { hash, paths };
}
async function watchFolder(poll = 60_000): Promise<void> {
  await look();
  watching = watchPolicies({
    directory: folder.path,
    still: 50,
    poll,
    seen: () => seen,
    async onChange() {
      await look();
      changes.push(seen.hash ?? '');
    },
    onTrouble: (message) => troubles.push(message),
  });
  await watching.ready;
}
const quiet = () => new Promise((resolve) => setTimeout(resolve, 300));

test('an edit in place, a rename over it, a new file, a deletion', async () => {
  folder = createFolder({ 'a.route': policyText('one') });
  await watchFolder();
  const steps = [
    () => folder.write('a.route', policyText('two')),
    () => {
      folder.write('.a.route.swp', policyText('three'));
      renameSync(folder.at('.a.route.swp'), folder.at('a.route'));
    },
    () => folder.write('sub/b.route', 'tier free'),
    () => folder.write('sub/b.route', 'tier free, pro'),
    () => rmSync(folder.at('sub'), { recursive: true }),
  ];
  for (const [index, step] of steps.entries()) {
    step();
    await waitFor(() => changes.length === index + 1);
  }
  // Deleting takes back what adding did.
  expect(changes.at(-1)).toBe(changes[1]);
  expect(new Set(changes).size).toBe(steps.length - 1);
});

test('a file that is written in pieces is told once, whole', async () => {
  folder = createFolder({ 'a.route': '' });
  await watchFolder();
  const whole = policyText('whole');
  for (let end = 20; end < whole.length + 20; end += 20) {
    folder.write('a.route', whole.slice(0, end));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await waitFor(() => changes.length > 0);
  await quiet();
  expect(changes).toEqual([(await readPolicies(folder.path)).hash]);
});

test('a touch is no change, and a change that is taken back before it is still is none', async () => {
  folder = createFolder({ 'a.route': policyText('one') });
  await watchFolder();
  utimesSync(folder.at('a.route'), new Date(), new Date());
  folder.write('a.route', policyText('two'));
  folder.write('a.route', policyText('one'));
  folder.write('notes.txt', 'nobody names this');
  await quiet();
  expect(changes).toEqual([]);
});

test('a data file that a policy names, by looking', async () => {
  folder = createFolder({ 'a.route': 'intent x { examples from "./data/x.txt" }', 'data/x.txt': 'one' });
  await watchFolder(100);
  folder.write('data/x.txt', 'two');
  await waitFor(() => changes.length === 1);
});

test('a route file that a policy imports from outside of the folder, by looking', async () => {
  folder = createFolder({ 'a.route': 'import tier from "../shared/tiers.route"' });
  folder.write('../shared/tiers.route', 'tier free');
  await watchFolder(100);
  folder.write('../shared/tiers.route', 'tier free, pro');
  await waitFor(() => changes.length === 1);
});

test('Kubernetes swaps the link behind a mounted folder', async () => {
  folder = createFolder({ '..2026_1/a.route': policyText('one') });
  symlinkSync('..2026_1', folder.at('..data'));
  symlinkSync('..data/a.route', folder.at('a.route'));
  await watchFolder();
  folder.write('..2026_2/a.route', policyText('two'));
  symlinkSync('..2026_2', folder.at('..data_tmp'));
  renameSync(folder.at('..data_tmp'), folder.at('..data'));
  rmSync(folder.at('..2026_1'), { recursive: true });
  await waitFor(() => changes.length === 1);
  await quiet();
  expect(changes).toHaveLength(1);
});

test('a git checkout of many files is one change or few, and ends at what is there', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `p${index}/p.route`);
  folder = createFolder(Object.fromEntries(names.map((name) => [name, policyText('one')])));
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
      cwd: folder.path,
      stdio: 'pipe',
    });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-qm', 'one');
  git('checkout', '-qb', 'other');
  for (const name of names) folder.write(name, policyText('two'));
  unlinkSync(folder.at('p7/p.route'));
  git('add', '-A', '.');
  git('commit', '-qm', 'two');
  await watchFolder();
  git('checkout', '-q', 'main');
  const { hash } = await readPolicies(folder.path);
  await waitFor(() => changes.at(-1) === hash);
  expect(changes.length).toBeLessThanOrEqual(3);
});

test('a folder that goes away and comes back is seen', async () => {
  folder = createFolder({ 'a.route': policyText('one') });
  await watchFolder(100);
  renameSync(folder.path, `${folder.path}-away`);
  await waitFor(() => changes.length === 1);
  folder.write('a.route', policyText('two'));
  await waitFor(() => changes.length === 2);
});

test('what cannot be read is vetted once, so that it is told why, and watching goes on', async () => {
  folder = createFolder({ 'a.route': policyText('one') });
  await look();
  const { hash } = seen;
  let vetted = 0;
  watching = watchPolicies({
    directory: folder.path,
    still: 50,
    poll: 50,
    seen: () => seen,
    async onChange() {
      vetted += 1;
      try {
        await look();
        changes.push(seen.hash ?? '');
      } catch {
        seen = { hash: null, paths: [] };
      }
    },
    onTrouble: (message) => troubles.push(message),
  });
  await watching.ready;
  for (const round of [1, 2]) {
    execFileSync('mkfifo', [folder.at('pipe.route')]);
    await waitFor(() => vetted === 2 * round - 1);
    await quiet();
    expect(vetted).toBe(2 * round - 1);
    unlinkSync(folder.at('pipe.route'));
    // The folder is as it was before, and that is a change.
    await waitFor(() => changes.length === round);
    expect(changes.at(-1)).toBe(hash);
  }
  expect(troubles).toEqual([]);
});

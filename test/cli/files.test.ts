/** Which files a command takes: folders walked, single files with what they name, nothing twice. */
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Folder, folder, ROOT } from './run-in-folder.ts';

const open: Folder[] = [];
function place(): Folder {
  const made = folder();
  open.push(made);
  return made;
}
afterEach(() => {
  for (const one of open.splice(0)) one.remove();
});

const policy = (name: string, more = ''): string =>
  `policy ${name} edition 1 {\n  serves "${name}"\n}\n\n${more}otherwise {\n  because "Nobody is served."\n  refuse 404 "Nothing here."\n}\n`;
const files = (out: string): string | undefined => /in (\d+) files?$/m.exec(out)?.[1];

describe('the files a command takes', () => {
  it('are those of the current folder', async () => {
    const at = place();
    at.write('a.route', policy('a'));
    at.write('deep/er/b.route', policy('b'));
    at.write('policies/c.route', policy('c'));
    expect(files((await at.run('lint')).out)).toBe('3');
  });

  it('or those of policies/, where no policy stands in the current folder', async () => {
    const at = place();
    at.write('policies/c.route', policy('c'));
    at.write('other/b.route', policy('b'));
    expect(files((await at.run('lint')).out)).toBe('1');
  });

  it('are none of those in dot folders and node_modules', async () => {
    const at = place();
    at.write('a.route', policy('a'));
    at.write('.git/b.route', policy('b'));
    at.write('node_modules/x/c.route', policy('c'));
    expect(files((await at.run('lint', '.')).out)).toBe('1');
  });

  it('are found behind links, and a circle of links ends', async () => {
    const at = place();
    at.write('..data/a.route', policy('a'));
    symlinkSync('..data/a.route', join(at.path, 'a.route'));
    symlinkSync('.', join(at.path, 'loop'));
    const { code, out } = await at.run('lint', 'a.route');
    expect([code, files(out)]).toEqual([0, '1']);
    expect((await at.run('fmt', '--check')).code).toBe(0);
  });

  it('are each taken once, however often they are named', async () => {
    const at = place();
    at.write('sub/a.route', policy('a'));
    const { code, out } = await at.run('lint', 'sub', './sub/a.route', join(at.path, 'sub'), 'sub/../sub');
    expect([code, files(out)]).toEqual([0, '1']);
  });

  it('bring their imports and data along', async () => {
    const at = place();
    at.write('shared/tiers.route', 'tier free, pro\n');
    at.write('own/a.route', policy('a', 'import tier from "../shared/tiers.route"\n\n'));
    const { code, out } = await at.run('lint', 'own/a.route');
    expect([code, files(out)]).toEqual([0, '2']);
  });

  it('must be there and be policies', async () => {
    const at = place();
    at.write('notes.txt', 'x');
    at.write('empty/notes.txt', 'x');
    for (const [path, why] of [
      ['missing', 'there is no such file or folder'],
      ['notes.txt', 'policies are files ending in .route'],
      ['empty', 'no .route file is in this folder'],
    ] as const) {
      const { code, err } = await at.run('lint', path);
      expect([code, err]).toEqual([2, `error: ${path}: ${why}\n`]);
    }
  });
});

describe('fmt', () => {
  it('rewrites what is not in the canonical style, once, and keeps comments', async () => {
    const at = place();
    at.write('a.route', policy('a').replace('otherwise {', '  # Nobody.\notherwise   {'));
    expect(await at.run('fmt', '--check')).toMatchObject({ code: 1, out: 'a.route is not formatted\n' });
    expect(at.read('a.route')).toContain('otherwise   {');
    expect(await at.run('fmt')).toMatchObject({ code: 0, out: 'a.route formatted\n' });
    expect(at.read('a.route')).toBe(policy('a').replace('otherwise {', '# Nobody.\notherwise {'));
    expect(await at.run('fmt')).toMatchObject({ code: 0, out: '1 file, all formatted\n' });
  });

  it('leaves a file with syntax errors alone', async () => {
    const at = place();
    at.write('a.route', policy('a').replace('refuse 404', 'refuse   404').replace('because', 'becuase'));
    const before = at.read('a.route');
    const { code, err } = await at.run('fmt');
    expect(code).toBe(1);
    expect(err).toContain('error syntax');
    expect(at.read('a.route')).toBe(before);
  });
});

it.skipIf(process.platform === 'win32')('what is asked about may come through a pipe', () => {
  const at = place();
  at.write('a.route', policy('a'));
  const llmr = `"${process.execPath}" "${join(ROOT, 'bin/llmr.js')}"`;
  const command = `echo '{"tokens": 5}' | ${llmr} explain --facts /dev/stdin`;
  const told = execFileSync('sh', ['-c', command], { cwd: at.path, encoding: 'utf8' });
  expect(told).toContain('a → otherwise');
});

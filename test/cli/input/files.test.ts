/** Which files a command takes: folders walked, single files with what they name, nothing twice. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Folder, folder, ROOT } from '../run-in-folder.ts';

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
      ['notes.txt', 'policy files must end in .route'],
      ['empty', 'this folder contains no .route file'],
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

describe('what a policy names', () => {
  const naming = (file: string) => policy('a', `intent refund { examples from "${file}" }\n\n`);

  it.each(['/etc/passwd', '../outside.txt', './link.txt', './link-to-link.txt'])(
    'lies in the folder of the policies, and nothing of another file is printed: %s',
    async (file) => {
      const at = place();
      at.write('outside.txt', 'root:secret\n');
      at.write('own/a.route', naming(file));
      symlinkSync('../outside.txt', join(at.path, 'own/link.txt'));
      symlinkSync('link.txt', join(at.path, 'own/link-to-link.txt'));
      for (const command of [
        ['lint', 'own'],
        ['test', 'own'],
        ['graph', 'own'],
      ]) {
        const { code, out, err } = await at.run(...command);
        expect(code).toBe(2);
        expect(err).toContain('is outside the policy folder');
        expect(out + err).not.toContain('root:');
      }
    },
  );

  it('may lie behind links within the folder', async () => {
    const at = place();
    at.write('own/..data/a.route', naming('./x.txt'));
    at.write('own/..data/x.txt', 'money back\n');
    for (const name of ['a.route', 'x.txt']) symlinkSync(`..data/${name}`, join(at.path, 'own', name));
    expect((await at.run('lint', 'own')).code).toBe(0);
  });

  it('is a regular file', async () => {
    const at = place();
    at.write('own/a.route', naming('./x.txt'));
    execFileSync('mkfifo', [join(at.path, 'own/x.txt')]);
    const { code, err } = await at.run('lint', 'own');
    expect([code, err]).toEqual([2, expect.stringContaining('own/x.txt: is a named pipe, not a file')]);
  });

  it('is no larger than a policy needs', async () => {
    const at = place();
    at.write('own/a.route', naming('./x.txt'));
    at.write('own/x.txt', '');
    truncateSync(join(at.path, 'own/x.txt'), 10 * 1_073_741_824);
    const { code, err } = await at.run('lint', 'own');
    expect([code, err]).toEqual([2, expect.stringContaining('own/x.txt: is larger than 16 MB')]);
  });
});

describe('files that end in .route', () => {
  it('are refused where they are no files, and nothing waits for them', async () => {
    const at = place();
    at.write('a.route', policy('a'));
    execFileSync('mkfifo', [join(at.path, 'pipe.route')]);
    symlinkSync('/dev/zero', join(at.path, 'zero.route'));
    symlinkSync('loop.route', join(at.path, 'loop.route'));
    mkdirSync(join(at.path, 'folder.route'));
    const { code, err } = await at.run('lint', '.');
    expect(code).toBe(2);
    expect(err).toContain('pipe.route: is a named pipe');
    expect(err).toContain('zero.route: is a device');
    expect(err).toContain('loop.route: is a link that leads to itself');
    expect((await at.run('lint', 'pipe.route')).err).toContain('pipe.route: is a named pipe');
  });

  it('are not links to something else', async () => {
    const at = place();
    symlinkSync('/etc/passwd', join(at.path, 'a.route'));
    const { code, out, err } = await at.run('lint', '.');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('a.route: is outside the policy folder');
    expect(err).not.toContain('root:');
  });
});

describe('a file that a policy names and that is not what it should be', () => {
  it.each([
    ['a quality table', 'quality "./secret"\n'],
    ['a schema', 'check c { json schema "./secret" }\n'],
    ['a document of rules', 'route r {\n  because "x"\n  when rules "./secret" match\n  refuse 404 "x"\n}\n'],
  ])('is not printed as %s', async (_, text) => {
    const at = place();
    at.write('a.route', policy('a', text));
    at.write('secret', 'AKIA1234 hunter2\nhunter3 "hunter4"\n');
    for (const format of ['text', 'json', 'sarif', 'github', 'junit']) {
      const { code, out, err } = await at.run('lint', '.', '--format', format);
      expect(code).toBe(1);
      expect(out + err).not.toMatch(/hunter|KIA1234/);
    }
  });
});

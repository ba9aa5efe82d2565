/** The launchers, started by an old Node where the machine has one: exit codes, streams and signals go through. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folder, ROOT } from './run-in-folder.ts';

const OLD = ['/usr/bin/node', '/usr/local/bin/node'].find(
  (path) =>
    existsSync(path) && /^v(18|20|22)\./.test(spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout),
);
const place = folder('test/golden/cli/faulty');
afterAll(() => place.remove());

const bin = (name: string): string => join(ROOT, 'bin', name);

describe.each([OLD, process.execPath].filter((path) => path !== undefined))('started by %s', (node) => {
  it('lints', () => {
    const ran = spawnSync(node, [bin('llmr-lint.js'), '--format', 'json'], {
      cwd: place.path,
      encoding: 'utf8',
    });
    expect(ran.status).toBe(1);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      version: 1,
      summary: { errors: 1, warnings: 1, infos: 0 },
    });
    expect(ran.stderr).toBe('');
  });

  it('passes arguments and usage errors through', () => {
    const ran = spawnSync(node, [bin('llmr.js'), 'lnit'], { cwd: place.path, encoding: 'utf8' });
    expect(ran.status).toBe(2);
    expect(ran.stderr).toContain('unknown command "lnit"');
  });

  it('hands a signal on and drains', async () => {
    const args = [
      bin('llmr.js'),
      'serve',
      '--simulate',
      '--port',
      '0',
      '--policies',
      join(ROOT, 'policies/tiers'),
    ];
    const child = spawn(node, args, { cwd: place.path, env: { PATH: process.env['PATH'] } });
    const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => {
        said += chunk;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (found !== undefined) resolve(found);
      });
      child.on('exit', () => reject(new Error(`it ended: ${said}`)));
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});

/** A process of its own: what keeps one alive after its last word cannot be seen in this one. */
describe('a service that cannot start ends', () => {
  const serve = (...more: string[]) => {
    const args = [bin('llmr.js'), 'serve', '--simulate', '--port', '0', '--policies', 'policies', ...more];
    // Well above what a busy machine needs; a process that stays is ended here and has no status.
    return spawnSync(process.execPath, args, { cwd: place.path, encoding: 'utf8', timeout: 60_000 });
  };
  it.each([
    ['its ledger is damaged', ['--data', 'damaged'], 'damaged/ledger.sqlite'],
    ['anybody could reach it without a key', ['--data', 'none', '--host', '0.0.0.0'], 'llmr keys add'],
  ])('%s', (_, more, named) => {
    place.write('damaged/ledger.sqlite', 'garbage');
    const ran = serve(...more);
    expect([ran.status, ran.stderr]).toEqual([1, expect.stringContaining(named)]);
  });
});

describe('a Node that only llmr uses', () => {
  /** Stands for npm: makes the folder that an installation would, with a Node that prints how it was started. */
  const NPM = `#!/bin/sh
echo "$@" >&2
mkdir -p "$3/node_modules/\${8%@*}/bin"
printf '#!/bin/sh\necho started "$@"\n' > "$3/node_modules/\${8%@*}/bin/node"
chmod +x "$3/node_modules/\${8%@*}/bin/node"
`;
  const env = { PATH: `${place.path}/bin:/usr/bin:/bin`, XDG_CACHE_HOME: join(place.path, 'caches') };
  const start = (node: string, launcher: string, ...args: readonly string[]) =>
    spawnSync(node, [launcher, ...args], { cwd: place.path, encoding: 'utf8', env });

  it('is installed in the caches of the user, and nowhere else', () => {
    place.write('bin/npm', NPM);
    chmodSync(join(place.path, 'bin/npm'), 0o755);
    const ran = start(process.execPath, bin('llmr.js'), 'install-node');
    expect([ran.status, ran.stdout.trim()]).toEqual([
      0,
      expect.stringMatching(/\/caches\/llmr\/node-[\d.]+\/node_modules\/node-[a-z0-9-]+\/bin\/node$/),
    ]);
    expect(ran.stderr).toContain('--ignore-scripts');
    expect(existsSync(ran.stdout.trim())).toBe(true);
  });

  it.runIf(OLD !== undefined)('is installed and started by an old one, unless the user forbids it', () => {
    // A copy that sees no node_modules.
    cpSync(join(ROOT, 'bin'), join(place.path, 'installed/bin'), { recursive: true });
    place.write('installed/package.json', '{"type":"module"}');
    const launcher = join(place.path, 'installed/bin/llmr.js');
    const started = /^started .*dist\/cli\/llmr\.js lint\n$/;
    const again = start(OLD ?? '', launcher, 'lint');
    expect([again.stdout, again.stderr]).toEqual([expect.stringMatching(started), '']);

    rmSync(join(place.path, 'caches'), { recursive: true });
    const forbidden = spawnSync(OLD ?? '', [launcher, 'lint'], {
      cwd: place.path,
      encoding: 'utf8',
      env: { ...env, LLMR_INSTALL_NODE: 'never' },
    });
    expect([forbidden.status, forbidden.stderr]).toEqual([
      3,
      expect.stringContaining('`npx llmr install-node`'),
    ]);

    const first = start(OLD ?? '', launcher, 'lint');
    expect([first.stdout, first.stderr]).toEqual([
      expect.stringMatching(started),
      expect.stringMatching(/needs Node 24 or later[\s\S]*Installing node-.* into /),
    ]);
    expect(readdirSync(join(place.path, 'caches/llmr'))).toEqual([expect.stringMatching(/^node-[\d.]+$/)]);

    rmSync(join(place.path, 'caches'), { recursive: true });
    place.write('bin/npm', '#!/bin/sh\nexit 7\n');
    const failed = start(OLD ?? '', launcher, 'lint');
    expect([failed.status, failed.stdout]).toEqual([3, '']);
    expect(failed.stderr).toContain('install Node 24 or later from https://nodejs.org');
  });
});

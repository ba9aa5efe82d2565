/**
 * A project that has llmr installed from its package, as npm would install it: `npm pack` of what is published, extracted
 * under node_modules, with its dependencies and the links in node_modules/.bin. Nothing of the checkout is in it.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

export interface Ended {
  readonly code: number | null;
  /** Standard output and error together. */
  readonly said: string;
}

export interface PackedProject {
  /** A folder in it, made when it is first named. `from` is a folder of the package that is copied into it. */
  folder(name: string, from?: string): string;
  run(command: string, cwd: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  start(command: string, cwd: string): { readonly child: ChildProcess; readonly ended: Promise<Ended> };
  remove(): void;
}

/** @param checked whether `prepack` checks types, too; without it the build takes a third of the time */
export function createPackedProject(checked: boolean): PackedProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'llmr-packed-')));
  const installed = join(root, 'node_modules/llmr');
  mkdirSync(installed, { recursive: true });
  unpack(pack(join(root, 'staging'), checked), installed);
  rmSync(join(root, 'staging'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
    bin: Record<string, string>;
  };
  linkDependencies(Object.keys(manifest.dependencies), join(root, 'node_modules'));
  const bin = join(root, 'node_modules/.bin');
  mkdirSync(bin);
  for (const [name, path] of Object.entries(manifest.bin)) {
    symlinkSync(join('../llmr', path), join(bin, name));
    chmodSync(join(installed, path), 0o755);
  }
  const PATH = [bin, dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter);

  function start(command: string, cwd: string, env: Readonly<Record<string, string>> = {}) {
    const child = spawn('/bin/bash', ['-c', command], {
      cwd,
      env: { PATH, HOME: root, NO_COLOR: '1', LLMR_PORT: '0', npm_config_offline: 'true', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, said })));
    return { child, ended };
  }

  return {
    folder(name, from) {
      const path = join(root, name);
      if (from !== undefined) cpSync(join(installed, from), join(path, from), { recursive: true });
      mkdirSync(path, { recursive: true });
      return path;
    },
    run: async (command, cwd, env) => await start(command, cwd, env).ended,
    start,
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The path of the archive. Packed from a copy, so that the `dist/` of the checkout is left alone. */
function pack(staging: string, checked: boolean): string {
  mkdirSync(staging);
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { files: string[] };
  for (const name of ['package.json', ...manifest.files.filter((each) => each !== 'dist')])
    cpSync(join(ROOT, name), join(staging, name), { recursive: true });
  const build = [join(ROOT, 'scripts/build.ts'), join(staging, 'dist'), ...(checked ? [] : ['--no-check'])];
  must(process.execPath, build, staging);
  must('npm', ['pack', '--ignore-scripts', '--silent', '--offline'], staging);
  const [archive] = readdirSync(staging).filter((each) => each.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm pack wrote no archive');
  return join(staging, archive);
}

function unpack(archive: string, into: string): void {
  must('tar', ['-xzf', archive, '--strip-components=1', '-C', into], dirname(archive));
}

/** One link for each dependency; a linked package finds its own dependencies at its real place. */
function linkDependencies(names: readonly string[], into: string): void {
  for (const name of names) {
    mkdirSync(dirname(join(into, name)), { recursive: true });
    symlinkSync(realpathSync(join(ROOT, 'node_modules', name)), join(into, name));
  }
}

function must(command: string, args: readonly string[], cwd: string): void {
  const ran = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
}

/**
 * `llmr serve` as a process of its own, for tests of what only a process can do: stop by signal, be killed, fail to
 * start. Its data folder outlives it, so that it can be started again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `TEST_WORKERS=2` starts it with two worker processes. */
const WORKERS = process.env['TEST_WORKERS'];
const LLMR = new URL('../../src/cli/llmr.ts', import.meta.url).pathname;

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Standard output and error together. */
  readonly said: string;
}

export interface ServedProcess {
  readonly url: string;
  readonly pid: number;
  said(): string;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

export interface ServedPlace {
  readonly root: string;
  readonly data: string;
  readonly policies: string;
  /** Resolves when it listens; rejects with what it said when it ends before. */
  start(more?: readonly string[], env?: Readonly<Record<string, string>>): Promise<ServedProcess>;
  /** A start whose output nobody waits for: it fails, or is stopped meanwhile. */
  begin(
    more?: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Pick<ServedProcess, 'ended' | 'signal' | 'said'>;
  remove(): void;
}

/** `files`: the policy folder. */
export function createServedPlace(files: Readonly<Record<string, string>>): ServedPlace {
  const root = mkdtempSync(join(tmpdir(), 'llmr-served-'));
  const policies = join(root, 'policies');
  const data = join(root, 'data');
  mkdirSync(policies);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(policies, name), text);
  const running = new Set<ChildProcess>();

  function spawned(more: readonly string[], env: Readonly<Record<string, string>>) {
    const workers = WORKERS === undefined || more.includes('--workers') ? [] : ['--workers', WORKERS];
    const args = [LLMR, 'serve', '--policies', policies, '--data', data, '--port', '0', ...workers, ...more];
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { PATH: process.env['PATH'] ?? '', UP_API_KEY: 'sk-served-0000', ...env },
    });
    running.add(child);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const ended = new Promise<Ended>((resolve) =>
      child.on('close', (code, signal) => {
        running.delete(child);
        resolve({ code, signal, said });
      }),
    );
    return { child, ended, said: () => said };
  }

  return {
    root,
    data,
    policies,
    async start(more = [], env = {}) {
      const { child, ended, said } = spawned(more, env);
      const url = await new Promise<string>((resolve, reject) => {
        child.stdout.on('data', () => {
          const found = /listens on (http:\S+)/.exec(said())?.[1];
          if (found !== undefined) resolve(found);
        });
        void ended.then(({ said: all }) => reject(new Error(`it ended: ${all}`)));
      });
      return { url, pid: child.pid ?? 0, said, ended, signal: (name) => void child.kill(name) };
    },
    begin(more = [], env = {}) {
      const { child, ended, said } = spawned(more, env);
      return { ended, said, signal: (name) => void child.kill(name) };
    },
    remove() {
      for (const child of running) child.kill('SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

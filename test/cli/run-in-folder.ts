/**
 * Runs the command line in this process, in a folder of its own: files in, exit code and both streams out. Test files
 * run in processes of their own, so that changing the current folder disturbs nobody.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runLlmr } from '../../src/cli/run-llmr.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

export const ROOT = join(import.meta.dirname, '../..');

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Folder {
  readonly path: string;
  write(path: string, text: string): void;
  read(path: string): string;
  /** `llmr-lint` as first word runs that command. */
  run(...argv: readonly string[]): Promise<Ran>;
  /** With a person at the terminal who answers each question so; undefined: the end of the input. */
  runAnswered(answer: (question: string) => string | undefined, ...argv: readonly string[]): Promise<Ran>;
  remove(): void;
}

/** Of all folders: equal intents are trained once, since each training takes a process and seconds. */
const heads = mkdtempSync(join(tmpdir(), 'llmr-heads-'));
process.once('exit', () => rmSync(heads, { recursive: true, force: true }));

/** A temporary folder, filled from a folder of the project, or empty. `ownHeads`: it keeps trained heads of its own. */
export function folder(from?: string, { ownHeads = false } = {}): Folder {
  const path = mkdtempSync(join(tmpdir(), 'llmr-cli-'));
  if (from !== undefined) cpSync(join(ROOT, from), path, { recursive: true });
  if (!ownHeads && !existsSync(join(path, '.llmr/heads'))) {
    mkdirSync(join(path, '.llmr'), { recursive: true });
    symlinkSync(heads, join(path, '.llmr/heads'));
  }
  return {
    path,
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    },
    read: (name) => readFileSync(join(path, name), 'utf8'),
    run: (...argv) => runIn(path, argv),
    runAnswered: (answer, ...argv) => runIn(path, argv, { ask: async (question) => answer(question) }),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

async function runIn(
  path: string,
  argv: readonly string[],
  person: Pick<Terminal, 'ask'> = {},
): Promise<Ran> {
  const before = process.cwd();
  process.chdir(path);
  const said = { out: '', err: '' };
  const terminal: Terminal = {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    color: false,
    env: {},
    today: '2026-11-22',
    ...person,
  };
  try {
    const lint = argv[0] === 'llmr-lint';
    const code = await runLlmr(
      lint ? ['lint', ...argv.slice(1)] : argv,
      terminal,
      lint ? 'llmr-lint' : 'llmr',
    );
    return { code, ...said };
  } finally {
    process.chdir(before);
  }
}

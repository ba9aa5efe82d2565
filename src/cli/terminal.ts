/**
 * The surroundings of a command: two streams, colour, the environment, today's date. Tests pass in their own. File
 * access is in `files.ts`.
 */

import { EXIT, type ExitCode } from './exit-codes.ts';
import { askLine } from './input/ask-line.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` shows colours; `--no-color` turns it off. */
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO `YYYY-MM-DD`, UTC. */
  readonly today: string;
  /** Asks a person for one line; undefined at the end of the input. Absent where no person is at the terminal. */
  readonly ask?: (question: string) => Promise<string | undefined>;
}

export function processTerminal(): Terminal {
  const { env } = process;
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0';
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    color: env['NO_COLOR'] === undefined && (forced || process.stdout.isTTY === true),
    env,
    today: new Date().toISOString().slice(0, 10),
    ...(process.stdin.isTTY === true && process.stdout.isTTY === true ? { ask: askLine } : {}),
  };
}

/** Prints what is wrong with the command line and returns the exit code: `code` where 2 has another meaning. */
export function usageError(
  terminal: Terminal,
  message: string,
  help?: string,
  code: ExitCode = EXIT.usage,
): ExitCode {
  terminal.err(`error: ${message}\n${help === undefined ? '' : `  help: ${help}\n`}`);
  return code;
}

/** For an option or a command that is not available yet. */
export function comingLater(terminal: Terminal, what: string, instead?: string): ExitCode {
  return usageError(terminal, `${what} is not available yet`, instead);
}

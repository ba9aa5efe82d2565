/**
 * What a command may know of where it runs: two streams, colour, the environment, today's date. Tests hand in their
 * own. Files are `files.ts`.
 */
import { EXIT, type ExitCode } from './exit-codes.ts';

export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether `out` shows colours; `--no-color` turns it off. */
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ISO `YYYY-MM-DD`, UTC. */
  readonly today: string;
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
  };
}

/** Says what was wrong with the command line, and is the exit code for it: `code` where 2 says something else. */
export function usageError(
  terminal: Terminal,
  message: string,
  help?: string,
  code: ExitCode = EXIT.usage,
): ExitCode {
  terminal.err(`error: ${message}\n${help === undefined ? '' : `  help: ${help}\n`}`);
  return code;
}

/** For an option or a command that a later version will take. */
export function comingLater(terminal: Terminal, what: string, instead?: string): ExitCode {
  return usageError(terminal, `${what} is not there yet`, instead);
}

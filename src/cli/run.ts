/** Connects a command's action to the argument parser. Knows no command. */
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Wraps an action so that the parser returns its exit code. */
export type Run = <A extends readonly unknown[]>(
  act: (terminal: Terminal, ...args: A) => ExitCode | Promise<ExitCode>,
) => (...args: A) => Promise<void>;

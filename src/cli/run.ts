/** How a command hands its action to the argument parser. Knows no command. */
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Wraps an action so that its exit code comes out of the parser. */
export type Run = <A extends readonly unknown[]>(
  act: (terminal: Terminal, ...args: A) => ExitCode | Promise<ExitCode>,
) => (...args: A) => Promise<void>;

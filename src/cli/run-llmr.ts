/**
 * Runs one command. Turns mistakes on the command line into exit code 2 (1 where 2 is an answer) and internal errors
 * into 3. Must not know what a command does.
 */
import { type Command, CommanderError } from 'commander';
import { didYouMean } from '../language/diagnostics/suggest.ts';
import { commandLineFault } from './command-line-fault.ts';
import { buildCommand, COMMANDS, type CommandEntry, LAUNCHER_COMMANDS, overview } from './command-table.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { versionOfLlmr } from './input/files.ts';
import type { Run } from './run.ts';
import { comingLater, type Terminal, usageError } from './terminal.ts';
import { UsageFault } from './usage-fault.ts';

/** Commands of the design that are not built yet: they are reported as such, not as misspelled. */
const LATER = ['experiments'];

/** `as` is how the program calls itself: `llmr`, or `llmr-lint` where only linting is offered. */
export async function runLlmr(
  argv: readonly string[],
  terminal: Terminal,
  as: 'llmr' | 'llmr-lint' = 'llmr',
): Promise<ExitCode> {
  let mistaken: ExitCode = EXIT.usage;
  try {
    // `llmr help lint` is `llmr lint --help`.
    const [first, ...rest] = argv[0] === 'help' && argv.length > 1 ? [...argv.slice(1), '--help'] : argv;
    if (as === 'llmr-lint' && isVersionFlag(rest[0])) return printVersion(terminal);
    if (first === 'completion' && rest[0] === 'words') {
      const { printWords } = await import('./commands/completion/print-words.ts');
      return await printWords(rest.slice(1), terminal);
    }
    const entry = first === undefined || !Object.hasOwn(COMMANDS, first) ? undefined : COMMANDS[first];
    if (first === undefined || entry === undefined) return withoutCommand(first, rest, terminal);
    mistaken = entry.mistaken ?? EXIT.usage;
    return await runCommand(entry, as === 'llmr' ? `llmr ${first}` : as, rest, terminal);
  } catch (error) {
    if (isRefused(error)) return usageError(terminal, error.message, undefined, mistaken);
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`llmr: internal error, a bug in llmr:\n${told}\n`);
    return EXIT.internal;
  }
}

/** The machine refused: a file that may not be read or is broken, a full disk, a database that is in use. */
function isRefused(error: unknown): error is NodeJS.ErrnoException {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined || code === 'ERR_SQLITE_ERROR' || error.name === 'StoreFault';
}

function isVersionFlag(word: string | undefined): boolean {
  return word === '--version' || word === '-V';
}

function printVersion(terminal: Terminal): ExitCode {
  terminal.out(`${versionOfLlmr()}\n`);
  return EXIT.clean;
}

function withoutCommand(first: string | undefined, rest: readonly string[], terminal: Terminal): ExitCode {
  if (isVersionFlag(first)) return printVersion(terminal);
  if (first === '--help' || first === '-h' || first === 'help') {
    terminal.out(overview());
    return EXIT.clean;
  }
  if (first === undefined) {
    terminal.err(overview());
    return EXIT.usage;
  }
  const launched = Object.hasOwn(LAUNCHER_COMMANDS, first) ? LAUNCHER_COMMANDS[first] : undefined;
  if (launched !== undefined) return aboutLauncher(first, launched, rest, terminal);
  if (LATER.includes(first))
    return comingLater(terminal, `llmr ${first}`, '`llmr --help` lists the commands');
  if (first.startsWith('-'))
    return usageError(terminal, `"${first}" comes before a command`, 'write llmr COMMAND [options]');
  const near = didYouMean(first, [...Object.keys(COMMANDS), ...Object.keys(LAUNCHER_COMMANDS)]);
  const help = near === undefined ? '`llmr --help` lists the commands' : `did you mean "llmr ${near}"?`;
  return usageError(terminal, `unknown command "${first}"`, help);
}

/** Without further words the launcher has done the command before this is loaded. */
function aboutLauncher(name: string, summary: string, rest: readonly string[], terminal: Terminal): ExitCode {
  if (rest[0] !== '--help' && rest[0] !== '-h')
    return usageError(terminal, `llmr ${name} takes no arguments`, `write llmr ${name}`);
  terminal.out(`Usage: llmr ${name}\n\n${summary}.\n`);
  return EXIT.clean;
}

async function runCommand(
  entry: CommandEntry,
  name: string,
  args: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.clean;
  const run: Run =
    (act) =>
    async (...given) => {
      code = await act(terminal, ...given);
    };
  const { mistaken = EXIT.usage } = entry;
  const command = await buildCommand(entry, name, run);
  const all = [command, ...command.commands];
  // The command whose arguments are wrong, which may be an inner one.
  let faulty: Command = command;
  for (const each of all) {
    each.exitOverride().configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: () => {
        faulty = each;
      },
    });
    each.showSuggestionAfterError(false);
  }
  try {
    await command.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof UsageFault) return usageError(terminal, error.message, undefined, mistaken);
    if (!(error instanceof CommanderError)) throw error;
    const fault = commandLineFault(error, faulty);
    if (fault !== undefined) return usageError(terminal, fault.message, fault.help, mistaken);
    return error.exitCode === 0 ? EXIT.clean : mistaken;
  }
}

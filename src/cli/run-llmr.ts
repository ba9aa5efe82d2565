/**
 * The table of commands. Each is loaded only when asked for, so that linting starts without the service. Turns
 * mistakes on the command line into exit code 2 (1 where 2 is an answer) and faults of our own into 3. Must not know
 * what a command does.
 */
import { Command, CommanderError } from 'commander';
import { didYouMean } from '../language/diagnostics/suggest.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { versionOfLlmr } from './files.ts';
import type { Run } from './run.ts';
import { comingLater, type Terminal, usageError } from './terminal.ts';
import { UsageFault } from './usage-fault.ts';

/** A command says its options and does its work; what `run` resolves to is the exit code. */
export interface CommandModule {
  readonly describe: (command: Command, run: Run) => void;
}
interface Entry {
  readonly summary: string;
  /** What a mistake on its command line ends with, where 2 says something else. */
  readonly mistaken?: ExitCode;
  readonly load: () => Promise<CommandModule>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: { summary: 'run the service', load: () => import('./commands/serve.ts') },
  lint: { summary: 'find what is wrong with policies', load: () => import('./commands/lint.ts') },
  fmt: { summary: 'write policies in the one canonical style', load: () => import('./commands/fmt.ts') },
  test: { summary: 'run the tests of policies', load: () => import('./commands/test.ts') },
  explain: {
    summary: 'tell where a request goes and why, or what a rule means',
    load: () => import('./commands/explain.ts'),
  },
  diff: {
    summary: 'tell what changes between two policy sets',
    // A pipeline must not take a misspelt option for a change.
    mistaken: EXIT.failed,
    load: () => import('./commands/diff.ts'),
  },
  replay: {
    summary: "decide recorded requests again by today's policies",
    load: () => import('./commands/replay.ts'),
  },
  graph: { summary: 'draw the decision graph', load: () => import('./commands/graph.ts') },
  import: {
    summary: "turn another tool's configuration into a policy",
    load: () => import('./commands/import.ts'),
  },
  export: {
    summary: 'write a policy as rules of another engine',
    load: () => import('./commands/export.ts'),
  },
  intents: { summary: 'tell how well intents are read', load: () => import('./commands/intents.ts') },
  learn: { summary: 'learn the quality of models from outcomes', load: () => import('./commands/learn.ts') },
  doctor: { summary: 'find what keeps a service from working', load: () => import('./commands/doctor.ts') },
  budgets: { summary: 'what is spent', load: () => import('./commands/budgets.ts') },
  models: { summary: 'the models of a policy set', load: () => import('./commands/models.ts') },
  rollouts: {
    summary: 'list, pause, resume and abort rollouts',
    load: () => import('./commands/rollouts.ts'),
  },
  tail: { summary: 'follow decisions as they are made', load: () => import('./commands/tail.ts') },
  keys: { summary: 'add, list and revoke the keys of callers', load: () => import('./commands/keys.ts') },
};

/** Commands of the design that are not built yet: whoever read of one is told so, and not that it is misspelt. */
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
    const entry = first === undefined || !Object.hasOwn(COMMANDS, first) ? undefined : COMMANDS[first];
    if (first === undefined || entry === undefined) return withoutCommand(first, terminal);
    mistaken = entry.mistaken ?? EXIT.usage;
    return await runCommand(await entry.load(), entry, as === 'llmr' ? `llmr ${first}` : as, rest, terminal);
  } catch (error) {
    if (isRefused(error)) return usageError(terminal, error.message, undefined, mistaken);
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`llmr: an internal fault, not your mistake:\n${told}\n`);
    return EXIT.internal;
  }
}

/** The machine said no: a file that may not be read or is broken, a full disk, a database somebody else holds. */
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

function withoutCommand(first: string | undefined, terminal: Terminal): ExitCode {
  if (isVersionFlag(first)) return printVersion(terminal);
  if (first === '--help' || first === '-h' || first === 'help') {
    terminal.out(overview());
    return EXIT.clean;
  }
  if (first === undefined) {
    terminal.err(overview());
    return EXIT.usage;
  }
  if (LATER.includes(first)) return comingLater(terminal, `llmr ${first}`, 'llmr --help lists the commands');
  const near = didYouMean(first, Object.keys(COMMANDS));
  const help = near === undefined ? 'llmr --help lists the commands' : `did you mean "llmr ${near}"?`;
  return usageError(terminal, `unknown command "${first}"`, help);
}

function overview(): string {
  const program = new Command('llmr')
    .description('A declarative router for LLM requests.')
    .option('-V, --version', 'print the version');
  for (const [name, { summary }] of Object.entries(COMMANDS)) program.command(name).summary(summary);
  return program.helpInformation();
}

async function runCommand(
  module: CommandModule,
  entry: Entry,
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
  const command = new Command(name)
    .description(`${entry.summary[0]?.toUpperCase()}${entry.summary.slice(1)}.`)
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .showSuggestionAfterError(true)
    .allowExcessArguments(false);
  module.describe(command, run);
  for (const inner of command.commands) inner.exitOverride().copyInheritedSettings(command);
  try {
    await command.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    const { mistaken = EXIT.usage } = entry;
    if (error instanceof UsageFault) return usageError(terminal, error.message, undefined, mistaken);
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.clean : mistaken;
  }
}

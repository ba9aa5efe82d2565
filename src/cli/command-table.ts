/**
 * The commands of `llmr`: their names, one line of help each, and the module that does the work, loaded only when asked
 * for. Must not know what a command does.
 */
import { Command } from 'commander';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Run } from './run.ts';

/** A command declares its options and does its work; what `run` resolves to is the exit code. */
export interface CommandModule {
  readonly describe: (command: Command, run: Run) => void;
}
export interface CommandEntry {
  readonly summary: string;
  /** What a mistake on its command line ends with, where 2 has another meaning. */
  readonly mistaken?: ExitCode;
  readonly load: () => Promise<CommandModule>;
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  init: {
    summary: 'Write a first policy with tests for the providers you name',
    load: () => import('./commands/init/init.ts'),
  },
  serve: { summary: 'Run the service', load: () => import('./commands/serve/serve.ts') },
  lint: { summary: 'Find mistakes in policies', load: () => import('./commands/lint/lint.ts') },
  fmt: { summary: 'Format policies', load: () => import('./commands/fmt.ts') },
  test: { summary: 'Run the tests of policies', load: () => import('./commands/test/test.ts') },
  explain: {
    summary: 'Show how a request is routed and why, or explain a lint rule',
    load: () => import('./commands/explain/explain.ts'),
  },
  diff: {
    summary: 'Show which requests two policy sets route differently',
    // A pipeline must not take a misspelled option for a change.
    mistaken: EXIT.failed,
    load: () => import('./commands/diff/diff.ts'),
  },
  replay: {
    summary: 'Re-evaluate recorded requests against the current policies',
    load: () => import('./commands/replay/replay.ts'),
  },
  graph: { summary: 'Draw the decision graph', load: () => import('./commands/graph.ts') },
  import: {
    summary: "Convert another tool's configuration to a policy",
    load: () => import('./commands/import.ts'),
  },
  export: {
    summary: 'Write a policy as rules of another engine, or recorded outcomes',
    load: () => import('./commands/export/export.ts'),
  },
  intents: {
    summary: 'Measure how well intents are recognized',
    load: () => import('./commands/intents/intents.ts'),
  },
  learn: {
    summary: 'Learn the quality of models from outcomes',
    load: () => import('./commands/learn/learn.ts'),
  },
  doctor: { summary: 'Check that a service can start', load: () => import('./commands/doctor/doctor.ts') },
  budgets: { summary: 'Show budget usage', load: () => import('./commands/budgets.ts') },
  models: { summary: 'List the models of a policy set', load: () => import('./commands/models.ts') },
  rollouts: {
    summary: 'List, pause, resume and abort rollouts',
    load: () => import('./commands/rollouts.ts'),
  },
  tail: { summary: 'Follow decisions as they are made', load: () => import('./commands/tail.ts') },
  keys: {
    summary: 'Add, list and revoke the keys of callers',
    load: () => import('./commands/keys/keys.ts'),
  },
  completion: {
    summary: 'Print a completion script for bash, zsh or fish',
    load: () => import('./commands/completion/completion.ts'),
  },
};

/** Done by the launcher, which an older Node can run; listed here for help and completion. */
export const LAUNCHER_COMMANDS: Readonly<Record<string, string>> = {
  'install-node': 'Install a Node that only llmr uses, where the host has none that is new enough',
};

const HELP = ['-h, --help', 'Show this help'] as const;

/** The command with its options, not parsed yet. `name` is how it is called: `llmr lint`. */
export async function buildCommand(entry: CommandEntry, name: string, run: Run): Promise<Command> {
  const command = new Command(name).description(`${entry.summary}.`).helpOption(...HELP);
  command.allowExcessArguments(false);
  (await entry.load()).describe(command, run);
  if (command.commands.length > 0) command.helpCommand('help [COMMAND]', 'Show the help of a command');
  for (const inner of command.commands) {
    inner
      .helpOption(...HELP)
      .summary(inner.description())
      .description(`${inner.description()}.`);
  }
  return command;
}

/** What `llmr --help` prints. */
export function overview(): string {
  const program = new Command('llmr')
    .description('A declarative router for LLM requests.')
    .usage('COMMAND [options]')
    .option('-V, --version', 'Print the version')
    .helpOption(...HELP)
    .helpCommand('help [COMMAND]', 'Show the help of a command');
  for (const [name, { summary }] of Object.entries(COMMANDS)) program.command(name).summary(summary);
  for (const [name, summary] of Object.entries(LAUNCHER_COMMANDS)) program.command(name).summary(summary);
  return program.helpInformation();
}

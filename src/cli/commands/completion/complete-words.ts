/**
 * What could come next on a command line, read from the same declarations that parse it, so that it cannot go out of
 * date. Must not know any shell.
 */
import { basename } from 'node:path';
import type { Command, Option } from 'commander';
import { ALL_RULES } from '../../../language/lint/run-lint.ts';
import { buildCommand, COMMANDS, LAUNCHER_COMMANDS } from '../../command-table.ts';
import { compileSet, readSet } from '../../input/policy-set.ts';
import type { Run } from '../../run.ts';
import { providerNames } from '../init/wanted-providers.ts';

export interface Candidate {
  readonly value: string;
  readonly description?: string;
}
/** Candidates that begin with the current word, or what the shell completes by itself. */
export type Completion = readonly Candidate[] | 'files' | 'folders';

type Values = () => Completion;
const none: Values = () => [];

/** By placeholder: what may be written for it. A test compares the table with the commands. */
export const VALUES: Readonly<Record<string, Values>> = {
  DIR: () => 'folders',
  FILE: () => 'files',
  LOG: () => 'files',
  PATH: () => 'files',
  OLD: () => 'files',
  NEW: () => 'files',
  RULE: () => ALL_RULES.map(({ id, summary }) => ({ value: id, description: summary })),
  PROVIDER: () => plain(providerNames()),
  SHELL: () => plain(SHELLS),
  MODEL: servedNames,
  ...Object.fromEntries(
    // biome-ignore format: a list
    ['ACTION', 'ADDRESS', 'ENCODER', 'ID', 'N', 'NAME', 'NAME=FACT', 'NAME=VALUE', 'NUMBER', 'PERCENT', 'PORT', 'TEAM', 'TEXT', 'TIER',
      'TIME', 'TOKENS', 'URL', 'USER', 'VARIABLE'].map((name) => [name, none]),
  ),
};

export const SHELLS = ['bash', 'zsh', 'fish'];

/** @param words the command line up to the cursor: the program, what is written, and the word that is being written */
export async function completeWords(words: readonly string[]): Promise<Completion> {
  const [program = '', ...rest] = words.filter((word) => word !== '=');
  const typed = basename(program).startsWith('llmr-lint') ? ['lint', ...rest] : rest;
  const current = typed.at(-1) ?? '';
  const before = typed.slice(0, -1);
  const found = await candidates(before[0] === 'help' ? [] : before, current);
  return typeof found === 'string' ? found : found.filter(({ value }) => value.startsWith(current));
}

async function candidates([first, ...before]: readonly string[], current: string): Promise<Completion> {
  if (first === undefined) return current.startsWith('-') ? plain(['--help', '--version']) : commandNames();
  const entry = Object.hasOwn(COMMANDS, first) ? COMMANDS[first] : undefined;
  if (entry === undefined) return [];
  const ignore: Run = () => async () => {};
  const outer = await buildCommand(entry, `llmr ${first}`, ignore);
  const inner = outer.commands.find((each) => before.includes(each.name()));
  const command = inner ?? outer;
  const options = command.createHelp().visibleOptions(command);
  const last = before.at(-1) ?? '';
  const asked = options.find(
    (option) => takesValue(option) && (option.long === last || option.short === last),
  );
  if (asked !== undefined) return valuesOf(asked);
  if (current.startsWith('-'))
    return options
      .filter((option) => option.parseArg !== undefined || !before.includes(option.long ?? ''))
      .flatMap(({ long, description }) => (long == null ? [] : [{ value: long, description }]));
  if (inner === undefined && outer.commands.length > 0)
    return outer.commands.map((each) => ({ value: each.name(), description: each.summary() }));
  return argumentValues(command, before, options);
}

function argumentValues(command: Command, before: readonly string[], options: readonly Option[]): Completion {
  const values = before.filter((word, at) => {
    const last = before[at - 1];
    const isValue = options.some((option) => takesValue(option) && option.long === last);
    return !word.startsWith('-') && !isValue && word !== command.name();
  });
  const declared = command.registeredArguments;
  const argument = declared[values.length] ?? declared.find(({ variadic }) => variadic);
  return argument === undefined ? [] : (VALUES[argument.name()] ?? none)();
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

function valuesOf(option: Option): Completion {
  if (option.argChoices !== undefined) return plain(option.argChoices);
  return (VALUES[option.long === '--model' ? 'MODEL' : placeholderOf(option)] ?? none)();
}

/** `--data <DIR>` → `DIR`. */
export function placeholderOf({ flags }: Option): string {
  return /[<[]([^>\]]+?)(?:\.\.\.)?[>\]]/.exec(flags)?.[1] ?? '';
}

function commandNames(): Candidate[] {
  const all = Object.entries(COMMANDS).map(([value, { summary }]) => ({ value, description: summary }));
  const launched = Object.entries(LAUNCHER_COMMANDS).map(([value, description]) => ({ value, description }));
  return [...all, ...launched, { value: 'help', description: 'Show the help of a command' }];
}

/** Names that the policies of the current directory serve; none while they cannot be read. */
function servedNames(): Completion {
  const silent = { out: () => {}, err: () => {}, color: false, env: {}, today: '' };
  const read = readSet([], silent);
  if (read.kind === 'usage') return [];
  return plain(compileSet(read.sources).policies.flatMap(({ policy }) => policy.serves));
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value }));
}

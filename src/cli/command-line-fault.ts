/**
 * What the argument parser finds wrong with a command line, in the words of every other error: what it is, and what to
 * write instead. Must not know which commands there are.
 */
import type { Command, CommanderError } from 'commander';
import { didYouMean } from '../language/diagnostics/suggest.ts';

export interface CommandLineFault {
  readonly message: string;
  readonly help: string;
}

/** Undefined where the parser has printed what was asked for, such as the help. */
export function commandLineFault(
  { code, message, exitCode }: CommanderError,
  command: Command,
): CommandLineFault | undefined {
  if (exitCode === 0 || code === 'commander.help') return undefined;
  const name = fullName(command);
  const seeHelp = `\`${name} --help\` lists the options`;
  const [, quoted = ''] = /'([^']*)'/.exec(message) ?? [];
  switch (code) {
    case 'commander.unknownOption':
      return {
        message: `unknown option "${quoted}"`,
        help: formatFlag(quoted, command) ?? suggestion(quoted, optionNames(command)) ?? seeHelp,
      };
    case 'commander.unknownCommand': {
      const names = command.commands.map((inner) => inner.name());
      return {
        message: `unknown command "${name} ${quoted}"`,
        help: suggestion(quoted, names) ?? `use ${listed(names)}`,
      };
    }
    case 'commander.missingArgument':
      return { message: `${quoted} is missing`, help: `usage: ${name} ${command.usage()}` };
    case 'commander.excessArguments':
      return { message: 'too many arguments', help: `usage: ${name} ${command.usage()}` };
    case 'commander.optionMissingArgument':
      return { message: `${flagOf(quoted)} needs a value`, help: `write ${withChoices(quoted, command)}` };
    case 'commander.missingMandatoryOptionValue':
      return { message: `${flagOf(quoted)} is missing`, help: `add ${withChoices(quoted, command)}` };
    default:
      return { message: message.replace(/^error: /, ''), help: seeHelp };
  }
}

/** `llmr keys add`. */
function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`;
}

/** `--to <FORMAT>: json-rules or outcomes`. */
function withChoices(flags: string, command: Command): string {
  const choices = command.options.find((option) => option.flags === flags)?.argChoices;
  return choices === undefined ? flags : `${flags}: ${listed(choices)}`;
}

/** `--json` and similar flags of other tools, for a command that has `--format`. */
function formatFlag(written: string, command: Command): string | undefined {
  const choices = command.options.find(({ long }) => long === '--format')?.argChoices ?? [];
  return choices.includes(written.slice(2)) ? `write --format ${written.slice(2)}` : undefined;
}

function suggestion(written: string, names: readonly string[]): string | undefined {
  const near = didYouMean(written, names);
  return near === undefined ? undefined : `did you mean "${near}"?`;
}

/** Those that the help shows. */
function optionNames(command: Command): string[] {
  const shown = command.createHelp().visibleOptions(command);
  return shown.flatMap(({ long }) => long ?? []);
}

/** `--format <FORMAT>` → `--format`. */
function flagOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

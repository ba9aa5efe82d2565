/** `llmr import`: another tool's configuration as a policy, and what is lost on the way. */
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { type ImportOutcome, type Loss, renderLosses } from '../../interchange/report.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { runLint } from '../../language/lint/run-lint.ts';
import { createSource } from '../../language/text/source.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { choiceOption } from '../input/choice-option.ts';
import { readText, shownPath, writeText } from '../input/files.ts';
import { compileSet } from '../input/policy-set.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly from: string;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
  readonly fact?: readonly string[];
}

const TOOLS = ['json-rules', 'litellm', 'portkey'];

export function describe(command: Command, run: Run): void {
  command
    .argument('<FILE>', 'Configuration file, JSON or YAML')
    .addOption(
      choiceOption('--from <TOOL>', 'Tool that the configuration is for', TOOLS).makeOptionMandatory(),
    )
    .option('--out <DIR>', 'Write the policy to this directory (default: print it)')
    .option('--force', 'Replace existing files')
    .option('--json', 'Print the policy and losses as JSON, version 1')
    .option(
      '--fact <NAME=FACT>',
      'Name of a fact of the rules in llmr, for json-rules; can be repeated',
      (one: string, before: readonly string[] = []) => [...before, one],
    )
    .action(run(importPolicy));
}

async function importPolicy(terminal: Terminal, file: string, options: Options): Promise<ExitCode> {
  const { IMPORTERS } = await import('../../interchange/importers.ts');
  const load = Object.hasOwn(IMPORTERS, options.from) ? IMPORTERS[options.from] : undefined;
  if (load === undefined)
    return usageError(terminal, `there is no import from "${options.from}"`, `use ${TOOLS.join(', ')}`);
  const text = readText(file);
  if (text === undefined) return usageError(terminal, `${file}: there is no such file`);
  const { readFactMap } = await import('../../interchange/json-rules/fact-map.ts');
  const map = readFactMap(options.fact ?? []);
  if (!map.ok)
    return usageError(
      terminal,
      map.message,
      `for example --fact 'gameDuration=tokens' --fact 'plan=metadata "plan"'`,
    );
  if (map.facts.size > 0 && options.from !== 'json-rules')
    return usageError(terminal, `--fact says nothing for ${options.from}`, 'it names facts of json-rules');
  const name = basename(file).replace(/(\.config)?\.[^.]+$/, '');
  const { outcome, document } = await load({ text, name, facts: map.facts });
  if (!outcome.ok) {
    const help = document === undefined ? undefined : await otherTool(document, options.from);
    if (options.json === true) {
      const { message, lost = [] } = outcome;
      const error = help === undefined ? { message } : { message, help };
      terminal.out(`${JSON.stringify({ version: 1, from: options.from, error, lost }, null, 2)}\n`);
    }
    const code = failed(terminal, `${file}: ${outcome.message}`, help);
    if (outcome.lost !== undefined && options.json !== true) terminal.err(renderLosses(outcome.lost));
    return code;
  }
  return print(terminal, outcome, options);
}

function print(
  terminal: Terminal,
  outcome: Extract<ImportOutcome, { ok: true }>,
  options: Options,
): ExitCode {
  const { name, text, lost } = outcome;
  const path = shownPath(join(options.out ?? '.', `${name}.route`));
  if (options.out !== undefined) {
    if (readText(path) !== undefined && options.force !== true)
      return usageError(terminal, `${path} is there already`, '--force replaces it');
    writeText(path, text);
  }
  if (options.json === true) {
    terminal.out(
      `${JSON.stringify({ version: 1, from: options.from, policy: name, file: path, text, lost }, null, 2)}\n`,
    );
  } else if (options.out === undefined) {
    terminal.out(text);
    terminal.err(renderLosses(lost));
  } else {
    terminal.out(`wrote ${path}\n${renderLosses(lost)}`);
  }
  return exitCode(terminal, outcome, path, lost);
}

/** Blanks and what else keeps the policy from serving: printed last, so that it is seen. */
function exitCode(
  terminal: Terminal,
  { text, runnable }: Extract<ImportOutcome, { ok: true }>,
  path: string,
  lost: readonly Loss[],
): ExitCode {
  const source = createSource(path, text);
  const errors = runLint(compileSet([source]), [source], { today: terminal.today }).filter(
    ({ severity }) => severity === 'error',
  );
  if (errors.length > 0) {
    const blanks = lost.filter(({ weight }) => weight === 'fill in').length;
    terminal.err(
      `${renderText(errors, [source])}\nthe policy needs these corrections before it can serve${blanks === 0 ? '' : `: ${blanks} to fill in, see the list`}\n`,
    );
    return EXIT.failed;
  }
  if (runnable !== false) return EXIT.clean;
  terminal.err('nothing of this policy can run: this version can call none of its models\n');
  return EXIT.failed;
}

/** Undefined where the file is of this tool: what it lacks was already reported. */
async function otherTool(document: unknown, from: string): Promise<string | undefined> {
  const { recognize } = await import('../../interchange/recognize.ts');
  const tool = recognize(document);
  if (tool === from) return undefined;
  if (tool === undefined) return `is it a configuration of ${from}?`;
  return TOOLS.includes(tool)
    ? `it looks like a configuration of ${tool}: use --from ${tool}`
    : `it looks like ${tool}`;
}

function failed(terminal: Terminal, message: string, help?: string): ExitCode {
  terminal.err(`error: ${message}\n${help === undefined ? '' : `  help: ${help}\n`}`);
  return EXIT.failed;
}

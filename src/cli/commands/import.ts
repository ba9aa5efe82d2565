/** `llmr import`: another tool's configuration as a policy, and what is lost on the way. */
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import type { ImportOutcome } from '../../interchange/report.ts';
import { renderLosses } from '../../interchange/report.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { runLint } from '../../language/lint/run-lint.ts';
import { createSource } from '../../language/text/source.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readText, shownPath, writeText } from '../files.ts';
import { compileSet } from '../policy-set.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly from: string;
  readonly out?: string;
  readonly force?: true;
  readonly json?: true;
}

type Importer = (document: unknown, name: string) => ImportOutcome;
const IMPORTERS: Readonly<Record<string, () => Promise<Importer>>> = {
  'json-rules': async () => (await import('../../interchange/json-rules/from-json-rules.ts')).fromJsonRules,
  litellm: async () => (await import('../../interchange/litellm/from-litellm.ts')).fromLitellm,
  portkey: async () => (await import('../../interchange/portkey/from-portkey.ts')).fromPortkey,
};
const TOOLS = Object.keys(IMPORTERS);

export function describe(command: Command, run: Run): void {
  command
    .argument('<FILE>', 'the configuration, JSON or YAML')
    .requiredOption('--from <TOOL>', TOOLS.join(', '))
    .option('--out <DIR>', 'write the policy there; without it the policy is printed')
    .option('--force', 'replace a file that is there already')
    .option('--json', 'policy and losses as JSON, version 1')
    .action(run(importPolicy));
}

async function importPolicy(terminal: Terminal, file: string, options: Options): Promise<ExitCode> {
  const load = Object.hasOwn(IMPORTERS, options.from) ? IMPORTERS[options.from] : undefined;
  if (load === undefined)
    return usageError(terminal, `there is no import from "${options.from}"`, `use ${TOOLS.join(', ')}`);
  const text = readText(file);
  if (text === undefined) return usageError(terminal, `${file}: there is no such file`);
  const { parseDocument } = await import('yaml');
  // JSON is YAML, and a few aliases must not become a billion.
  const parsed = parseDocument(text, { uniqueKeys: true });
  const [fault] = parsed.errors;
  if (fault !== undefined) return failed(terminal, `${file}: ${fault.message.split('\n')[0]}`);
  let document: unknown;
  try {
    document = parsed.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return failed(terminal, `${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const outcome = (await load())(document, basename(file).replace(/(\.config)?\.[^.]+$/, ''));
  if (!outcome.ok)
    return failed(terminal, `${file}: ${outcome.message}`, `is it a configuration of ${options.from}?`);
  const path = shownPath(join(options.out ?? '.', `${outcome.name}.route`));
  const source = createSource(path, outcome.text);
  const errors = runLint(compileSet([source]), [source], { today: terminal.today }).filter(
    ({ severity }) => severity === 'error',
  );
  if (options.out !== undefined) {
    if (readText(path) !== undefined && options.force !== true)
      return usageError(terminal, `${path} is there already`, '--force replaces it');
    writeText(path, outcome.text);
  }
  if (options.json === true) {
    const { name, lost } = outcome;
    terminal.out(
      `${JSON.stringify({ version: 1, from: options.from, policy: name, file: path, text: outcome.text, lost }, null, 2)}\n`,
    );
  } else if (options.out === undefined) {
    terminal.out(outcome.text);
    terminal.err(renderLosses(outcome.lost));
  } else {
    terminal.out(`wrote ${path}\n${renderLosses(outcome.lost)}`);
  }
  if (errors.length === 0) return EXIT.clean;
  terminal.err(`${renderText(errors, [source])}\nthe policy needs these corrections before it can serve\n`);
  return EXIT.failed;
}

function failed(terminal: Terminal, message: string, help?: string): ExitCode {
  terminal.err(`error: ${message}\n${help === undefined ? '' : `  help: ${help}\n`}`);
  return EXIT.failed;
}

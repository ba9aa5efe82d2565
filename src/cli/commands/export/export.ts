/** `llmr export`: prints a policy as rules of another engine on `out`, and what they cannot express on `err`. */
import type { Command } from 'commander';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choiceOption } from '../../input/choice-option.ts';
import { choosePolicy, hasGraph } from '../../input/choose-policy.ts';
import { compileSet, readSet } from '../../input/policy-set.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';

interface Options {
  readonly to: string;
  readonly model?: string;
  readonly policies?: string;
  readonly json?: true;
  readonly data?: string;
  readonly out?: string;
}

const FORMATS = ['json-rules', 'outcomes'];

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .addOption(
      choiceOption(
        '--to <FORMAT>',
        'Format; outcomes are the input of `llmr learn`',
        FORMATS,
      ).makeOptionMandatory(),
    )
    .option('--data <DIR>', 'Data directory of the service, for outcomes (default: .llmr)')
    .option('--out <FILE>', 'Write to this file, for outcomes (default: standard output)')
    .option('--policies <DIR>', 'Directory of the policies; the same as PATH')
    .option('--model <NAME>', 'Model name whose policy is exported, if there are several')
    .option('--json', 'Print rules and losses as JSON, version 1')
    .action(run(exportRules));
}

async function exportRules(
  terminal: Terminal,
  paths: readonly string[],
  options: Options,
): Promise<ExitCode> {
  if (options.to === 'outcomes') {
    if (paths.length > 0 || (options.policies ?? options.model ?? options.json) !== undefined)
      return usageError(
        terminal,
        'outcomes come from the service’s data, not from policies',
        'name it with --data DIR',
      );
    const { exportOutcomes } = await import('./export-outcomes.ts');
    return exportOutcomes(terminal, options);
  }
  if (options.data !== undefined || options.out !== undefined)
    return usageError(
      terminal,
      '--data and --out belong to --to outcomes',
      'write the rules to a file with >',
    );
  if (options.to !== 'json-rules')
    return usageError(terminal, `there is no export to "${options.to}"`, `use ${FORMATS.join(' or ')}`);
  const read = readSet(options.policies === undefined ? paths : [...paths, options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  const compilation = compileSet(read.sources);
  const chosen = choosePolicy(compilation.policies, options.model);
  if (typeof chosen === 'string') return usageError(terminal, chosen, '--model NAME chooses the policy');
  if (!hasGraph(chosen)) {
    const errors = compilation.diagnostics.filter((one) => one.severity === 'error');
    terminal.err(`${renderText(errors, read.sources)}\n`);
    return EXIT.failed;
  }
  const { exportPolicy } = await import('../../../interchange/json-rules/export-policy.ts');
  const { renderLosses } = await import('../../../interchange/report.ts');
  const { document, lost } = exportPolicy(chosen.policy);
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ version: 1, to: 'json-rules', document, lost }, null, 2)}\n`);
    return EXIT.clean;
  }
  terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  terminal.err(renderLosses(lost));
  return EXIT.clean;
}

/**
 * `llmr lint`, also `llmr-lint`: its options. What it does is loaded when it runs, so that help is quick.
 */
import type { Command } from 'commander';
import { choiceOption } from '../../input/choice-option.ts';
import type { Run } from '../../run.ts';
import { FORMATS, type LintOptions } from './lint-options.ts';

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .addOption(choiceOption('--format <FORMAT>', 'Output format', FORMATS, 'text'))
    .option('--infos', 'Print infos; other formats always include them')
    .option('--fix', 'Apply safe fixes to the files')
    .option('--max-warnings <N>', 'Fail if there are more than N warnings (default: no limit)')
    .option('--data <DIR>', 'Directory that keeps trained intents', '.llmr')
    .option('--no-cache', 'Check files that have not changed, too')
    .option('--no-color', 'Print without colors')
    .action(
      run(async (terminal, ...given: [readonly string[], LintOptions]) => {
        const { lintOrRecall } = await import('./lint-or-recall.ts');
        return await lintOrRecall(terminal, ...given);
      }),
    );
}

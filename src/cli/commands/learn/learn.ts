/** `llmr learn FILE`: learns the quality of models from outcomes, and what routing by a learned signal is worth. */
import type { Command } from 'commander';
import type { Run } from '../../run.ts';
import type { Terminal } from '../../terminal.ts';
import type { LearnOptions } from './learn-from-outcomes.ts';

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '<FILE>',
      'JSON Lines, {"prompt", "quality": {MODEL: NUMBER}} with optional "intent" or "group" and "cost"; or CSV: prompt,intent,MODEL,… or prompt,intent,model,score,cost; can be gzipped',
    )
    .option('--eval <FILE>', 'Evaluate on these outcomes (default: cross-validation on FILE)')
    .option(
      '--prior <FILE>',
      'Add the outcomes to those of this table; models that are not in FILE keep their lines',
    )
    .option(
      '--scale <NUMBER>',
      'Highest score there can be, such as 5 for one to five stars (default: 1, 10 or 100)',
    )
    .option('--out <FILE>', 'Write the quality table that a policy names: quality "./quality.csv"')
    .option('--svg <FILE>', 'Draw the curve of the first pair of models')
    .option('--json', 'Print JSON')
    .action(
      run(async (terminal: Terminal, file: string, options: LearnOptions) => {
        const { learnFromOutcomes } = await import('./learn-from-outcomes.ts');
        return learnFromOutcomes(terminal, file, options);
      }),
    );
}

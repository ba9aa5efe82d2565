/** `llmr learn FILE`: the quality of models from outcomes, and what a routing signal learnt from them is worth. */
import type { Command } from 'commander';
import type { Run } from '../run.ts';
import type { Terminal } from '../terminal.ts';

export interface LearnOptions {
  readonly eval?: string;
  readonly out?: string;
  readonly svg?: string;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '<FILE>',
      'one {"prompt", "quality": {MODEL: number}} a line, "intent" or "group" and "cost" beside; or CSV: prompt,intent,MODEL,… or prompt,intent,model,score,cost; gzip or not',
    )
    .option('--eval <FILE>', 'judge on these outcomes; without: on parts of the first file held out in turn')
    .option('--out <FILE>', 'write the table that a policy names: quality "./quality.csv"')
    .option('--svg <FILE>', 'draw the first pair of models')
    .option('--json', 'as JSON')
    .action(
      run(async (terminal: Terminal, file: string, options: LearnOptions) => {
        const { learnFromOutcomes } = await import('../learn-from-outcomes.ts');
        return learnFromOutcomes(terminal, file, options);
      }),
    );
}

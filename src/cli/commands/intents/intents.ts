/**
 * `llmr intents check | eval | explain | library | suggest`: measures how well a policy's intents are recognized, on its
 * examples and on yours, lists the intents that llmr has, and improves intents from traffic.
 */
import type { Command } from 'commander';
import type { Run } from '../../run.ts';
import type { CheckOptions } from './check-intents.ts';
import type { EvalOptions } from './eval-intents.ts';
import type { ExplainOptions } from './explain-intents.ts';
import type { LibraryOptions } from './list-library.ts';
import type { SuggestOptions } from './suggest-intents.ts';

const DATA = ['--data <DIR>', 'Directory that keeps trained intents', '.llmr'] as const;
const POLICIES = [
  '--policies <DIR>',
  'Directory of the policies (default: the current directory, or policies/ if it has none)',
] as const;

export function describe(command: Command, run: Run): void {
  describeCheck(command, run);
  describeEvaluate(command, run);
  describeExplain(command, run);
  describeLibrary(command, run);
  describeSuggest(command, run);
}

function describeCheck(command: Command, run: Run): void {
  command
    .command('check', { isDefault: true })
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .description('Train the intents and cross-validate them on their own examples')
    .option('--json', 'Print JSON')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, paths: readonly string[], options: CheckOptions) => {
        const { checkIntents } = await import('./check-intents.ts');
        return checkIntents(terminal, paths, options);
      }),
    );
}

function describeEvaluate(command: Command, run: Run): void {
  command
    .command('eval')
    .argument('<FILE>', 'JSON Lines with one {"text", "intent"} per line; intent null for none of them')
    .description('Measure intents on texts that they were not trained on')
    .option('--examples <FILE>', 'Train on these lines instead of the examples of a policy')
    .option('--group <NAME>', 'Intent group, if the policy has several')
    .option('--model <NAME>', 'Model name whose policy is measured, if there are several')
    .option(
      '--encoder <ENCODER>',
      'Encoder: words-1, ngrams-1, use-lite-1, folder:PATH or https://HOST/v1#MODEL',
    )
    .option('--encoder-key <VARIABLE>', 'Environment variable with the key of an encoder at an address')
    .option('--second-look', 'Read texts near a threshold a second time, as `meaning { second look … }` does')
    .option('--misread <N>', 'List at most N of the misread texts', '10')
    .option('--svg <FILE>', 'Draw what other thresholds would do')
    .option('--json', 'Print JSON, with every misread text')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, file: string, options: EvalOptions) => {
        const { evalIntents } = await import('./eval-intents.ts');
        return evalIntents(terminal, file, options);
      }),
    );
}

function describeExplain(command: Command, run: Run): void {
  command
    .command('explain')
    .argument('<TEXT>', 'Text of a request')
    .description('Show which intent is recognized in a text, and the most similar examples')
    .option('--model <NAME>', 'Model name whose policy is used, if there are several')
    .option('--json', 'Print JSON')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, text: string, options: ExplainOptions) => {
        const { explainIntents } = await import('./explain-intents.ts');
        return explainIntents(terminal, text, options);
      }),
    );
}

function describeLibrary(command: Command, run: Run): void {
  command
    .command('library')
    .argument('[NAME]', 'Intent to print with its examples: legal, or legal@1')
    .description('List the intents that a policy can import from "llmr:intents"')
    .option('--json', 'Print JSON')
    .action(
      run(async (terminal, name: string | undefined, options: LibraryOptions) => {
        const { listLibrary } = await import('./list-library.ts');
        return listLibrary(terminal, name, options);
      }),
    );
}

function describeSuggest(command: Command, run: Run): void {
  command
    .command('suggest')
    .argument('<FILE>', 'Prompts: one per line, or an export as JSON Lines, JSON or CSV; can be gzipped')
    .description('Ask for the labels of prompts that would improve the intents most, and learn from them')
    .option('--ask <N>', 'Number of questions (default: 20; with --answers as many as there are)')
    .option('--answers <FILE>', 'Take labels from JSON Lines with {"text", "intent"} instead of asking')
    .option('--write', 'Save new examples and the test set without asking')
    .option('--test <FILE>', 'Test set to which every fifth label is added (default: next to the policy)')
    .option('--group <NAME>', 'Intent group, if the policy has several')
    .option('--model <NAME>', 'Model name whose policy is improved, if there are several')
    .option('--json', 'Print JSON: without --answers, what would be asked')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, file: string, options: SuggestOptions) => {
        const { suggestIntents } = await import('./suggest-intents.ts');
        return suggestIntents(terminal, file, options);
      }),
    );
}

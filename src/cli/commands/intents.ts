/** `llmr intents check | eval | explain`: how well a policy's intents are told apart, on its examples and on yours. */
import type { Command } from 'commander';
import type { Run } from '../run.ts';

const DATA = ['--data <DIR>', 'where trained intents are kept', '.llmr'] as const;
const POLICIES = ['--policies <DIR>', 'the policy set; without: this folder, else policies/'] as const;

export function describe(command: Command, run: Run): void {
  command
    .command('check', { isDefault: true })
    .argument('[PATH...]', 'folders and .route files; without any: this folder, else policies/')
    .description('train the intents and tell what their own examples say, each held out in turn')
    .option('--json', 'as JSON')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, paths: readonly string[], options: CheckOptions) => {
        const { checkIntents } = await import('../check-intents.ts');
        return checkIntents(terminal, paths, options);
      }),
    );
  command
    .command('eval')
    .argument('<FILE>', 'one {"text", "intent"} a line; intent null: none of them')
    .description('measure intents on texts they were not trained on')
    .option('--examples <FILE>', 'train on these lines instead of a policy')
    .option('--group <NAME>', 'the intent group, where the policy has several')
    .option('--model <NAME>', 'the model name whose policy is measured, where there are several')
    .option('--encoder <ENCODER>', 'words-1, ngrams-1, use-lite-1, folder:PATH or https://HOST/v1#MODEL')
    .option(
      '--encoder-key <VARIABLE>',
      'the environment variable that holds the key of an encoder at an address',
    )
    .option(
      '--second-look',
      'look again at texts that are near a threshold, as `meaning { second look … }` does',
    )
    .option('--json', 'as JSON')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, file: string, options: EvalOptions) => {
        const { evalIntents } = await import('../eval-intents.ts');
        return evalIntents(terminal, file, options);
      }),
    );
  command
    .command('explain')
    .argument('<TEXT>', 'what a caller would write')
    .description('tell what is read in a text, and which examples it resembles')
    .option('--model <NAME>', 'the model name whose policy is asked, where there are several')
    .option('--json', 'as JSON')
    .option(...POLICIES)
    .option(...DATA)
    .action(
      run(async (terminal, text: string, options: ExplainOptions) => {
        const { explainIntents } = await import('../explain-intents.ts');
        return explainIntents(terminal, text, options);
      }),
    );
}

export interface CheckOptions {
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}
export interface EvalOptions {
  readonly examples?: string;
  readonly group?: string;
  readonly model?: string;
  readonly encoder?: string;
  readonly encoderKey?: string;
  readonly secondLook?: true;
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}
export interface ExplainOptions {
  readonly model?: string;
  readonly json?: true;
  readonly policies?: string;
  readonly data: string;
}

/** `llmr init PROVIDER...`: writes a first policy and its tests, and never over a file that exists. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { isThere, shownPath, writeText } from '../../input/files.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { firstPolicy } from './first-policy.ts';
import { providerNames, type Wanted, wantedProvider } from './wanted-providers.ts';

interface Options {
  readonly out: string;
}

const NAME = 'main';

export function describe(command: Command, run: Run): void {
  command
    .argument('[PROVIDER...]', 'NAME, NAME#MODEL or NAME=https://HOST/v1#MODEL, in the order to try them')
    .option('--out <DIR>', 'Directory to write to', 'policies')
    .addHelpText('after', `\nProviders with a model to begin with: ${providerNames().join(', ')}.`)
    .action(run(init));
}

function init(terminal: Terminal, written: readonly string[], { out }: Options): ExitCode {
  if (written.length === 0)
    return usageError(
      terminal,
      'no provider is named',
      `write llmr init openai; others are ${providerNames().slice(1).join(', ')}, or NAME=https://HOST/v1#MODEL`,
    );
  const wanted: Wanted[] = [];
  for (const each of written) {
    const read = wantedProvider(each);
    if ('message' in read) return usageError(terminal, read.message, read.help);
    if (wanted.some(({ name }) => name === read.name))
      return usageError(
        terminal,
        `${read.name} is named twice`,
        'name each provider once; add a second model of it to the policy by hand',
      );
    wanted.push(read);
  }
  const files = { policy: join(out, `${NAME}.route`), tests: join(out, `${NAME}.test.route`) };
  const taken = Object.values(files).find(isThere);
  if (taken !== undefined)
    return usageError(
      terminal,
      `${shownPath(taken)} exists, and init never overwrites a file`,
      'write to another directory: --out DIR',
    );
  const made = firstPolicy(wanted, `llmr init ${written.join(' ')}`, NAME);
  writeText(files.policy, made.policy);
  writeText(files.tests, made.tests);
  const keys = [...new Set(wanted.flatMap(({ key }) => key ?? []))];
  const folder = out === 'policies' ? '' : ` --policies ${out}`;
  terminal.out(
    [
      `${shownPath(files.policy)}: models ${made.models.join(', ')}`,
      `${shownPath(files.tests)}: its tests`,
      '',
      'Next:',
      `  npx llmr-lint ${out}`,
      `  npx llmr test ${out}`,
      `  npx llmr serve --simulate${folder}`,
      keys.length === 0
        ? `  npx llmr serve${folder}`
        : `  npx llmr serve${folder}, with ${keys.join(', ')} in the environment`,
      '',
    ].join('\n'),
  );
  return EXIT.clean;
}

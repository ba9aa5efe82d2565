/** `llmr replay LOG`: evaluates recorded decisions against the current policies. */
import type { Command } from 'commander';
import { compile } from '../../../language/compile.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { replayLog } from '../../../language/replaying/replay-log.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { hasGraph } from '../../input/choose-policy.ts';
import { logTexts } from '../../input/log-texts.ts';
import { readSet } from '../../input/policy-set.ts';
import { renderReplay, renderValues } from '../../render/render-replay.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { valuesFrom } from './replay-values.ts';

interface Options {
  readonly policies?: string;
  readonly outcomes?: string;
  readonly json?: true;
}

export function describe(command: Command, run: Run): void {
  command
    .argument('<LOG>', 'A decision log (decisions-*.jsonl) or the data directory that holds it')
    .option(
      '--policies <DIR>',
      'Directory of the policies (default: the current directory, or policies/ if it has none)',
    )
    .option(
      '--outcomes <FILE>',
      'Estimate the quality of the current policies from outcomes of explored decisions (`llmr export --to outcomes`)',
    )
    .option('--json', 'Print JSON, version 1')
    .addHelpText(
      'after',
      '\nExit codes: 0 on success, even if decisions changed; 1 if the same version of a policy now decides differently.',
    )
    .action(run(replay));
}

async function replay(terminal: Terminal, log: string, options: Options): Promise<ExitCode> {
  const texts = await logTexts(log);
  if (typeof texts === 'string') return usageError(terminal, texts);
  const read = readSet(options.policies === undefined ? [] : [options.policies], terminal);
  if (read.kind === 'usage') return read.code;
  // Intents are used as recorded, so no head is needed.
  const compilation = compile(read.sources, new Map());
  const policies = compilation.policies.filter(hasGraph);
  if (policies.length < compilation.policies.length || policies.length === 0) {
    const errors = compilation.diagnostics.filter(({ severity }) => severity === 'error');
    terminal.err(`${renderText(errors, read.sources, { color: false })}\n`);
    return EXIT.failed;
  }
  const lines = [...texts];
  const values = options.outcomes === undefined ? [] : await valuesFrom(options.outcomes, lines, policies);
  if (typeof values === 'string') return usageError(terminal, values);
  const report = { ...replayLog(lines, policies), ...(values.length === 0 ? {} : { values }) };
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`
      : renderReplay(report) + renderValues(values),
  );
  return report.unexplained > 0 ? EXIT.failed : EXIT.clean;
}

/** `llmr graph`: the decision graph of one policy, drawn. */
import type { Command } from 'commander';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { GRAPH_FORMATS, renderGraph } from '../../language/graph/render-graph.ts';
import { choosePolicy, hasGraph } from '../choose-policy.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { compileSet, readSet } from '../policy-set.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly format: string;
  readonly model?: string;
  readonly policies?: string;
}

export function describe(command: Command, run: Run): void {
  command
    .argument('[PATH...]', 'folders and .route files; without any: this folder, else policies/')
    .option('--format <FORMAT>', GRAPH_FORMATS.join(', '), 'mermaid')
    .option('--policies <DIR>', 'the policy set, as the other commands name it')
    .option('--model <NAME>', 'the model name whose policy is drawn, where there are several')
    .action(run(graph));
}

function graph(terminal: Terminal, paths: readonly string[], options: Options): ExitCode {
  const format = GRAPH_FORMATS.find((each) => each === options.format);
  if (format === undefined) {
    return usageError(terminal, `unknown format "${options.format}"`, `use ${GRAPH_FORMATS.join(', ')}`);
  }
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
  terminal.out(renderGraph(chosen.graph, format, { policy: chosen.policy }));
  return EXIT.clean;
}

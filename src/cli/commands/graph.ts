/** `llmr graph`: draws the decision graph of one policy, or of the routes that lead to one of its routes. */
import type { Command } from 'commander';
import { rulesLeadingTo } from '../../language/analysis/verdicts/route-graph.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { GRAPH_FORMATS, renderGraph } from '../../language/graph/draw/render-graph.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { choiceOption } from '../input/choice-option.ts';
import { choosePolicy, hasGraph } from '../input/choose-policy.ts';
import { compileSet, readSet } from '../input/policy-set.ts';
import type { Run } from '../run.ts';
import { type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly format: string;
  readonly model?: string;
  readonly policies?: string;
  readonly route?: string;
}

/** A drawing of more routes is not readable and takes long. */
const MOST_RULES = 2_000;

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .addOption(choiceOption('--format <FORMAT>', 'Output format', GRAPH_FORMATS, 'mermaid'))
    .option('--policies <DIR>', 'Directory of the policies; the same as PATH')
    .option('--model <NAME>', 'Model name whose policy is drawn, if there are several')
    .option('--route <NAME>', 'Only this route and the routes that can take a request before it')
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
  const { policy, graph: whole } = chosen;
  const { route } = options;
  const drawn = route === undefined ? whole : rulesLeadingTo(policy, whole, route);
  if (drawn === undefined)
    return usageError(terminal, `policy "${policy.name}" has no route "${route}"`, 'name one of its routes');
  if (drawn.rules.length > MOST_RULES)
    return usageError(
      terminal,
      `${drawn.rules.length} routes are too many to draw; the limit is ${MOST_RULES}`,
      '--route NAME draws one route and those that can match a request before it',
    );
  terminal.out(renderGraph(drawn, format, { policy, ...(route === undefined ? {} : { route }) }));
  return EXIT.clean;
}

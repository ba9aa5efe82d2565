/** `llmr fmt`: rewrites files in the canonical style, or with `--check` only lists those that differ. */
import type { Command } from 'commander';
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { format } from '../../language/format/format.ts';
import { parse } from '../../language/syntax/parse.ts';
import type { Source } from '../../language/text/source.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { beginsWithMark, findRouteFiles, type PathFault, readSource, rewriteSource } from '../input/files.ts';
import { reportFaults } from '../input/policy-set.ts';
import type { Run } from '../run.ts';
import type { Terminal } from '../terminal.ts';

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .option('--check', 'Write nothing; fail if a file would change')
    .action(run(fmt));
}

function fmt(terminal: Terminal, paths: readonly string[], options: { readonly check?: true }): ExitCode {
  const found = findRouteFiles(paths);
  if (found.faults.length > 0) return reportFaults(found.faults, terminal);
  const read = found.paths.flatMap((path) => readSource(path) ?? []);
  const unreadable = read.filter((one) => 'why' in one);
  if (unreadable.length > 0) return reportFaults(unreadable, terminal);
  const sources = read.filter((one) => 'text' in one);
  const refused: Diagnostic[] = [];
  const changed: Source[] = [];
  const faults: PathFault[] = [];
  for (const source of sources) {
    const outcome = format(parse(source));
    if (!outcome.ok) refused.push(...outcome.diagnostics);
    else if (outcome.text !== source.text || beginsWithMark(source.path)) {
      const fault = options.check === true ? undefined : rewriteSource(source, outcome.text, 'drop');
      if (fault === undefined) changed.push(source);
      else faults.push(fault);
    }
  }
  for (const { path } of changed) {
    terminal.out(options.check === true ? `${path} is not formatted\n` : `${path} formatted\n`);
  }
  if (refused.length > 0) {
    terminal.err(`${renderText(refused, sources, { color: false })}\n`);
    return EXIT.failed;
  }
  if (faults.length > 0) return reportFaults(faults, terminal);
  if (changed.length === 0) terminal.out(`${count(sources.length)}, all formatted\n`);
  return options.check === true && changed.length > 0 ? EXIT.failed : EXIT.clean;
}

function count(files: number): string {
  return files === 1 ? '1 file' : `${files} files`;
}

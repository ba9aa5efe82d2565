/** `llmr lint`, also `llmr-lint`: findings as text or JSON, fixes written back, an exit code for CI. */
import type { Command } from 'commander';
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import { renderJson } from '../../language/diagnostics/render-json.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { fixUntilConverged } from '../../language/lint/fixes.ts';
import { runLint } from '../../language/lint/run-lint.ts';
import type { Source } from '../../language/text/source.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { writeText } from '../files.ts';
import { compileSet, readSet } from '../policy-set.ts';
import type { Run } from '../run-llmr.ts';
import { comingLater, type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly format: string;
  readonly fix?: true;
  readonly maxWarnings?: string;
  readonly color: boolean;
}

const LATER = ['sarif', 'github', 'junit'];

export function describe(command: Command, run: Run): void {
  command
    .argument('[PATH...]', 'folders and .route files; without any: this folder, else policies/')
    .option('--format <FORMAT>', 'text or json', 'text')
    .option('--fix', 'apply the fixes that are safe and write the files')
    .option('--max-warnings <N>', 'more warnings than this fail (default: any number passes)')
    .option('--no-color', 'plain text')
    .action(run(lint));
}

function lint(terminal: Terminal, paths: readonly string[], options: Options): ExitCode {
  if (LATER.includes(options.format)) {
    return comingLater(terminal, `--format ${options.format}`, 'use text or json');
  }
  if (options.format !== 'text' && options.format !== 'json') {
    return usageError(terminal, `unknown format "${options.format}"`, 'use text or json');
  }
  const most = options.maxWarnings === undefined ? Number.POSITIVE_INFINITY : Number(options.maxWarnings);
  if (options.maxWarnings !== undefined && !/^\d+$/.test(options.maxWarnings)) {
    return usageError(terminal, `--max-warnings takes a whole number, not "${options.maxWarnings}"`);
  }
  const read = readSet(paths, terminal);
  if (read.kind === 'usage') return read.code;
  const check = (sources: readonly Source[]): readonly Diagnostic[] =>
    runLint(compileSet(sources), sources, { today: terminal.today });
  const { sources, findings } =
    options.fix === true ? fixed(read.sources, check) : checked(read.sources, check);
  const counts = countOf(findings);
  if (options.format === 'json') {
    terminal.out(`${JSON.stringify(renderJson(findings, sources), null, 2)}\n`);
  } else {
    const color = terminal.color && options.color;
    if (findings.length > 0) terminal.out(`${renderText(findings, sources, { color })}\n\n`);
    terminal.out(`${summary(counts, read.count)}\n`);
  }
  return counts.error > 0 || counts.warning > most ? EXIT.failed : EXIT.clean;
}

interface Checked {
  readonly sources: readonly Source[];
  readonly findings: readonly Diagnostic[];
}

function checked(
  sources: readonly Source[],
  check: (sources: readonly Source[]) => readonly Diagnostic[],
): Checked {
  return { sources, findings: check(sources) };
}

function fixed(
  before: readonly Source[],
  check: (sources: readonly Source[]) => readonly Diagnostic[],
): Checked {
  const { sources, findings } = fixUntilConverged(before, check);
  for (const [index, source] of sources.entries()) {
    if (source.text !== before[index]?.text) writeText(source.path, source.text);
  }
  return { sources, findings };
}

type Counts = Readonly<Record<Diagnostic['severity'], number>>;

function countOf(findings: readonly Diagnostic[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

/** `3 errors, 1 warning in 5 files`. */
function summary(counts: Counts, files: number): string {
  const parts = [plural(counts.error, 'error'), plural(counts.warning, 'warning')];
  if (counts.info > 0) parts.push(plural(counts.info, 'info'));
  return `${parts.join(', ')} in ${plural(files, 'file')}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

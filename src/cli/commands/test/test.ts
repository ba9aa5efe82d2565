/** `llmr test`: runs the tests of policies, without network, keys or clock. */
import type { Command } from 'commander';
import pc from 'picocolors';
import { countTokens } from '../../../gateway/facts/count-tokens.ts';
import type { Compilation } from '../../../language/compile.ts';
import { type Diagnostic, sortDiagnostics } from '../../../language/diagnostics/diagnostic.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { type MutationProgress, runMutants } from '../../../language/testing/mutate/run-mutants.ts';
import { MEASURES } from '../../../language/testing/report/coverage-report.ts';
import type { Paint } from '../../../language/testing/report/paint.ts';
import { renderTestJson } from '../../../language/testing/report/render-test-json.ts';
import { renderTestJunit } from '../../../language/testing/report/render-test-junit.ts';
import { renderTestText } from '../../../language/testing/report/render-test-text.ts';
import { isGreen, type TestReport } from '../../../language/testing/report/test-report.ts';
import { createCoverage } from '../../../language/testing/run/coverage.ts';
import { runTests } from '../../../language/testing/run/run-tests.ts';
import { TOKENS_A_MESSAGE } from '../../../language/vocabulary/input-tokens.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { choiceOption } from '../../input/choice-option.ts';
import { compiledWith, readSet } from '../../input/policy-set.ts';
import type { Run } from '../../run.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { type OpenWatcher, watchPaths } from './watch-paths.ts';

export interface TestOptions {
  readonly format: string;
  readonly data: string;
  readonly color: boolean;
  readonly coverage?: true;
  readonly mutate?: true;
  readonly min?: string;
  readonly watch?: true;
}

const FORMATS: Readonly<Record<string, (report: TestReport, paint: Paint) => string>> = {
  text: renderTestText,
  json: renderTestJson,
  junit: renderTestJunit,
};

export function describe(command: Command, run: Run): void {
  command
    .argument(
      '[PATH...]',
      'Directories or .route files (default: the current directory, or policies/ if it has none)',
    )
    .addOption(choiceOption('--format <FORMAT>', 'Output format', Object.keys(FORMATS), 'text'))
    .option('--data <DIR>', 'Directory that keeps trained intents', '.llmr')
    .option('--no-color', 'Print without colors')
    .option('--coverage', 'Report routes, hops and boundary values that no test covers')
    .option('--mutate', 'Make small changes to the policies and report which ones no test detects')
    .option('--min <PERCENT>', 'Fail below this percentage (with --coverage or --mutate)')
    .option('--watch', 'Run again when a file changes; q or Ctrl-C stops')
    .action(run(test));
}

function test(
  terminal: Terminal,
  paths: readonly string[],
  options: TestOptions,
): ExitCode | Promise<ExitCode> {
  if (!Object.hasOwn(FORMATS, options.format)) {
    return usageError(terminal, `unknown format "${options.format}"`, 'use text, json or junit');
  }
  const { min, coverage, mutate } = options;
  if (min !== undefined && !(/^\d+(\.\d+)?%?$/.test(min) && Number.parseFloat(min) <= 100)) {
    return usageError(terminal, `--min takes a percentage such as 90, not "${min}"`);
  }
  if (min !== undefined && coverage === undefined && mutate === undefined) {
    return usageError(terminal, '--min needs something to measure', 'add --coverage or --mutate');
  }
  return options.watch === true ? watchTests(terminal, paths, options) : runOnce(terminal, paths, options);
}

/** Runs, waits for a change, runs again; exits with the code of the last run. */
export async function watchTests(
  terminal: Terminal,
  paths: readonly string[],
  options: TestOptions,
  open: OpenWatcher = watchPaths,
): Promise<ExitCode> {
  const watcher = open(paths.length > 0 ? paths : ['.']);
  try {
    for (;;) {
      const code = await runOnce(terminal, paths, options);
      terminal.err('\nwaiting for a change; press q or Ctrl-C to stop\n');
      if ((await watcher.next()) === 'quit') return code;
      terminal.err('\n');
    }
  } finally {
    await watcher.close();
  }
}

async function runOnce(
  terminal: Terminal,
  paths: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  const read = readSet(paths, terminal, { tests: true });
  if (read.kind === 'usage') return read.code;
  const { report, faults } = await compiledWith(
    read.sources,
    options.data,
    terminal,
    async (compilation, settled) => {
      const made = await settled(() => reportOf(compilation, options, terminal));
      return { report: made, faults: errorsOf(compilation, made) };
    },
  );
  if (faults.length > 0) {
    terminal.err(`${renderText(faults, read.sources, { color: false })}\n\n`);
  }
  const shown = FORMATS[options.format]?.(report, terminal.color && options.color ? PAINT : PLAIN) ?? '';
  terminal.out(shown.endsWith('\n') ? shown : `${shown}\n`);
  if (report.tests.length + report.skipped.length === 0) {
    terminal.err(`no tests were found in ${read.count === 1 ? '1 file' : `${read.count} files`}\n`);
    return EXIT.failed;
  }
  const short = options.min === undefined ? [] : tooLittle(report, Number.parseFloat(options.min));
  for (const line of short) terminal.err(`${line}\n`);
  return isGreen(report) && faults.length === 0 && short.length === 0 ? EXIT.clean : EXIT.failed;
}

function reportOf(compilation: Compilation, options: TestOptions, terminal: Terminal): TestReport {
  const { files, policies, claims } = compilation;
  const countText = (text: string): number => countTokens([text], TOKENS_A_MESSAGE, []).tokens;
  const coverage = options.coverage === undefined ? undefined : createCoverage(policies);
  const note = coverage === undefined ? {} : { note: coverage.note };
  const report = runTests({ files, policies, claims, countText, ...note });
  return {
    ...report,
    ...(coverage === undefined ? {} : { coverage: coverage.result() }),
    ...(options.mutate === undefined
      ? {}
      : { mutation: runMutants({ files, policies, claims, countText }, progressOn(terminal)) }),
  };
}

/** Milliseconds after which a longer run reports its progress. */
const PROGRESS_EVERY_MS = 5_000;

/**
 * One line per policy and one every few seconds, on standard error: standard output holds only the report. They are
 * whole lines, so that a CI log shows them, too.
 */
function progressOn(terminal: Terminal): MutationProgress {
  let began = performance.now();
  let told = began;
  return (policy, done, of, survived) => {
    const now = performance.now();
    if (done === 0) {
      began = now;
      told = now;
    }
    if (done < of) {
      if (now - told < PROGRESS_EVERY_MS) return;
      told = now;
      terminal.err(`mutants of ${policy}: ${done} of ${of} run, ${survived} survived so far\n`);
      return;
    }
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    terminal.err(`mutants of ${policy}: ${of} in ${seconds}s\n`);
  };
}

/** One message for each percentage that is below `--min`. */
function tooLittle({ coverage, mutation }: TestReport, least: number): string[] {
  const measured = [
    ...(coverage === undefined
      ? []
      : MEASURES.map((name) => [`${name} tried`, coverage[name].percent] as const)),
    ...(mutation === undefined ? [] : [['mutants killed', mutation.score] as const]),
  ];
  return measured
    .filter(([, percent]) => percent < least)
    .map(([what, percent]) => `${what}: ${percent}%, which is less than --min ${least}`);
}

const PLAIN: Paint = (_style, text) => text;
const colors = pc.createColors(true);
const STYLES = { pass: colors.green, fail: colors.red, skip: colors.yellow, dim: colors.dim } as const;
const PAINT: Paint = (style, text) => STYLES[style](text);

/**
 * What prevents tests from being run, each fault once: compiling and binding tests may find the same one, worded
 * differently.
 */
function errorsOf(compilation: Compilation, report: TestReport): readonly Diagnostic[] {
  const seen = new Set<string>();
  const told = new Set(compilation.diagnostics.map(placeOf));
  const ofTests = report.diagnostics.filter((fault) => !told.has(placeOf(fault)));
  return sortDiagnostics([...compilation.diagnostics, ...ofTests]).filter((fault) => {
    const key = `${placeOf(fault)}:${fault.message}`;
    return fault.severity === 'error' && !seen.has(key) && seen.add(key);
  });
}

function placeOf({ at }: Diagnostic): string {
  return `${at.path}:${at.span.start}`;
}

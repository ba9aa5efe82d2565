/** `llmr test`: runs the tests of policies, without network, keys or clock. */
import type { Command } from 'commander';
import pc from 'picocolors';
import { countTokens } from '../../gateway/facts/count-tokens.ts';
import { TOKENS_A_MESSAGE } from '../../gateway/facts/request-view.ts';
import type { Compilation } from '../../language/compile.ts';
import type { Diagnostic } from '../../language/diagnostics/diagnostic.ts';
import { renderText } from '../../language/diagnostics/render-text.ts';
import { renderTestJson } from '../../language/testing/render-test-json.ts';
import { renderTestJunit } from '../../language/testing/render-test-junit.ts';
import { type Paint, renderTestText } from '../../language/testing/render-test-text.ts';
import { runTests } from '../../language/testing/run-tests.ts';
import { isGreen, type TestReport } from '../../language/testing/test-report.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { compileWithHeads, readSet } from '../policy-set.ts';
import type { Run } from '../run-llmr.ts';
import { comingLater, type Terminal, usageError } from '../terminal.ts';

interface Options {
  readonly format: string;
  readonly data: string;
  readonly color: boolean;
  readonly coverage?: true;
  readonly mutate?: true;
  readonly watch?: true;
}

const FORMATS: Readonly<Record<string, (report: TestReport, paint: Paint) => string>> = {
  text: renderTestText,
  json: renderTestJson,
  junit: renderTestJunit,
};

export function describe(command: Command, run: Run): void {
  command
    .argument('[PATH...]', 'folders and .route files; without any: this folder, else policies/')
    .option('--format <FORMAT>', 'text, json or junit', 'text')
    .option('--data <DIR>', 'where trained intents are kept', '.llmr')
    .option('--no-color', 'plain text')
    .option('--coverage', 'comes later')
    .option('--mutate', 'comes later')
    .option('--watch', 'comes later')
    .action(run(test));
}

async function test(terminal: Terminal, paths: readonly string[], options: Options): Promise<ExitCode> {
  for (const later of ['coverage', 'mutate', 'watch'] as const) {
    if (options[later] === true) return comingLater(terminal, `--${later}`);
  }
  const render = Object.hasOwn(FORMATS, options.format) ? FORMATS[options.format] : undefined;
  if (render === undefined) {
    return usageError(terminal, `unknown format "${options.format}"`, 'use text, json or junit');
  }
  const read = readSet(paths, terminal, { tests: true });
  if (read.kind === 'usage') return read.code;
  const compilation = await compileWithHeads(read.sources, options.data);
  const report = runTests({
    files: compilation.files,
    policies: compilation.policies,
    countText: (text) => countTokens([text], TOKENS_A_MESSAGE, []).tokens,
  });
  const faults = errorsOf(compilation, report);
  if (faults.length > 0) {
    terminal.err(`${renderText(faults, read.sources, { color: false })}\n\n`);
  }
  const shown = render(report, terminal.color && options.color ? PAINT : PLAIN);
  terminal.out(shown.endsWith('\n') ? shown : `${shown}\n`);
  if (report.tests.length + report.skipped.length === 0) {
    terminal.err(`no tests were found in ${read.count === 1 ? '1 file' : `${read.count} files`}\n`);
    return EXIT.failed;
  }
  return isGreen(report) && faults.length === 0 ? EXIT.clean : EXIT.failed;
}

const PLAIN: Paint = (_style, text) => text;
const colors = pc.createColors(true);
const STYLES = { pass: colors.green, fail: colors.red, skip: colors.yellow, dim: colors.dim } as const;
const PAINT: Paint = (style, text) => STYLES[style](text);

/** What keeps tests from being run, each fault once: compiling and binding tests may find the same one. */
function errorsOf(compilation: Compilation, report: TestReport): readonly Diagnostic[] {
  const seen = new Set<string>();
  return [...compilation.diagnostics, ...report.diagnostics].filter(({ severity, at, message }) => {
    const fault = `${at.path}:${at.span.start}:${message}`;
    return severity === 'error' && !seen.has(fault) && seen.add(fault);
  });
}

/**
 * The body of `llmr lint`: reports findings in several formats, applies fixes, and sets an exit code for CI. Must not
 * know: how its options are described.
 */
import { type Diagnostic, hasErrors, sortDiagnostics } from '../../../language/diagnostics/diagnostic.ts';
import { renderGithub } from '../../../language/diagnostics/render-github.ts';
import { renderJson } from '../../../language/diagnostics/render-json.ts';
import { renderJunit } from '../../../language/diagnostics/render-junit.ts';
import { renderSarif } from '../../../language/diagnostics/render-sarif.ts';
import { renderText } from '../../../language/diagnostics/render-text.ts';
import { fixUntilConverged } from '../../../language/lint/fixes.ts';
import { formerIdsOf } from '../../../language/lint/former-ids.ts';
import { ALL_RULES, runLint } from '../../../language/lint/run-lint.ts';
import type { Policy } from '../../../language/semantics/model.ts';
import type { Source } from '../../../language/text/source.ts';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { type PathFault, pathFromHere, rewriteSource, versionOfLlmr } from '../../input/files.ts';
import { compilerFor, type ReadSet, readSet, reportFaults } from '../../input/policy-set.ts';
import { type Terminal, usageError } from '../../terminal.ts';
import { FORMATS, type Format, type LintOptions } from './lint-options.ts';

const SARIF_RULES = ALL_RULES.map((rule) => ({ ...rule, formerIds: formerIdsOf(rule.id) }));

export async function lint(
  terminal: Terminal,
  paths: readonly string[],
  options: LintOptions,
  onRead?: (set: ReadSet) => void,
): Promise<ExitCode> {
  const format = FORMATS.find((each) => each === options.format);
  if (format === undefined) {
    return usageError(terminal, `unknown format "${options.format}"`, `use ${FORMATS.join(', ')}`);
  }
  const most = options.maxWarnings === undefined ? Number.POSITIVE_INFINITY : Number(options.maxWarnings);
  if (options.maxWarnings !== undefined && !/^\d+$/.test(options.maxWarnings)) {
    return usageError(terminal, `--max-warnings takes a whole number, not "${options.maxWarnings}"`);
  }
  // Annotations need paths relative to the repository.
  const read = readSet(format === 'text' || format === 'json' ? paths : paths.map(pathFromHere), terminal);
  if (read.kind === 'usage') return read.code;
  onRead?.(read);
  const compileAgain = await compilerFor(read.sources, options.data, terminal);
  const vetSchemas = await schemaVetting(read.sources);
  const vetHosts = await hostVetting(read.sources, terminal);
  const check = (sources: readonly Source[]): readonly Diagnostic[] => {
    const compilation = compileAgain(sources);
    const findings = runLint(compilation, sources, { today: terminal.today });
    // What the compiler has reported about a schema is not repeated.
    if (hasErrors(compilation.diagnostics)) return findings;
    const policies = compilation.policies.map(({ policy }) => policy);
    return sortDiagnostics([...findings, ...vetSchemas(policies), ...vetHosts(policies)]);
  };
  const { sources, findings } =
    options.fix === true ? fixUntilConverged(read.sources, check) : checked(read.sources, check);
  const faults = options.fix === true ? rewritten(read.sources, sources) : [];
  const counts = countOf(findings);
  const color = terminal.color && options.color;
  const hidden = format === 'text' && options.infos !== true ? counts.info : 0;
  const shown = hidden === 0 ? findings : findings.filter(({ severity }) => severity !== 'info');
  terminal.out(rendered(format, shown, sources, { color, warningsFail: counts.warning > most }));
  if (format === 'text') terminal.out(`${summary(counts, read.count, hidden)}\n`);
  // Annotations do not say how many there are.
  if (format === 'github') terminal.err(`${summary(counts, read.count, 0)}\n`);
  if (faults.length > 0) return reportFaults(faults, terminal);
  return counts.error > 0 || counts.warning > most ? EXIT.failed : EXIT.clean;
}

/** Policies whose providers have no address need no configuration. */
async function hostVetting(
  sources: readonly Source[],
  terminal: Terminal,
): Promise<(policies: readonly Policy[]) => readonly Diagnostic[]> {
  if (!sources.some((source) => /\bprovider\b/.test(source.text))) return () => [];
  const { configuredHosts } = await import('../../input/configured-hosts.ts');
  const { vetHosts } = await import('../../../gateway/secrets/key-hosts.ts');
  const { vetVariables } = await import('../../../gateway/secrets/key-variables.ts');
  const rules = await configuredHosts(terminal);
  return (policies) => [...vetHosts(policies, rules), ...vetVariables(policies, rules.environment)];
}

/** Compiling JSON schemas needs a library that is loaded only if a policy has a schema. */
async function schemaVetting(
  sources: readonly Source[],
): Promise<(policies: readonly Policy[]) => readonly Diagnostic[]> {
  if (!sources.some((source) => source.text.includes('json schema'))) return () => [];
  const { vetSchemas } = await import('../../../gateway/checks/vet-schemas.ts');
  return (policies) => vetSchemas(policies).faults;
}

function rendered(
  format: Format,
  findings: readonly Diagnostic[],
  sources: readonly Source[],
  { color, warningsFail }: { readonly color: boolean; readonly warningsFail: boolean },
): string {
  switch (format) {
    case 'text':
      return findings.length === 0 ? '' : `${renderText(findings, sources, { color })}\n\n`;
    case 'json':
      return `${JSON.stringify(renderJson(findings, sources), null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(renderSarif(findings, sources, { version: versionOfLlmr(), rules: SARIF_RULES }), null, 2)}\n`;
    case 'github':
      return renderGithub(findings, sources);
    case 'junit':
      return renderJunit(findings, sources, { warningsFail });
  }
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

/** Writes the fixed files; returns the faults of those that could not be written. */
function rewritten(before: readonly Source[], after: readonly Source[]): readonly PathFault[] {
  return before.flatMap((source, index) => {
    const text = after[index]?.text ?? source.text;
    return text === source.text ? [] : (rewriteSource(source, text, 'keep') ?? []);
  });
}

type Counts = Readonly<Record<Diagnostic['severity'], number>>;

function countOf(findings: readonly Diagnostic[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const finding of findings) counts[finding.severity] += 1;
  return counts;
}

/** `3 errors, 1 warning in 5 files`, and on a line of its own what is not shown. */
function summary(counts: Counts, files: number, hidden: number): string {
  const parts = [plural(counts.error, 'error'), plural(counts.warning, 'warning')];
  if (counts.info > hidden) parts.push(plural(counts.info, 'info'));
  const more =
    hidden === 0 ? '' : `\n${plural(hidden, 'info')}; --infos prints ${hidden === 1 ? 'it' : 'them'}`;
  return `${parts.join(', ')} in ${plural(files, 'file')}${more}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

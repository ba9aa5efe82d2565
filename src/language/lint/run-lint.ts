/**
 * All rules over one compilation, once: language errors first, then every check that may look, one fault reported
 * once, allowances applied, findings of one cause folded, sorted. Knows no rule by name but the one that speaks for allowances.
 */
import type { Compilation } from '../compile.ts';
import { type Diagnostic, type Origin, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import type { Source } from '../text/source.ts';
import { type Causes, foldCauses, placeKey } from './fold-causes.ts';
import { LANGUAGE_RULES } from './language-rules.ts';
import { type LintContext, lintContext } from './lint-context.ts';
import type { Extras, Report, Rule, RuleFacts } from './rule.ts';
import { RULES } from './rules/index.ts';
import { applyAllowances } from './suppressions.ts';
import { testFaults } from './test-faults.ts';

export interface LintOptions {
  /** ISO `YYYY-MM-DD`. */
  readonly today: string;
  /** Steps that the search for one answer may take; for tests of what is reported when they are used up. */
  readonly steps?: number;
  /** Called for each report with the key of its message. */
  readonly onReport?: (rule: string, key: string) => void;
}

/** Every rule there is: those of the language, then lint's own. */
export const ALL_RULES: readonly RuleFacts[] = [...LANGUAGE_RULES, ...RULES];

/**
 * Language errors and findings, sorted, allowances applied. `sources` are all texts the compilation was made from,
 * data files included.
 */
export function runLint(
  compilation: Compilation,
  sources: readonly Source[],
  options: LintOptions,
): readonly Diagnostic[] {
  const context = lintContext(compilation, sources, options.today, options.steps);
  const ofTests = testFaults(compilation, brokenPaths(compilation.diagnostics));
  const reported: Diagnostic[] = [...compilation.diagnostics, ...ofTests];
  const causes: Causes = new WeakMap();
  const broken = brokenPaths(reported);
  const say = (rule: Rule, key: string, at: Origin, data: unknown, extras: Extras): Diagnostic => {
    options.onReport?.(rule.id, key);
    const words = rule.messages[key]?.(data);
    if (words === undefined) throw new Error(`rule "${rule.id}" has no message "${key}"`);
    return { rule: rule.id, severity: rule.severity, at, ...words, ...extras };
  };
  for (const rule of RULES) {
    const report: Report = (key, at, data, { cause, ...extras } = {}) => {
      const finding = say(rule, key, at, data, extras);
      causes.set(finding, `${rule.id} ${key}\n${finding.severity}\n${cause ?? placeKey(at)}`);
      reported.push(finding);
    };
    checkAll(rule, context, sources, broken, report);
  }
  const { findings, complaints } = applyAllowances({
    findings: reportedOnce(reported),
    files: compilation.files,
    rules: ALL_RULES,
    lineOf: (finding) => context.lineOf(finding.at.path, finding.at.span),
    fullyLinted: (path) =>
      !broken.has(path) && context.policiesOf(path).every((policy) => isWhole(policy.dependencies, broken)),
  });
  const speaker = RULES.find((rule) => rule.id === 'unused-allowance');
  const spoken =
    speaker === undefined
      ? []
      : complaints.map(({ key, at, data, fix }) =>
          say(speaker, key, at, data, fix === undefined ? {} : { fix }),
        );
  return sortDiagnostics([...foldCauses(findings, causes), ...spoken]);
}

function checkAll(
  rule: Rule,
  context: LintContext,
  sources: readonly Source[],
  broken: ReadonlySet<string>,
  report: Report,
): void {
  if (rule.source !== undefined) for (const source of sources) rule.source(source, report, context);
  if (rule.file !== undefined) {
    for (const file of context.compilation.files) {
      if (!broken.has(file.source.path)) rule.file(file, report, context);
    }
  }
  if (rule.policy !== undefined) {
    for (const compiled of context.compilation.policies) {
      if (isWhole(compiled.dependencies, broken)) rule.policy(compiled, report, context);
    }
  }
}

function brokenPaths(diagnostics: readonly Diagnostic[]): ReadonlySet<string> {
  // What is not available yet is right all the same: there is nothing in it that could mislead a rule.
  const wrong = diagnostics.filter((one) => one.severity === 'error' && one.rule !== 'not-yet-available');
  return new Set(wrong.map((one) => one.at.path));
}

function isWhole(paths: readonly string[], broken: ReadonlySet<string>): boolean {
  return paths.every((path) => !broken.has(path));
}

/** Two policies that import one file find the same fault in it. */
function reportedOnce(findings: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return findings.filter((one) => {
    const fault = `${one.rule}\n${one.at.path}\n${one.at.span.start}\n${one.at.span.end}\n${one.message}`;
    if (seen.has(fault)) return false;
    seen.add(fault);
    return true;
  });
}

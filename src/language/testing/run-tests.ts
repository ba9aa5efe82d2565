/**
 * Runs every test file against the policy it names, hermetically: no clock, no network, no keys, no store. The whole
 * of `llmr test` except reading files and printing.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { normalPath, resolvePath } from '../semantics/resolve-path.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Conditions } from './bind-property.ts';
import { type Bound, bindTests, noPolicy } from './bind-tests.ts';
import { judgeRun } from './judge-run.ts';
import { runAcceptance } from './run-acceptance.ts';
import { runProperty } from './run-property.ts';
import { type Run, runScenario } from './run-scenario.ts';
import type { CountText } from './scenario-facts.ts';
import type { SkippedTest, TestReport, TestResult } from './test-report.ts';
import type { TestedPolicy } from './tested-policy.ts';

export interface TestRun {
  /** Test files; others are skipped. */
  readonly files: readonly ParsedFile[];
  readonly policies: readonly TestedPolicy[];
  readonly countText: CountText;
  /** Conditions of `never` and `always`, as compiled. */
  readonly claims?: Conditions;
  /** Called for every run of a test or acceptance, to collect coverage. */
  readonly note?: (run: Run) => void;
}

export function runTests({ files, policies, countText, claims, note }: TestRun): TestReport {
  const tests: TestResult[] = [];
  const skipped: SkippedTest[] = [];
  const reached = new Map<string, { policy: string; route: string }>();
  const { bound, diagnostics } = bindFiles(files, policies, claims);
  for (const { tested, test } of bound) {
    const { title: name, kind, line, file } = test;
    const head = { name, kind, file, line };
    const outcome = runBound(tested, test, countText, (run) => {
      const policy = tested.policy.at.path;
      if (run.route !== undefined) reached.set(`${policy}\0${run.route}`, { policy, route: run.route });
      note?.(run);
    });
    if (outcome.kind === 'undecided') skipped.push({ ...head, because: outcome.because });
    else tests.push({ ...head, ...outcome.result });
  }
  const passed = tests.filter((test) => test.ok).length;
  const summary = { passed, failed: tests.length - passed, skipped: skipped.length };
  return { tests, skipped, diagnostics, reached: [...reached.values()], summary };
}

export interface BoundFiles {
  /** File by file, in reading order. */
  readonly bound: readonly { readonly tested: TestedPolicy; readonly test: Bound }[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Every test of every file with the policy it is for. */
export function bindFiles(
  files: readonly ParsedFile[],
  policies: readonly TestedPolicy[],
  claims: Conditions = new Map(),
): BoundFiles {
  const bound: { tested: TestedPolicy; test: Bound }[] = [];
  const diagnostics: Diagnostic[] = [];
  const byPath = new Map(policies.map((tested) => [normalPath(tested.policy.at.path), tested]));
  for (const file of files) {
    if (!isTestFile(file)) continue;
    if (file.ast.recovered) {
      diagnostics.push(...file.diagnostics);
      continue;
    }
    const { testsFor } = file.ast;
    const tested = testsFor && byPath.get(resolvePath(file.source.path, testsFor.text));
    if (!tested) {
      const paths = policies.map((each) => each.policy.at.path);
      diagnostics.push(noPolicy(file, paths));
      continue;
    }
    for (const test of bindTests(file, tested.policy, claims)) {
      diagnostics.push(...test.faults);
      bound.push({ tested, test });
    }
  }
  return { bound, diagnostics: distinct(diagnostics) };
}

export function isTestFile(file: ParsedFile): boolean {
  return file.ast.testsFor !== undefined || file.source.path.endsWith('.test.route');
}

export type BoundOutcome =
  | { readonly kind: 'told'; readonly result: Omit<TestResult, 'name' | 'kind' | 'file' | 'line'> }
  | { readonly kind: 'undecided'; readonly because: string };

/** Never throws for the content of a test. */
export function runBound(
  tested: TestedPolicy,
  test: Bound,
  countText: CountText,
  note: (run: Run) => void,
): BoundOutcome {
  const { faults } = test;
  const told = (message: string | undefined): BoundOutcome => ({
    kind: 'told',
    result: message === undefined ? { ok: true } : { ok: false, message },
  });
  if (faults.length > 0) return told(`it was not run: ${faults.map((fault) => fault.message).join('; ')}`);
  if (tested.graph === undefined) return told(`it was not run: ${tested.policy.at.path} has errors`);
  switch (test.kind) {
    case 'accept':
      return told(runAcceptance(tested, test, countText, note));
    case 'test':
    case 'case': {
      const run = runScenario(tested, test.scenario, countText);
      note(run);
      return told(judgeRun(run, test.expected));
    }
    default:
      return test.property === undefined
        ? { kind: 'undecided', because: 'its conditions were not compiled' }
        : runProperty(tested.policy, test.property);
  }
}

/** A fault in a table's common givens is reported once. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ at, message }) => {
    const key = `${at.path}:${at.span.start}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

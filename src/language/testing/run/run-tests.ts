/**
 * Runs every test file against the policy it names, hermetically: no clock, no network, no keys, no store. The whole
 * of `llmr test` except reading files and printing.
 */
import type { ParsedFile } from '../../syntax/syntax.ts';
import { bindFiles } from '../bind/bind-files.ts';
import type { Conditions } from '../bind/bind-property.ts';
import type { TestedPolicy } from '../bind/tested-policy.ts';
import type { SkippedTest, TestReport, TestResult } from '../report/test-report.ts';
import { runBound } from './run-bound.ts';
import type { Run } from './run-scenario.ts';
import type { CountText } from './scenario-facts.ts';

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

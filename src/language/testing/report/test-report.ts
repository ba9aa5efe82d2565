/** The result of running tests: data only. Printed by `render-test-text.ts`, `-json` and `-junit`. */
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Coverage } from './coverage-report.ts';
import type { MutationReport } from './mutation-report.ts';

export type TestKind = 'test' | 'case' | 'never' | 'always' | 'accept';

export interface TestResult {
  readonly name: string;
  readonly kind: TestKind;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly ok: boolean;
  /** Why it failed, in lines: the expected and the actual result, then the explanation. */
  readonly message?: string;
  /** Of `never` and `always`. `vacuous`: no request fits its `when`, so it has no effect. */
  readonly verdict?: 'proved' | 'refuted' | 'vacuous';
  /** Further assumptions of the counterexample, as sentences without a full stop. */
  readonly assumptions?: readonly string[];
  /** A facts object that `llmr explain --facts` accepts. */
  readonly counterexample?: Readonly<Record<string, string | number | boolean | null>>;
}

/** Neither held nor failed: it could not be decided. */
export interface SkippedTest {
  readonly name: string;
  readonly kind: TestKind;
  readonly file: string;
  readonly line: number;
  readonly because: string;
}

/** A route that some test ended in, for coverage. */
export interface ReachedRoute {
  /** Path of the policy. */
  readonly policy: string;
  readonly route: string;
}

export interface TestReport {
  /** In reading order, file by file. */
  readonly tests: readonly TestResult[];
  readonly skipped: readonly SkippedTest[];
  /** Faults of the test files: unknown names, wrong units, a missing policy. */
  readonly diagnostics: readonly Diagnostic[];
  readonly reached: readonly ReachedRoute[];
  /** Only where requested. */
  readonly coverage?: Coverage;
  readonly mutation?: MutationReport;
  readonly summary: { readonly passed: number; readonly failed: number; readonly skipped: number };
}

/** Nothing failed, and no test file is at fault. */
export function isGreen(report: TestReport): boolean {
  return report.summary.failed === 0 && report.diagnostics.every((each) => each.severity !== 'error');
}

export type BoundOutcome =
  | { readonly kind: 'told'; readonly result: Omit<TestResult, 'name' | 'kind' | 'file' | 'line'> }
  | { readonly kind: 'undecided'; readonly because: string };

/**
 * Runs every test file against the policy it names, hermetically: no clock, no network, no keys, no store. The whole
 * of `llmr test` but for reading files and printing.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { normalPath, resolvePath } from '../semantics/resolve-path.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { type Bound, bindTests, noPolicy } from './bind-tests.ts';
import { judgeRun } from './judge-run.ts';
import { runAcceptance } from './run-acceptance.ts';
import { runScenario } from './run-scenario.ts';
import type { CountText } from './scenario-facts.ts';
import type { SkippedTest, TestReport, TestResult } from './test-report.ts';
import type { TestedPolicy } from './tested-policy.ts';

export interface TestRun {
  /** Test files; others are passed over. */
  readonly files: readonly ParsedFile[];
  readonly policies: readonly TestedPolicy[];
  readonly countText: CountText;
}

export function runTests({ files, policies, countText }: TestRun): TestReport {
  const tests: TestResult[] = [];
  const skipped: SkippedTest[] = [];
  const diagnostics: Diagnostic[] = [];
  const reached = new Map<string, { policy: string; route: string }>();
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
      diagnostics.push(
        noPolicy(
          file,
          policies.map((each) => each.policy.at.path),
        ),
      );
      continue;
    }
    for (const bound of bindTests(file, tested.policy)) {
      const { title: name, kind, line } = bound;
      const head = { name, kind, file: bound.file, line };
      diagnostics.push(...bound.faults);
      if (bound.faults.length === 0 && (bound.kind === 'never' || bound.kind === 'always')) {
        const because = `\`${bound.kind}\` holds for every possible request or not at all; this version cannot prove it yet`;
        skipped.push({ ...head, because });
        continue;
      }
      const outcome = runBound(tested, bound, countText);
      const policy = tested.policy.at.path;
      for (const route of outcome.routes) reached.set(`${policy}\0${route}`, { policy, route });
      const { message } = outcome;
      tests.push(message === undefined ? { ...head, ok: true } : { ...head, ok: false, message });
    }
  }
  const passed = tests.filter((test) => test.ok).length;
  const summary = { passed, failed: tests.length - passed, skipped: skipped.length };
  return { tests, skipped, diagnostics: distinct(diagnostics), reached: [...reached.values()], summary };
}

export function isTestFile(file: ParsedFile): boolean {
  return file.ast.testsFor !== undefined || file.source.path.endsWith('.test.route');
}

function runBound(
  tested: TestedPolicy,
  bound: Bound,
  countText: CountText,
): { readonly routes: Iterable<string>; readonly message?: string } {
  const { faults } = bound;
  if (faults.length > 0) {
    return { routes: [], message: `it was not run: ${faults.map((fault) => fault.message).join('; ')}` };
  }
  if (tested.graph === undefined) {
    return { routes: [], message: `it was not run: ${tested.policy.at.path} has errors` };
  }
  switch (bound.kind) {
    case 'accept':
      return runAcceptance(tested, bound, countText);
    case 'test':
    case 'case': {
      const run = runScenario(tested, bound.scenario, countText);
      const message = judgeRun(run, bound.expected);
      const routes = run.route === undefined ? [] : [run.route];
      return message === undefined ? { routes } : { routes, message };
    }
    default:
      return { routes: [] };
  }
}

/** A fault in what a table gives to all its cases is one fault. */
function distinct(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ at, message }) => {
    const key = `${at.path}:${at.span.start}:${message}`;
    return !seen.has(key) && seen.add(key);
  });
}

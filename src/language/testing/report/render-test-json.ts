/**
 * A test report as `llmr test --format json` prints it (language.md section 12, version 1). Knows no file and no run.
 */
import type { TestReport } from './test-report.ts';

export function renderTestJson(report: TestReport): string {
  const { tests, skipped, diagnostics, coverage, mutation, summary } = report;
  const faults = diagnostics.map(({ rule, code, severity, at, message }) => ({
    rule,
    ...(code === undefined ? {} : { code }),
    severity,
    file: at.path,
    message,
  }));
  return `${JSON.stringify({ version: 1, tests, skipped, faults, coverage, mutation, summary }, null, 2)}\n`;
}

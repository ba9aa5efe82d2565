/**
 * A test report for people: one line per test, failures with the expected and the actual result and the reason, then
 * a count. Faults of test files are diagnostics and are printed as such. Knows no terminal: `paint` does.
 */

import type { Paint } from './paint.ts';
import { renderCoverage, renderMutation } from './render-measures.ts';
import type { TestReport } from './test-report.ts';

const PLAIN: Paint = (_style, text) => text;

export function renderTestText(report: TestReport, paint: Paint = PLAIN): string {
  const lines: string[] = [];
  let file = '';
  const entries = [
    ...report.tests.map((test) => ({ ...test, mark: test.ok ? ('pass' as const) : ('fail' as const) })),
    ...report.skipped.map((test) => ({
      ...test,
      mark: 'skip' as const,
      message: test.because.startsWith('undecided') ? test.because : `skipped: ${test.because}`,
    })),
  ].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line));
  for (const entry of entries) {
    if (entry.file !== file) lines.push(...(file === '' ? [] : ['']), entry.file);
    file = entry.file;
    const sign = { pass: '✓', fail: '✗', skip: '–' }[entry.mark];
    const place = paint('dim', `:${entry.line}`);
    const proved = 'verdict' in entry && entry.verdict === 'proved' ? paint('dim', ' proved') : '';
    lines.push(`  ${paint(entry.mark, sign)} ${entry.name} ${place}${proved}`);
    for (const line of entry.message?.split('\n') ?? []) lines.push(`      ${line}`);
  }
  const { passed, failed, skipped } = report.summary;
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])];
  lines.push(...(lines.length === 0 ? [] : ['']), paint(failed > 0 ? 'fail' : 'pass', counts.join(', ')));
  const parts = [
    `${lines.join('\n')}\n`,
    ...(report.coverage === undefined ? [] : [renderCoverage(report.coverage, paint)]),
    ...(report.mutation === undefined ? [] : [renderMutation(report.mutation, paint)]),
  ];
  return parts.join('\n');
}

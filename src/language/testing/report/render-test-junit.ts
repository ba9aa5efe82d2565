/** A test report as JUnit XML, the form CI systems read: one suite per file. Knows no file and no run. */
import type { SkippedTest, TestReport, TestResult } from './test-report.ts';

export function renderTestJunit(report: TestReport): string {
  const files = [...new Set([...report.tests, ...report.skipped].map((test) => test.file))];
  const { passed, failed, skipped } = report.summary;
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>'];
  lines.push(`<testsuites tests="${passed + failed + skipped}" failures="${failed}" skipped="${skipped}">`);
  for (const file of files) {
    const tests = report.tests.filter((test) => test.file === file);
    const left = report.skipped.filter((test) => test.file === file);
    const failures = tests.filter((test) => !test.ok).length;
    lines.push(
      `  <testsuite name="${escaped(file)}" tests="${tests.length + left.length}" failures="${failures}" skipped="${left.length}">`,
      ...tests.flatMap(testCase),
      ...left.flatMap(skippedCase),
      '  </testsuite>',
    );
  }
  lines.push('</testsuites>');
  return `${lines.join('\n')}\n`;
}

function testCase(test: TestResult): readonly string[] {
  const head = opening(test);
  if (test.ok) return [`${head}/>`];
  const [first = 'failed'] = (test.message ?? 'failed').split('\n');
  return [
    `${head}>`,
    `      <failure message="${escaped(first)}">${escaped(test.message ?? '')}</failure>`,
    '    </testcase>',
  ];
}

function skippedCase(test: SkippedTest): readonly string[] {
  return [`${opening(test)}>`, `      <skipped message="${escaped(test.because)}"/>`, '    </testcase>'];
}

function opening({ name, kind, file, line }: TestResult | SkippedTest): string {
  return `    <testcase name="${escaped(name)}" classname="${kind}" file="${escaped(file)}" line="${line}"`;
}

/** XML 1.0 has no way at all to write most control characters. */
function escaped(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}

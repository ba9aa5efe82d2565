/**
 * What people read of a test run, reviewed as files: a test file, dashes, and what llmr says to it.
 * `UPDATE_GOLDEN=1` writes them anew.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderTestJson } from '../../../../src/language/testing/report/render-test-json.ts';
import { renderTestJunit } from '../../../../src/language/testing/report/render-test-junit.ts';
import { renderTestText } from '../../../../src/language/testing/report/render-test-text.ts';
import { runTests } from '../../../../src/language/testing/run/run-tests.ts';
import { countWords, support, testFile } from '../support-policy.ts';

const folder = new URL('../../../golden/testing/', import.meta.url);
const DASHES = '\n--------\n';

function reportOf(text: string) {
  return runTests({ files: [testFile(text)], policies: [support()], countText: countWords });
}

it.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  const path = new URL(name, folder);
  const [source = '', before = ''] = readFileSync(path, 'utf8').split(DASHES);
  const report = reportOf(source);
  const faults = report.diagnostics.map((each) => `${each.rule}: ${each.message}\n`).join('');
  const now = `${renderTestText(report)}${faults}`;
  if (process.env['UPDATE_GOLDEN']) writeFileSync(path, `${source.trimEnd()}\n${DASHES}${now}`);
  else expect(now).toBe(before);
});

const small = `tests for "./support.route"
test "holds" { given tier pro expect route otherwise }
test "a \\"quoted\\" <title> & more" { given tier pro expect model sonnet }
always "fits" { tokens fit model }
`;

it('is JSON of version 1', () => {
  const json: unknown = JSON.parse(renderTestJson(reportOf(small)));
  expect(json).toMatchObject({
    version: 1,
    tests: [
      { name: 'holds', kind: 'test', file: 'policies/support.test.route', line: 2, ok: true },
      {
        name: 'a "quoted" <title> & more',
        ok: false,
        message: expect.stringContaining('expected model sonnet'),
      },
    ],
    skipped: [{ name: 'fits', kind: 'always', line: 4 }],
    summary: { passed: 1, failed: 1, skipped: 1 },
  });
});

it('is JUnit XML', () => {
  const xml = renderTestJunit(reportOf(small));
  expect(xml.split('\n').map((line) => line.replace(/message="[^"]*"|>expected.*</g, '…'))).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites tests="3" failures="1" skipped="1">',
    '  <testsuite name="policies/support.test.route" tests="3" failures="1" skipped="1">',
    '    <testcase name="holds" classname="test" file="policies/support.test.route" line="2"/>',
    '    <testcase name="a &quot;quoted&quot; &lt;title&gt; &amp; more" classname="test" file="policies/support.test.route" line="3">',
    '      <failure ……/failure>',
    '    </testcase>',
    '    <testcase name="fits" classname="always" file="policies/support.test.route" line="4">',
    '      <skipped …/>',
    '    </testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
});

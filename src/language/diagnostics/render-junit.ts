/**
 * Diagnostics as JUnit XML, the form CI systems read: a suite for each file, in it a test case for each rule that has
 * found something, and one that passes where no rule has. Knows no rule by name.
 */
import type { Source } from '../text/source.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type JsonFinding, renderJson } from './render-json.ts';
import { exampleWords } from './render-text.ts';

export interface JunitOptions {
  /**
   * Warnings count as failures, because there are more of them than the run allows. Otherwise they are attached to a
   * passing case.
   */
  readonly warningsFail?: boolean;
}

interface Case {
  readonly rule: string;
  readonly findings: readonly JsonFinding[];
  readonly failed: boolean;
}

export function renderJunit(
  diagnostics: readonly Diagnostic[],
  sources: readonly Source[],
  { warningsFail = false }: JunitOptions = {},
): string {
  const { findings } = renderJson(diagnostics, sources);
  const fails = ({ severity }: JsonFinding): boolean =>
    severity === 'error' || (warningsFail && severity === 'warning');
  const files = new Set([
    ...sources.map(({ path }) => path).filter((path) => path.endsWith('.route')),
    ...findings.map(({ file }) => file),
  ]);
  const suites = [...files].map((file) => ({ file, cases: casesOf(file) }));
  const count = (cases: readonly Case[]): string =>
    `tests="${cases.length}" failures="${cases.filter(({ failed }) => failed).length}" errors="0"`;
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="llmr-lint" ${count(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap(({ file, cases }) => [
      `  <testsuite name="${escaped(file)}" ${count(cases)}>`,
      ...cases.flatMap((each) => caseLines(file, each)),
      '  </testsuite>',
    ]),
    '</testsuites>',
  ].join('\n')}\n`;

  function casesOf(file: string): readonly Case[] {
    const here = findings.filter((finding) => finding.file === file);
    if (here.length === 0) return [{ rule: 'lint', findings: [], failed: false }];
    return [...new Set(here.map(({ rule }) => rule))].map((rule) => {
      const found = here.filter((finding) => finding.rule === rule);
      return { rule, findings: found, failed: found.some(fails) };
    });
  }
}

function caseLines(file: string, { rule, findings, failed }: Case): readonly string[] {
  const [first] = findings;
  const line = first === undefined ? '' : ` line="${first.line}"`;
  const head = `    <testcase name="${escaped(rule)}" classname="${escaped(file)}" file="${escaped(file)}"${line}`;
  if (first === undefined) return [`${head}/>`];
  const told = escaped(findings.map(toldOf).join('\n\n'));
  const more = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
  const body = failed
    ? `<failure type="${first.severity}" message="${escaped(first.message + more)}">${told}</failure>`
    : `<system-out>${told}</system-out>`;
  return [`${head}>`, `      ${body}`, '    </testcase>'];
}

function toldOf(finding: JsonFinding): string {
  const { file, line, column, severity, message, because, example, help } = finding;
  return [
    `${file}:${line}:${column} ${severity}: ${message}`,
    ...(because === undefined ? [] : [`  because: ${because}`]),
    ...(example === undefined ? [] : [`  example: ${exampleWords(example)}`]),
    ...(help === undefined ? [] : [`  help: ${help}`]),
  ].join('\n');
}

/** XML 1.0 cannot represent most control characters. */
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

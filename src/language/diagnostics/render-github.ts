/**
 * Diagnostics as workflow commands of GitHub Actions, one per line: `::error file=…,line=…,col=…::…`. The runner
 * turns them into annotations of the changed lines. Knows no repository: paths are used as given.
 */
import type { Source } from '../text/source.ts';
import type { Diagnostic } from './diagnostic.ts';
import { type JsonFinding, renderJson } from './render-json.ts';
import { exampleWords } from './render-text.ts';

const COMMANDS = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** Each command ends with a line break; empty when there is nothing to say. */
export function renderGithub(diagnostics: readonly Diagnostic[], sources: readonly Source[]): string {
  return renderJson(diagnostics, sources)
    .findings.map((finding) => `${commandOf(finding)}\n`)
    .join('');
}

function commandOf(finding: JsonFinding): string {
  const { severity, file, line, endLine, column, endColumn, rule, code } = finding;
  // Columns are only read where the annotation is of one line.
  const place = line === endLine ? { line, col: column, endColumn } : { line, endLine };
  const title = code === undefined ? `llmr ${rule}` : `llmr ${rule} (${code})`;
  const properties = Object.entries({ file, ...place, title })
    .map(([name, value]) => `${name}=${escapedProperty(String(value))}`)
    .join(',');
  return `::${COMMANDS[severity]} ${properties}::${escapedData(toldOf(finding))}`;
}

function toldOf({ message, because, example, help }: JsonFinding): string {
  return [
    message,
    ...(because === undefined ? [] : [`because: ${because}`]),
    ...(example === undefined ? [] : [`example: ${exampleWords(example)}`]),
    ...(help === undefined ? [] : [`help: ${help}`]),
  ].join('\n');
}

/** As `@actions/core` does it. */
function escapedData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapedProperty(text: string): string {
  return escapedData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

/**
 * Diagnostics for machines, version 1: `{version, findings, summary}`. Lines and columns count from 1, columns in
 * UTF-16 code units, ends exclusive. More members may be added; none is removed within a version.
 */
import { positionAt, type Source } from '../text/source.ts';
import type { Diagnostic, FactsExample, Origin, Severity } from './diagnostic.ts';

export interface JsonPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface JsonFinding extends JsonPlace {
  readonly rule: string;
  readonly code?: string;
  readonly severity: Severity;
  readonly message: string;
  readonly because?: string;
  /** `llmr explain --facts FILE` accepts it unchanged. */
  readonly example?: FactsExample;
  readonly help?: string;
  /** Other places that matter to the message. */
  readonly related?: readonly (JsonPlace & { readonly message: string })[];
  /** Edits to make together. */
  readonly fix?: {
    readonly title: string;
    /** True where more than one reading is left: `--fix` does not apply it. */
    readonly guess?: true;
    readonly edits: readonly (JsonPlace & { readonly text: string })[];
  };
}

export interface JsonFindings {
  readonly version: 1;
  readonly findings: readonly JsonFinding[];
  readonly summary: { readonly errors: number; readonly warnings: number; readonly infos: number };
}

export function renderJson(diagnostics: readonly Diagnostic[], sources: readonly Source[]): JsonFindings {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return {
    version: 1,
    findings: diagnostics.map((diagnostic) => findingOf(diagnostic, byPath)),
    summary: { errors: count('error'), warnings: count('warning'), infos: count('info') },
  };
}

function findingOf(diagnostic: Diagnostic, sources: ReadonlyMap<string, Source>): JsonFinding {
  const { rule, code, severity, at, message, because, example, help, labels, fix } = diagnostic;
  return {
    rule,
    ...(code === undefined ? {} : { code }),
    severity,
    ...placeOf(at, sources),
    message,
    ...(because === undefined ? {} : { because }),
    ...(example === undefined ? {} : { example }),
    ...(help === undefined ? {} : { help }),
    ...(labels === undefined || labels.length === 0
      ? {}
      : { related: labels.map((label) => ({ ...placeOf(label, sources), message: label.text })) }),
    ...(fix === undefined
      ? {}
      : {
          fix: {
            title: fix.title,
            ...(fix.guess === true ? { guess: true as const } : {}),
            edits: fix.edits.map((edit) => ({ ...placeOf(edit, sources), text: edit.text })),
          },
        }),
  };
}

function placeOf(origin: Origin, sources: ReadonlyMap<string, Source>): JsonPlace {
  const source = sources.get(origin.path);
  if (source === undefined) return { file: origin.path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const start = positionAt(source, origin.span.start);
  const end = positionAt(source, origin.span.end);
  return {
    file: origin.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}

/**
 * Applies the edits that findings contain. A fix is applied completely or not at all. Of two that change the same text,
 * the first wins and the other waits for the next round. A fix that would add a language error to a file without errors
 * is undone. Knows no rule and writes no file.
 */
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { createSource, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

export interface Fixed {
  readonly sources: readonly Source[];
  readonly applied: readonly Fix[];
}

/** One round. Sources that no edit touches come back as they are. `refused`: fixes that are not to be made. */
export function applyFixes(
  sources: readonly Source[],
  findings: readonly Diagnostic[],
  refused: readonly Fix[] = [],
): Fixed {
  const known = new Set(sources.map((source) => source.path));
  const taken = new Map<string, { span: Span; text: string }[]>();
  const chosen: Fix[] = [];
  for (const { fix } of findings) {
    if (
      fix === undefined ||
      fix.guess === true ||
      [...chosen, ...refused].some((other) => sameFix(other, fix))
    )
      continue;
    const fits = fix.edits.every(
      (edit) =>
        known.has(edit.path) && (taken.get(edit.path) ?? []).every((other) => apart(edit.span, other.span)),
    );
    if (!fits) continue;
    chosen.push(fix);
    for (const edit of fix.edits) taken.set(edit.path, [...(taken.get(edit.path) ?? []), edit]);
  }
  return {
    sources: sources.map((source) => {
      const edits = taken.get(source.path);
      return edits === undefined ? source : createSource(source.path, edited(source.text, edits));
    }),
    applied: chosen,
  };
}

const MOST_ROUNDS = 20;

type Lint = (sources: readonly Source[]) => readonly Diagnostic[];

/**
 * Lints and fixes until nothing is left to apply. Returns the last findings with the sources they speak of;
 * `converged` is false when fixes still wanted to change something after 20 rounds, which is a fault of a rule.
 */
export function fixUntilConverged(
  sources: readonly Source[],
  lint: Lint,
): { sources: readonly Source[]; findings: readonly Diagnostic[]; applied: number; converged: boolean } {
  let current = sources;
  let findings = lint(current);
  let applied = 0;
  let refused: readonly Fix[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = applyFixes(current, findings, refused);
    if (next.applied.length === 0) return { sources: current, findings, applied, converged: true };
    const after = lint(next.sources);
    if (breaksFile(findings, after)) {
      refused = [...refused, ...breaking(current, findings, next.applied, lint)];
      continue;
    }
    applied += next.applied.length;
    current = next.sources;
    findings = after;
    // Its offsets are those of the text before: whatever was refused is judged again in the new text.
    refused = [];
  }
  return { sources: current, findings, applied, converged: false };
}

/** Whether a file has errors of the language that had none. */
function breaksFile(before: readonly Diagnostic[], after: readonly Diagnostic[]): boolean {
  const broken = (findings: readonly Diagnostic[]): Set<string> =>
    new Set(findings.filter(({ code }) => code !== undefined).map(({ at }) => at.path));
  const known = broken(before);
  return [...broken(after)].some((path) => !known.has(path));
}

/** Which of a round's fixes break a file, each tried alone; all of them where none does so alone. */
function breaking(
  sources: readonly Source[],
  findings: readonly Diagnostic[],
  fixes: readonly Fix[],
  lint: Lint,
): readonly Fix[] {
  const alone = fixes.filter((fix) => {
    const only = findings.filter((finding) => finding.fix !== undefined && sameFix(finding.fix, fix));
    return breaksFile(findings, lint(applyFixes(sources, only).sources));
  });
  return alone.length > 0 ? alone : fixes;
}

/** Two insertions at one place are not apart: which comes first would be chance. */
function apart(a: Span, b: Span): boolean {
  return a.end < b.start || b.end < a.start || (a.start !== a.end && b.start !== b.end && touching(a, b));
}

function touching(a: Span, b: Span): boolean {
  return a.end === b.start || b.end === a.start;
}

function sameFix(a: Fix, b: Fix): boolean {
  return JSON.stringify(a.edits) === JSON.stringify(b.edits);
}

function edited(text: string, edits: readonly { readonly span: Span; readonly text: string }[]): string {
  // A fix is written with `\n`, and made with what the file ends its lines.
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    result =
      result.slice(0, edit.span.start) + edit.text.replaceAll('\n', lineEnd) + result.slice(edit.span.end);
  }
  return result;
}

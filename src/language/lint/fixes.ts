/**
 * Applies the edits that findings bring along. A fix is applied whole or not at all; of two that touch the same
 * text the first wins and the other waits for the next round. Knows no rule and writes no file.
 */
import type { Diagnostic, Fix } from '../diagnostics/diagnostic.ts';
import { createSource, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

export interface Fixed {
  readonly sources: readonly Source[];
  /** Fixes that were applied. */
  readonly applied: number;
}

/** One round. Sources that no edit touches come back as they are. */
export function applyFixes(sources: readonly Source[], findings: readonly Diagnostic[]): Fixed {
  const known = new Set(sources.map((source) => source.path));
  const taken = new Map<string, { span: Span; text: string }[]>();
  const chosen: Fix[] = [];
  for (const { fix } of findings) {
    if (fix === undefined || chosen.some((other) => sameFix(other, fix))) continue;
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
    applied: chosen.length,
  };
}

const MOST_ROUNDS = 20;

/**
 * Lints and fixes until nothing is left to apply. Returns the last findings with the sources they speak of;
 * `converged` is false when fixes still wanted to change something after 20 rounds, which is a fault of a rule.
 */
export function fixUntilConverged(
  sources: readonly Source[],
  lint: (sources: readonly Source[]) => readonly Diagnostic[],
): { sources: readonly Source[]; findings: readonly Diagnostic[]; applied: number; converged: boolean } {
  let current = sources;
  let findings = lint(current);
  let applied = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = applyFixes(current, findings);
    if (next.applied === 0) return { sources: current, findings, applied, converged: true };
    applied += next.applied;
    current = next.sources;
    findings = lint(current);
  }
  return { sources: current, findings, applied, converged: false };
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
  let result = text;
  for (const edit of [...edits].sort((a, b) => b.span.start - a.span.start)) {
    result = result.slice(0, edit.span.start) + edit.text + result.slice(edit.span.end);
  }
  return result;
}

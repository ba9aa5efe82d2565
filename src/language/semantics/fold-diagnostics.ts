/**
 * Folds diagnostics: one fault is reported once. Consequences of a syntax error are left out, and the same unknown
 * name at several positions is one message with all of them. Knows no declaration.
 */
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { resolvePath } from './resolve-path.ts';

/** Messages of syntax, binding and checking, in reading order. */
export function foldDiagnostics(files: readonly ParsedFile[], later: readonly Diagnostic[]): Diagnostic[] {
  const recovered = new Map(
    files.filter((file) => file.ast.recovered).map((file) => [file.source.path, file]),
  );
  const syntax = files.flatMap((file) => file.diagnostics);
  const kept = later.filter((diagnostic) => {
    const file = recovered.get(diagnostic.at.path);
    return file === undefined || isSureOf(file, diagnostic);
  });
  return sortDiagnostics([...syntax, ...foldRepeated(kept, files)]);
}

/** Wrong units and values are wrong whatever else the file contains. */
const SELF_CONTAINED = ['L1301', 'L1302', 'L1304', 'L1305', 'L1306', 'L1307'];

/**
 * In a file with syntax errors names may be missing because their declaration was lost; but a broken block does not
 * hide a wrong unit in a whole one.
 */
function isSureOf(file: ParsedFile, { at, code }: Diagnostic): boolean {
  if (!SELF_CONTAINED.includes(code ?? '')) return false;
  const holder = file.ast.declarations.find(
    ({ span }) => span.start <= at.span.start && at.span.end <= span.end,
  );
  return (
    holder !== undefined &&
    !file.diagnostics.some(({ at: { span } }) => span.start < holder.span.end && holder.span.start < span.end)
  );
}

/** Codes of names and values that nothing declares. */
const FOLDED = ['L1101', 'L1102', 'L1105', 'L1106', 'L1108'];
const MOST_LABELS = 3;

/** A test repeats faults of its policy: its messages fold into the policy's. */
function foldRepeated(diagnostics: readonly Diagnostic[], files: readonly ParsedFile[]): Diagnostic[] {
  const policyOf = new Map(
    files.flatMap(({ source, ast }) =>
      ast.testsFor === undefined ? [] : [[source.path, resolvePath(source.path, ast.testsFor.text)] as const],
    ),
  );
  const isTest = (one: Diagnostic): number => (policyOf.has(one.at.path) ? 1 : 0);
  const ordered = sortDiagnostics(diagnostics).sort((a, b) => isTest(a) - isTest(b));
  const kept: Diagnostic[] = [];
  const firsts = new Map<string, number>();
  for (const diagnostic of ordered) {
    const path = policyOf.get(diagnostic.at.path) ?? resolvePath('', diagnostic.at.path);
    const key = `${path}\n${diagnostic.code}\n${diagnostic.message}`;
    const index = FOLDED.includes(diagnostic.code ?? '') ? firsts.get(key) : undefined;
    const first = index === undefined ? undefined : kept[index];
    if (index === undefined || first === undefined) {
      firsts.set(key, kept.length);
      kept.push(diagnostic);
    } else {
      kept[index] = withPlace(first, diagnostic);
    }
  }
  return kept;
}

/** The same fault at another position; a fix that replaces the name replaces it there, too. */
function withPlace(first: Diagnostic, next: Diagnostic): Diagnostic {
  const labels = first.labels ?? [];
  const more = labels.length < MOST_LABELS ? [...labels, { ...next.at, text: 'here too' }] : labels;
  const replaces = (one: Diagnostic): boolean =>
    one.fix?.edits.every((edit) => edit.span.end > edit.span.start) ?? false;
  return {
    ...first,
    labels: more,
    ...(first.fix !== undefined && next.fix !== undefined && replaces(first) && replaces(next)
      ? { fix: { ...first.fix, edits: [...first.fix.edits, ...next.fix.edits] } }
      : {}),
  };
}

/**
 * Which places of a file decide something: what is compared, sent or learned, as opposed to comments and reasons.
 * Knows no rule.
 */
import type { ParsedFile } from '../syntax/syntax.ts';
import { lineText, positionAt, type Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';

/**
 * Whether what is read there is compared, sent or learned. Which clause a text belongs to is not known in a file with
 * syntax errors: there only text outside of strings certainly has no effect.
 */
export function decides(file: ParsedFile | undefined, span: Span): boolean {
  if (file === undefined) return true;
  const holds = (node: { readonly span: Span } | undefined): boolean =>
    node !== undefined && node.span.start <= span.start && span.end <= node.span.end;
  if (file.comments.some(holds)) return false;
  if (file.ast.recovered) return isInText(file.source, span.start);
  if (holds(file.ast.header?.owner)) return false;
  return !file.ast.declarations.some(
    (one) => (one.kind === 'route' || one.kind === 'otherwise') && holds(one.action.because),
  );
}

/** Whether an offset is inside quotes. Texts end on their line. */
export function isInText(source: Source, offset: number): boolean {
  const { line, column } = positionAt(source, offset);
  const before = lineText(source, line).slice(0, column - 1);
  return (before.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;
}

/**
 * The edits that remove a declaration, or one name of an import, from a file without leaving a gap.
 */
import type { Import, Name } from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { lineText, positionAt } from '../text/source.ts';
import type { Span, TextEdit } from '../text/span.ts';

/** Whole lines, with the comments directly above and one blank line; less if a line contains more. */
export function deletionOf(file: ParsedFile, span: Span): TextEdit {
  const { source } = file;
  const first = positionAt(source, span.start);
  const last = positionAt(source, Math.max(span.start, span.end - 1));
  const before = lineText(source, first.line).slice(0, first.column - 1);
  const after = lineText(source, last.line).slice(last.column);
  if (before.trim() !== '' || !/^\s*(#.*)?$/.test(after)) return { span, text: '' };
  let from = first.line;
  while (from > 1 && /^\s*#/.test(lineText(source, from - 1))) from -= 1;
  let to = last.line + 1;
  const above = from === 1 ? '' : lineText(source, from - 1);
  if (above.trim() === '' && to <= source.lineStarts.length && lineText(source, to).trim() === '') to += 1;
  return {
    span: {
      start: source.lineStarts[from - 1] ?? span.start,
      end: source.lineStarts[to - 1] ?? source.text.length,
    },
    text: '',
  };
}

/** The name with the comma that joins it to its neighbour; the import must have another one. */
export function deletionFromImport(declaration: Import, name: Name): TextEdit {
  const index = declaration.names.indexOf(name);
  const before = declaration.names[index - 1];
  const after = declaration.names[index + 1];
  if (after !== undefined) return { span: { start: name.span.start, end: after.span.start }, text: '' };
  return { span: { start: before?.span.end ?? name.span.start, end: name.span.end }, text: '' };
}

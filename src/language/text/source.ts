/**
 * One file's text with its path and line table. The only place that knows what a line is. Must not know tokens,
 * policies or the file system: code that reads files creates Sources.
 */
import type { Span } from './span.ts';

export interface Source {
  /** As the user would write it; used in messages and to resolve imports. Always with `/`. */
  readonly path: string;
  readonly text: string;
  /** Offset at which each line begins; the first is 0. */
  readonly lineStarts: readonly number[];
}

/** Line and column counted from 1, column in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function createSource(path: string, text: string): Source {
  const lineStarts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) {
      lineStarts.push(index + 1);
    }
  }
  return { path, text, lineStarts };
}

/** The position of an offset; offsets outside the text are clamped to it. */
export function positionAt(source: Source, offset: number): Position {
  const at = Math.max(0, Math.min(offset, source.text.length));
  let low = 0;
  let high = source.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((source.lineStarts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (source.lineStarts[low] ?? 0) + 1 };
}

/** The text of a line (from 1), without its line break. */
export function lineText(source: Source, line: number): string {
  const start = source.lineStarts[line - 1] ?? source.text.length;
  const end = source.lineStarts[line] ?? source.text.length;
  return source.text.slice(start, end).replace(/[\r\n]+$/, '');
}

export function sliceOf(source: Source, span: Span): string {
  return source.text.slice(span.start, span.end);
}

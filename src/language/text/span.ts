/**
 * Half-open ranges of UTF-16 offsets in one source text. Knows nothing about lines, files or tokens; `source.ts`
 * turns offsets into lines and columns.
 */

/** `start` inclusive, `end` exclusive; both are offsets in UTF-16 code units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export function spanOf(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that holds both. */
export function joinSpans(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** Replaces the text at `span` by `text`; an insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

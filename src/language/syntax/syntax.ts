/**
 * What parsing a source yields; the contract between `syntax/` and everything after it.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Source } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { RouteFile } from './ast.ts';

/** A `#` comment, from the sign to the end of its line; `ownLine` when nothing is before it. */
export interface Comment {
  readonly span: Span;
  readonly text: string;
  readonly ownLine: boolean;
}

export interface ParsedFile {
  readonly source: Source;
  readonly ast: RouteFile;
  readonly comments: readonly Comment[];
  readonly diagnostics: readonly Diagnostic[];
}

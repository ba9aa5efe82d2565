/**
 * One canonical style for `.route` files. Keeps every comment; proves of its own output that it says the same,
 * and refuses otherwise; refuses a file with syntax errors, whose layout nobody can know.
 */
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { readLayout } from '../syntax/layout.ts';
import { parse } from '../syntax/parse.ts';
import type { Comment, ParsedFile } from '../syntax/syntax.ts';
import { createSource } from '../text/source.ts';
import { spanOf } from '../text/span.ts';
import { printLayout } from './print-layout.ts';
import { sameAst } from './same-ast.ts';

export type FormatOutcome =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function format(file: ParsedFile): FormatOutcome {
  if (file.ast.recovered) return { ok: false, diagnostics: file.diagnostics };
  const text = printLayout(file.source, readLayout(file.source), file.comments);
  const again = parse(createSource(file.source.path, text));
  if (sameAst(file.ast, again.ast) && sameComments(file.comments, again.comments)) return { ok: true, text };
  return { ok: false, diagnostics: [wouldChange(file.source.path)] };
}

function sameComments(a: readonly Comment[], b: readonly Comment[]): boolean {
  return (
    a.length === b.length &&
    a.every((comment, index) => comment.text === b[index]?.text && comment.ownLine === b[index]?.ownLine)
  );
}

/** Our bug, not the user's; but the user's file is what must stay as it is. */
function wouldChange(path: string): Diagnostic {
  return {
    rule: 'syntax',
    code: 'L1050',
    severity: 'error',
    at: { path, span: spanOf(0, 0) },
    message: 'formatting would change what this file says, so it is left as it is',
    because: 'the formatter reads its own output again and compares',
    help: 'this is a mistake in the formatter: please report it with this file',
  };
}

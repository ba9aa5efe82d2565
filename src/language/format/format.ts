/**
 * One canonical style for `.route` files. Keeps every comment; verifies that its output has the same meaning, and
 * otherwise refuses; also refuses files with syntax errors, whose layout is undefined.
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

/** A bug in llmr; the user's file must not be changed. */
function wouldChange(path: string): Diagnostic {
  return {
    rule: 'syntax',
    code: 'L1050',
    severity: 'error',
    at: { path, span: spanOf(0, 0) },
    message: 'formatting would change the meaning of this file, so it was not changed',
    because: 'the formatter parses its output and compares it with the input',
    help: 'this is a bug in the formatter: please report it with this file',
  };
}

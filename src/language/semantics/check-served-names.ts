/** Rules between policies: two that serve one model name, two of one name. Must not know routes. */
import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { label, languageError, placeOf, type Report } from './report.ts';

interface Served {
  readonly name: string;
  readonly span: Ast.Text['span'];
  readonly file: ParsedFile;
  readonly policy: string;
}

/** One wildcard together with exact names is allowed: exact names come first. */
export function checkServedNames(files: readonly ParsedFile[], report: Report): void {
  const served = new Map<string, Served>();
  const policies = new Map<string, { readonly file: ParsedFile; readonly name: Ast.Name }>();
  for (const file of files) {
    const { header } = file.ast;
    if (header === undefined) continue;
    const other = policies.get(header.name.text);
    if (other !== undefined) {
      sayTwoPolicies(file, header.name, other, report);
      continue;
    }
    policies.set(header.name.text, { file, name: header.name });
    for (const name of header.serves ?? [header.name]) {
      const one = { name: name.text, span: name.span, file, policy: header.name.text };
      const first = served.get(name.text);
      if (first === undefined) served.set(name.text, one);
      else if (first.file !== file) sayOverlap(one, first, report);
    }
  }
}

function sayTwoPolicies(
  file: ParsedFile,
  name: Ast.Name,
  other: { readonly file: ParsedFile; readonly name: Ast.Name },
  report: Report,
): void {
  const at = placeOf(other.file, other.name.span);
  report(
    languageError(
      file,
      name.span,
      'L1206',
      `there is already a policy \`${name.text}\` (${at.path}:${at.line})`,
      {
        because: 'decisions and metrics name policies',
        help: 'give one of the two another name',
        labels: [label(at, `the first \`${name.text}\``)],
      },
    ),
  );
}

function sayOverlap(second: Served, first: Served, report: Report): void {
  const at = placeOf(first.file, first.span);
  const all = second.name === '*';
  report(
    languageError(
      second.file,
      second.span,
      'L1801',
      all
        ? `policies \`${first.policy}\` and \`${second.policy}\` both serve every other name`
        : `policies \`${first.policy}\` and \`${second.policy}\` both serve "${second.name}"`,
      {
        because: `a requested model name must lead to one policy; the other is at ${at.path}:${at.line}`,
        help: all ? 'let one of the two serve exact names' : `remove "${second.name}" from one of the two`,
        labels: [label(at, `also serves "${first.name}"`)],
      },
    ),
  );
}

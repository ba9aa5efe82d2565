/**
 * The context of every check of one file: its scope, the references of its names, the data files, and the list of
 * reports. Knows no declaration in particular.
 */

import type * as Ast from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import { sliceOf } from '../text/source.ts';
import type { Span } from '../text/span.ts';
import type { Declared } from '../vocabulary/facts.ts';
import type { Place } from './model.ts';
import { notYet } from './not-yet.ts';
import { type Code, languageError, placeOf, type Report, type Said, unknownValue } from './report.ts';
import { type Bound, type DataFiles, type Entry, groupsOf, type Scope, UNNAMED_GROUP } from './scope.ts';

export interface Context {
  readonly file: ParsedFile;
  readonly scope: Scope;
  readonly references: ReadonlyMap<Ast.Name | Ast.Text, Entry>;
  readonly data: DataFiles;
  /** What conditions of the file can refer to. */
  readonly declared: Declared;
  readonly report: Report;
}

export function createContext(bound: Bound, scope: Scope, report: Report): Context {
  return {
    file: scope.file,
    scope,
    references: bound.references,
    data: bound.data,
    declared: declaredIn(scope),
    report,
  };
}

export function declaredIn(scope: Scope): Declared {
  const groups = new Map<string, readonly string[]>([[UNNAMED_GROUP, []]]);
  for (const [group, intents] of groupsOf(scope))
    groups.set(
      group,
      intents.map((entry) => entry.node.name.text),
    );
  const settled = [...scope.names.predicates].filter(([, { node }]) => node.whenUnknown !== undefined);
  return {
    tiers: scope.tiers?.node.names.map((name) => name.text) ?? [],
    groups,
    settled: new Set(settled.map(([name]) => name)),
  };
}

export function fault(context: Context, span: Span, code: Code, message: string, said?: Said): void {
  context.report(languageError(context.file, span, code, message, said));
}

export function sayNotYet(context: Context, construct: string, span: Span): void {
  const diagnostic = notYet(construct, context.file, span);
  if (diagnostic !== undefined) context.report(diagnostic);
}

export function place(context: Context, span: Span): Place {
  return placeOf(context.file, span);
}

/** As written, comments left out and spaces folded: `tier is pro or enterprise`. */
export function wordsOf(context: Context, span: Span): string {
  let text = '';
  let at = span.start;
  for (const comment of context.file.comments) {
    if (comment.span.start < at || comment.span.start >= span.end) continue;
    text += sliceOf(context.file.source, { start: at, end: comment.span.start });
    at = comment.span.end;
  }
  return (text + sliceOf(context.file.source, { start: at, end: span.end })).replace(/\s+/g, ' ').trim();
}

/** One of a closed list of words, or undefined after an `unknown-name`; `kind` with its article: `a dialect`. */
export function oneOf<T extends string>(
  context: Context,
  name: Ast.Name,
  kind: string,
  valid: readonly T[],
): T | undefined {
  const found = valid.find((word) => word === name.text);
  if (found === undefined) {
    context.report(unknownValue(context.file, name.span, { kind, name: name.text }, valid));
  }
  return found;
}

/** The entries of a list of names without repetitions, each of which is reported. */
export function eachOnce(
  context: Context,
  names: readonly Ast.Name[],
  what: string,
  where = 'list',
): Ast.Name[] {
  const seen = new Map<string, Ast.Name>();
  for (const name of names) {
    const first = seen.get(name.text);
    if (first === undefined) {
      seen.set(name.text, name);
      continue;
    }
    fault(context, name.span, 'L1204', `${what} \`${name.text}\` appears twice in this ${where}`, {
      because: where === 'list' ? 'the second has no effect' : 'only one of the two can apply',
      help: 'delete one of the two',
      labels: [{ path: context.file.source.path, span: first.span, text: 'the first' }],
    });
  }
  return [...seen.values()];
}

/** Reports a missing required clause. */
export function missingClause(
  context: Context,
  name: Ast.Name,
  kind: string,
  clause: string,
  because: string,
): void {
  fault(context, name.span, 'L1401', `${kind} \`${name.text}\` does not specify ${clause.split('|')[0]}`, {
    because,
    help: `add a line such as \`${clause.split('|')[1] ?? clause}\``,
  });
}

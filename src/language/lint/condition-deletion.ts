/**
 * The edit that removes one condition from a `when`, with the `and` that joined it. There is no such edit if the text and
 * the checked conditions differ (one written condition can be several, a repeat is dropped while checking), or if a
 * comment would be deleted with it. Knows the tree of conditions, no rule.
 */
import type { RedundantCondition } from '../analysis/verdicts/conditions.ts';
import type { Guard, Term } from '../semantics/model.ts';
import type { Condition, When } from '../syntax/ast.ts';
import type { ParsedFile } from '../syntax/syntax.ts';
import type { Span, TextEdit } from '../text/span.ts';
import { deletionOf } from './deletions.ts';
import type { LintContext } from './lint-context.ts';
import { whenOf } from './route-places.ts';

export function deletionOfCondition(
  context: LintContext,
  { route, terms, part }: RedundantCondition,
): TextEdit | undefined {
  const file = context.fileAt(route.at.path);
  const when = whenOf(context, route);
  if (file === undefined || when === undefined) return undefined;
  const edit =
    part === 'alternative'
      ? outOfGroup(file, when, terms, route.guard)
      : outOfList(file, when, terms, route.guard);
  if (edit === undefined) return undefined;
  return file.comments.some((comment) => within(comment.span, edit.span)) ? undefined : edit;
}

/** A whole alternative, as it is written. */
function outOfGroup(
  file: ParsedFile,
  when: When,
  terms: readonly Term[],
  guard: Guard,
): TextEdit | undefined {
  const list = alternativesOf(when).find((one) => sameSpan(one[0]?.span, terms[0]?.at.span));
  const first = list?.[0];
  const last = list?.at(-1);
  if (list === undefined || first === undefined || last === undefined) return undefined;
  if (list.length !== terms.length || !isOneToOne(list, guard)) return undefined;
  return deletionOf(file, { start: first.span.start, end: last.span.end });
}

function outOfList(file: ParsedFile, when: When, terms: readonly Term[], guard: Guard): TextEdit | undefined {
  const span = terms[0]?.at.span;
  if (span === undefined || terms.length !== 1) return undefined;
  const isIt = (item: { readonly span: Span }): boolean => sameSpan(item.span, span);
  const own = when.all.find(isIt);
  const inner = alternativesOf(when).find((one) => one.some(isIt));
  // Of a route's own conditions each is checked alone, within an alternative repeats are dropped.
  const list = own === undefined ? inner : when.all;
  const written = own === undefined ? inner : own.kind === 'condition' ? [own] : undefined;
  if (list === undefined || written === undefined || !isOneToOne(written, guard)) return undefined;
  const index = list.findIndex(isIt);
  const before = list[index - 1];
  const after = list[index + 1];
  if (before !== undefined) return { span: { start: before.span.end, end: span.end }, text: '' };
  if (after !== undefined) return { span: { start: span.start, end: after.span.start }, text: '' };
  return list === when.all ? deletionOf(file, when.span) : undefined;
}

function alternativesOf(when: When): readonly (readonly Condition[])[] {
  return when.all.flatMap((item) => (item.kind === 'any' ? item.alternatives : []));
}

/** Each written condition is one checked condition, at one place, so deleting the text deletes only that condition. */
function isOneToOne(list: readonly Condition[], guard: Guard): boolean {
  const checked = guard.all.flatMap((item) => (item.kind === 'term' ? [item] : item.alternatives.flat()));
  return list.every(({ span }) => checked.filter(({ at }) => sameSpan(at.span, span)).length === 1);
}

function sameSpan(a: Span | undefined, b: Span | undefined): boolean {
  return a !== undefined && b !== undefined && a.start === b.start && a.end === b.end;
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

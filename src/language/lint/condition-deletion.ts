/**
 * The edit that takes one condition out of a `when`, with the `and` that joined it; none where a comment would go with
 * it. Knows the tree of conditions, no rule.
 */
import type { RedundantCondition } from '../analysis/conditions.ts';
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
  const [first] = terms;
  const last = terms.at(-1);
  if (file === undefined || when === undefined || first === undefined || last === undefined) return undefined;
  const span = { start: first.at.span.start, end: last.at.span.end };
  const edit =
    part === 'alternative' ? deletionOf(file, span) : outOfList(file, listWith(when, span.start), span, when);
  if (edit === undefined) return undefined;
  return file.comments.some((comment) => within(comment.span, edit.span)) ? undefined : edit;
}

/** What the condition is joined to by `and`: those of the route, or those of its alternative. */
function listWith(when: When, start: number): readonly { readonly span: Span }[] {
  const isIt = (item: { readonly span: Span }): boolean => item.span.start === start;
  if (when.all.some(isIt)) return when.all;
  const lists = when.all.flatMap((item): (readonly Condition[])[] =>
    item.kind === 'any' ? [...item.alternatives] : [],
  );
  return lists.find((list) => list.some(isIt)) ?? [];
}

function outOfList(
  file: ParsedFile,
  list: readonly { readonly span: Span }[],
  span: Span,
  when: When,
): TextEdit | undefined {
  const index = list.findIndex((item) => item.span.start === span.start);
  const before = list[index - 1];
  const after = list[index + 1];
  if (index < 0) return undefined;
  if (before !== undefined) return { span: { start: before.span.end, end: span.end }, text: '' };
  if (after !== undefined) return { span: { start: span.start, end: after.span.start }, text: '' };
  return list === when.all ? deletionOf(file, when.span) : undefined;
}

function within(inner: Span, outer: Span): boolean {
  return inner.start >= outer.start && inner.end <= outer.end;
}

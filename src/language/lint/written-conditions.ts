/**
 * Conditions as they are written, in reading order: for rules about spelling, which the typed policy no longer shows.
 * Knows no rule.
 */
import type { Condition, RouteFile, When } from '../syntax/ast.ts';

/** Of all routes, and of the properties of a test file. */
export function conditionsIn(file: RouteFile): readonly Condition[] {
  return file.declarations.flatMap((one) =>
    (one.kind === 'route' || one.kind === 'property') && one.when !== undefined ? conditionsOf(one.when) : [],
  );
}

function conditionsOf(when: When): readonly Condition[] {
  return when.all.flatMap((item) => (item.kind === 'condition' ? [item] : item.alternatives.flat()));
}

/** `header "x-beta"`, `team`. */
export function factWords({ fact }: Condition): string {
  if (fact.subject === undefined) return fact.words;
  const { kind, text } = fact.subject;
  const subject = kind === 'text' ? JSON.stringify(text) : text;
  return fact.words === 'group' ? subject : `${fact.words} ${subject}`;
}

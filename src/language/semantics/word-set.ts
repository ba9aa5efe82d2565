/**
 * Tests of words → values: `is` over lists and strings, and the comparators over a declared order. Knows facts only
 * by their domain.
 */
import type * as Ast from '../syntax/ast.ts';
import type { Span } from '../text/span.ts';
import type { Domain, ValueSet } from '../vocabulary/value-set.ts';
import { LITERAL_WORDS } from './check-quantity.ts';
import { type Context, fault, wordsOf } from './context.ts';
import { either, listed, replacement, unknownValue } from './report.ts';

type ChoiceDomain = Extract<Domain, { kind: 'choice' }>;

/** `tier at least pro`: the values on one side of another in their declared order. */
export function rankSet(
  context: Context,
  domain: ChoiceDomain,
  fact: string,
  test: Extract<Ast.TestPhrase, { kind: 'compare' | 'rank' }>,
): ValueSet | undefined {
  if (test.value.kind !== 'name') {
    notAValue(context, test.value, fact, domain.values);
    return undefined;
  }
  const at = choiceOf(context, test.value, fact, domain.values);
  if (at === undefined) return undefined;
  const index = domain.values.indexOf(at);
  const { comparator } = test;
  return {
    kind: 'choices',
    values: domain.values.filter((_, rank) => ranksRight(comparator, rank - index)),
  };
}

/** `distance` is over 0 above the value named. */
function ranksRight(comparator: Ast.Comparator, distance: number): boolean {
  switch (comparator) {
    case 'over':
      return distance > 0;
    case 'under':
      return distance < 0;
    case 'at least':
      return distance >= 0;
    case 'up to':
      return distance <= 0;
    case 'is':
      return distance === 0;
    case 'is not':
      return distance !== 0;
  }
}

/** `is a or b` over a closed list; negated: neither. */
export function choiceSet(
  context: Context,
  domain: ChoiceDomain,
  fact: string,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
): ValueSet | undefined {
  const group = groupOfAll(context, fact, test);
  if (group !== undefined) {
    inOtherGroup(context, fact, group, test);
    return undefined;
  }
  const chosen = test.values.map((value) => choiceOf(context, value, fact, domain.values, test.negated));
  if (chosen.includes(undefined)) return undefined;
  return {
    kind: 'choices',
    values: domain.values.filter((value) => chosen.includes(value) !== test.negated),
  };
}

/** `is a or b` over texts; negated: neither. */
export function textSet(
  context: Context,
  fact: string,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
): ValueSet | undefined {
  const values = test.values.map((value) => textOf(context, value, fact, test.negated));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return undefined;
  return { kind: 'texts', any: known.map((text) => ({ kind: 'equals', text })), negated: test.negated };
}

const WEEKEND = 'sat or sun';
const WORKING_DAYS = 'mon or tue or wed or thu or fri';
const SEVERAL_DAYS: Readonly<Record<string, string>> = {
  ...{ weekend: WEEKEND, weekends: WEEKEND },
  ...{ weekday: WORKING_DAYS, weekdays: WORKING_DAYS, workday: WORKING_DAYS, workdays: WORKING_DAYS },
};

/** The one other group whose intents all the values are. */
function groupOfAll(
  context: Context,
  fact: string,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
): string | undefined {
  const { groups } = context.declared;
  if (!groups.has(fact)) return undefined;
  return [...groups].find(
    ([group, intents]) =>
      group !== fact &&
      test.values.every((value) => value.kind === 'name' && intents.includes(value.text)) &&
      !test.values.some((value) => value.kind === 'name' && groups.get(fact)?.includes(value.text)),
  )?.[0];
}

function inOtherGroup(
  context: Context,
  fact: string,
  group: string,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
): void {
  const { file } = context;
  const before = file.source.text.slice(0, test.span.start).trimEnd();
  const names = test.values.map((value) => wordsOf(context, value.span)).join(', ');
  const many = test.values.length > 1;
  const span = { start: before.length - fact.length, end: before.length };
  const write = `${group} ${wordsOf(context, test.span)}`;
  fault(
    context,
    spanOfValues(test),
    'L1105',
    `\`${names}\` ${many ? 'are intents' : 'is an intent'} of the group \`${group}\``,
    {
      because: `a condition asks one group: \`${fact}\` has ${listed(context.declared.groups.get(fact) ?? []) || 'no intents'}`,
      help: `write \`${write}\``,
      ...(before.endsWith(fact) ? { fix: replacement(file, span, group, `write \`${write}\``) } : {}),
    },
  );
}

function spanOfValues(test: Extract<Ast.TestPhrase, { kind: 'is' }>): Span {
  return { start: test.values[0]?.span.start ?? test.span.start, end: test.span.end };
}

function choiceOf(
  context: Context,
  literal: Ast.Literal,
  fact: string,
  values: readonly string[],
  negated = false,
): string | undefined {
  if (literal.kind !== 'name' && literal.kind !== 'text') {
    notAValue(context, literal, fact, values);
    return undefined;
  }
  const isWord = literal.kind === 'name' && !literal.quoted;
  // Quoted, `"none"` is a value like any other, and no intent can have this name.
  if (values.includes(literal.text) && (isWord || literal.text !== 'none')) return literal.text;
  // Which tiers there are is in doubt, and reported.
  if (fact === 'tier' && context.scope.broken.has('tier')) return undefined;
  if (context.scope.broken.has(literal.text) || isUnboundIntent(context, literal, values)) return undefined;
  if (isWord && literal.text === 'none') {
    noneIsNoValue(context, literal, fact, negated);
    return undefined;
  }
  const days = fact === 'day' ? SEVERAL_DAYS[literal.text.toLowerCase()] : undefined;
  if (days !== undefined) {
    fault(context, literal.span, 'L1105', `\`${literal.text}\` is written \`${days}\` here`, {
      because: 'days are listed: which of them are free differs from place to place',
      help: `write \`${days}\``,
      fix: replacement(context.file, literal.span, days),
    });
    return undefined;
  }
  const what = { kind: `a value of \`${fact}\``, name: literal.text };
  context.report(unknownValue(context.file, literal.span, what, values));
  return undefined;
}

/** Intents are names: an unknown one was reported in binding, one of another group was not. */
function isUnboundIntent(context: Context, literal: Ast.Name | Ast.Text, values: readonly string[]): boolean {
  return values.at(-1) === 'none' && literal.text !== 'none' && !context.references.has(literal);
}

function textOf(context: Context, literal: Ast.Literal, fact: string, negated: boolean): string | undefined {
  if (literal.kind === 'text') return literal.text;
  if (literal.kind === 'name') {
    if (literal.quoted || literal.text !== 'none') return literal.text;
    noneIsNoValue(context, literal, fact, negated);
    return undefined;
  }
  const written = wordsOf(context, literal.span);
  fault(
    context,
    literal.span,
    'L1301',
    `\`${fact}\` takes a text, not ${LITERAL_WORDS[literal.kind]} \`${written}\``,
    {
      because: 'texts are compared character by character, so they are written as texts',
      help: `write it in quotes: \`"${written}"\``,
      ...(literal.kind === 'pattern'
        ? {}
        : { fix: replacement(context.file, literal.span, JSON.stringify(written)) }),
    },
  );
  return undefined;
}

function noneIsNoValue(context: Context, literal: Ast.Literal, fact: string, negated: boolean): void {
  fault(context, literal.span, 'L1308', `\`none\` is not a value of \`${fact}\``, {
    because: 'only intents can be `none`; a missing value is `unknown`',
    help: `write \`${negated ? 'is not' : 'is'} unknown\`, or quote it if it is a value: \`"none"\``,
    fix: replacement(context.file, literal.span, 'unknown'),
  });
}

function notAValue(context: Context, literal: Ast.Literal, fact: string, values: readonly string[]): void {
  const written = wordsOf(context, literal.span);
  const wanted =
    values.length > 6 ? `one of ${listed(values)}` : either(values.map((value) => `\`${value}\``));
  fault(
    context,
    literal.span,
    'L1301',
    `\`${fact}\` takes ${wanted}, not ${LITERAL_WORDS[literal.kind]} \`${written}\``,
    {
      because: `\`${fact}\` is one of ${listed(values)}`,
      help: `for example \`${fact} is ${values[0] ?? 'x'}\``,
    },
  );
}

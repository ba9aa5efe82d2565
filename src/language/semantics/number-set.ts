/**
 * Tests of numbers → ranges: comparators, `between`, `is`. Each comparator has one meaning, and only times of day
 * wrap around. Knows facts only by their domain.
 */
import type * as Ast from '../syntax/ast.ts';
import type { Domain, NumberRange, ValueSet } from '../vocabulary/value-set.ts';
import { complementRanges, intersectRanges, rangeOf, uniteRanges } from '../vocabulary/value-sets.ts';
import { checkLiteralQuantity, type Measure } from './check-quantity.ts';
import { type Context, wordsOf } from './context.ts';
import { languageError } from './report.ts';

type NumberDomain = Extract<Domain, { kind: 'number' }>;

/** A fact as named in messages. */
export interface Asked {
  /** In the user's words: `budget cap used`. */
  readonly fact: string;
  readonly doc: string;
  readonly example: string;
}

/** The numbers that a comparison accepts, or undefined after an error. */
export function numberSet(
  context: Context,
  domain: NumberDomain,
  asked: Asked,
  test: Extract<Ast.TestPhrase, { kind: 'compare' | 'rank' | 'between' | 'is' }>,
): ValueSet | undefined {
  const measure = measureOf(domain, asked);
  const ranges =
    test.kind === 'between'
      ? betweenRanges(context, domain, measure, test)
      : test.kind === 'is'
        ? isRanges(context, domain, measure, test)
        : compareRanges(context, domain, measure, test);
  return ranges === undefined ? undefined : { kind: 'numbers', ranges };
}

function measureOf(domain: NumberDomain, { fact, doc, example }: Asked): Measure {
  return {
    unit: domain.unit,
    what: `\`${fact}\``,
    because: `\`${fact}\`: ${doc}`,
    example,
    low: domain.low,
    high: domain.unit === 'clock' || domain.unit === 'date' ? Infinity : domain.high,
    integer: domain.integer && (domain.unit === 'tokens' || domain.unit === 'count'),
  };
}

function compareRanges(
  context: Context,
  domain: NumberDomain,
  measure: Measure,
  test: Extract<Ast.TestPhrase, { kind: 'compare' | 'rank' }>,
): NumberRange[] | undefined {
  const value = checkLiteralQuantity(context, test.value, measure);
  if (value === undefined) return undefined;
  return intersectRanges(rayOf(test.comparator, value, domain), [rangeOf(domain.low, domain.high)]);
}

function rayOf(comparator: Ast.Comparator, value: number, domain: NumberDomain): NumberRange[] {
  switch (comparator) {
    case 'over':
      return [rangeOf(value, Infinity, true)];
    case 'under':
      return [rangeOf(-Infinity, value, false, true)];
    case 'at least':
      return [rangeOf(value, Infinity)];
    case 'up to':
      return [rangeOf(-Infinity, value)];
    case 'is':
      return [rangeOf(value, value)];
    case 'is not':
      return complementRanges([rangeOf(value, value)], domain.low, domain.high);
  }
}

/** Both ends inclusive. Only times of day wrap around: `between 22:00 and 06:00` passes midnight. */
function betweenRanges(
  context: Context,
  domain: NumberDomain,
  measure: Measure,
  test: Extract<Ast.TestPhrase, { kind: 'between' }>,
): NumberRange[] | undefined {
  const low = checkLiteralQuantity(context, test.low, measure);
  // A wrong unit is usually wrong at both ends: one message is enough.
  const high = low === undefined ? undefined : checkLiteralQuantity(context, test.high, measure);
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return intersectRanges([rangeOf(low, high)], [rangeOf(domain.low, domain.high)]);
  if (domain.unit === 'clock') return [rangeOf(domain.low, high), rangeOf(low, domain.high)];
  const [first, second] = [wordsOf(context, test.low.span), wordsOf(context, test.high.span)];
  context.report({
    ...languageError(
      context.file,
      test.span,
      'L1702',
      `there is nothing between \`${first}\` and \`${second}\``,
      {
        because: 'the lower bound is written first',
        help: `write \`between ${second} and ${first}\``,
      },
    ),
    fix: {
      title: 'swap the bounds',
      edits: [
        { path: context.file.source.path, span: test.low.span, text: second },
        { path: context.file.source.path, span: test.high.span, text: first },
      ],
    },
  });
  return undefined;
}

function isRanges(
  context: Context,
  domain: NumberDomain,
  measure: Measure,
  test: Extract<Ast.TestPhrase, { kind: 'is' }>,
): NumberRange[] | undefined {
  const values = test.values.map((value) => checkLiteralQuantity(context, value, measure));
  const known = values.filter((value) => value !== undefined);
  if (known.length < values.length) return undefined;
  const ranges = uniteRanges(known.map((value) => rangeOf(value, value)));
  return test.negated ? complementRanges(ranges, domain.low, domain.high) : ranges;
}

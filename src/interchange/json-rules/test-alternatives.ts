/**
 * One test of json-rules-engine, with its operator and decorators, as alternatives of a fact and a set of its values.
 * Keeps the engine's meaning of unknown (`null`), where `notEqual` holds and no comparison does. Knows no groups.
 */
import type { FactSpec, NumberRange, ValueSet } from '../../language/vocabulary/value-set.ts';
import { rangeOf } from '../../language/vocabulary/value-sets.ts';
import type { AskedFact } from './fact-map.ts';

/** `known`: any value at all. */
export interface Test {
  readonly spec: FactSpec;
  readonly set: ValueSet | { readonly kind: 'known' };
}
/** One must hold, with all of its tests. None: never. One that is empty: always. */
export type Alternatives = readonly (readonly Test[])[];
/** @throws Untranslatable */
export type SpecOf = (asked: AskedFact) => FactSpec;

/** Thrown for what a route cannot say: one sentence, and what to do. */
export class Untranslatable extends Error {
  readonly instead: string;
  constructor(
    because: string,
    instead = 'write its route by hand, or keep the document and ask it: `rules "FILE" match`',
  ) {
    super(because);
    this.instead = instead;
  }
}

const DUALS: Readonly<Record<string, string>> = {
  equal: 'notEqual',
  in: 'notIn',
  ...{ notEqual: 'equal', notIn: 'in' },
};

/** @throws Untranslatable */
export function testAlternatives(
  { fact, operator, value, path, params }: Readonly<Record<string, unknown>>,
  specOf: SpecOf,
  negated: boolean,
): Alternatives {
  if (typeof fact !== 'string' || typeof operator !== 'string')
    throw new Untranslatable('a condition lacks its fact or operator');
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    throw new Untranslatable(
      `it compares the fact "${fact}" with another fact`,
      'compare with a value, or register a `predicate` that compares them',
    );
  const decorators = operator.split(':');
  const base = decorators.pop() ?? '';
  const spec = specOf({ fact, path, params });
  return decorated(spec, decorators, base, value, negated);
}

/** The engine's decorators, outermost first. Facts are single values here, never lists. */
function decorated(
  spec: FactSpec,
  [decorator, ...rest]: readonly string[],
  base: string,
  value: unknown,
  negated: boolean,
): Alternatives {
  switch (decorator) {
    case undefined:
      return plainTest(spec, base, value, negated);
    case 'not':
      return decorated(spec, rest, base, value, !negated);
    case 'someValue':
    case 'everyValue': {
      if (!Array.isArray(value)) throw new Untranslatable(`"${decorator}" needs a list of values`);
      const each = value.map((one) => decorated(spec, rest, base, one, negated));
      const all = (decorator === 'everyValue') !== negated;
      return all ? each.reduce(crossed, [[]]) : each.flat();
    }
    case 'swap':
      return decorated(spec, rest, swapped(spec, rest, base, value), value, negated);
    case 'someFact':
    case 'everyFact':
      throw new Untranslatable(
        `"${decorator}" asks a list, and the facts of a request are single values`,
        'register a `predicate` that looks into the list',
      );
    default:
      throw new Untranslatable(`it uses the decorator "${decorator}", which llmr does not know`);
  }
}

function crossed(a: Alternatives, b: Alternatives): Alternatives {
  return a.flatMap((one) => b.map((other) => [...one, ...other]));
}

/** `swap:lessThan 5` holds for what 5 is less than. */
function swapped(spec: FactSpec, rest: readonly string[], base: string, value: unknown): string {
  const turned = rest.length === 0 ? SWAPPED[base] : undefined;
  const fits = base === 'contains' || base === 'doesNotContain' ? Array.isArray(value) : true;
  if (turned === undefined || !fits)
    throw new Untranslatable(`it swaps the sides of "${base}" for the fact "${spec.id}"`);
  return turned;
}
const SWAPPED: Readonly<Record<string, string>> = {
  ...{ equal: 'equal', notEqual: 'notEqual', contains: 'in', doesNotContain: 'notIn' },
  ...{ lessThan: 'greaterThan', lessThanInclusive: 'greaterThanInclusive' },
  ...{ greaterThan: 'lessThan', greaterThanInclusive: 'lessThanInclusive' },
};

function plainTest(spec: FactSpec, operator: string, value: unknown, negated: boolean): Alternatives {
  const unknown: Alternatives = spec.canBeUnknown ? [[{ spec, set: { kind: 'unknown' } }]] : [];
  const turned = negated ? DUALS[operator] : operator;
  if (turned === 'equal' || turned === 'in')
    return valuesIn(spec, turned === 'in' ? value : [value], unknown);
  if (turned === 'notEqual' || turned === 'notIn')
    return valuesOut(spec, turned === 'notIn' ? value : [value], unknown);
  const ranges = RANGES[operator];
  if (ranges !== undefined) {
    if (typeof value !== 'number' || spec.domain.kind !== 'number')
      throw new Untranslatable(
        `"${operator}" compares "${spec.id}" with what is no number`,
        spec.domain.kind === 'number' ? undefined : 'call it a fact that is a number, such as `tokens`',
      );
    const range = ranges(value, negated);
    return [[{ spec, set: { kind: 'numbers', ranges: [range] } }], ...(negated ? unknown : [])];
  }
  if (operator === 'contains' || operator === 'doesNotContain')
    throw new Untranslatable(
      `"${operator}" asks a list, and the facts of a request are single values`,
      'register a `predicate` that looks into the list',
    );
  const pattern = Object.hasOwn(PATTERNS, operator) ? PATTERNS[operator] : undefined;
  if (pattern === undefined)
    throw new Untranslatable(
      `it uses the operator "${operator}", which the program defines and the document does not`,
      'write its route by hand with `like` or `matches`, or register a `predicate`',
    );
  if (spec.domain.kind !== 'text')
    throw new Untranslatable(`"${operator}" asks "${spec.id}", which is no text`);
  return [
    [{ spec, set: { kind: 'texts', any: [pattern(String(value))], negated } }],
    ...(negated ? unknown : []),
  ];
}

const RANGES: Readonly<Record<string, (value: number, negated: boolean) => NumberRange>> = {
  lessThan: (value, not) =>
    not ? rangeOf(value, Infinity, false, false) : rangeOf(-Infinity, value, false, true),
  lessThanInclusive: (value, not) =>
    not ? rangeOf(value, Infinity, true, false) : rangeOf(-Infinity, value, false, false),
  greaterThan: (value, not) =>
    not ? rangeOf(-Infinity, value, false, false) : rangeOf(value, Infinity, true, false),
  greaterThanInclusive: (value, not) =>
    not ? rangeOf(-Infinity, value, false, true) : rangeOf(value, Infinity, false, false),
};
const PATTERNS = {
  fitsGlob: (glob: string) => ({ kind: 'glob', glob }) as const,
  matchesRe2: (source: string) => ({ kind: 'regular', source }) as const,
  containsText: (text: string) => ({ kind: 'contains', text }) as const,
} as Readonly<Record<string, (value: string) => Extract<ValueSet, { kind: 'texts' }>['any'][number]>>;

function valuesIn(spec: FactSpec, values: unknown, unknown: Alternatives): Alternatives {
  if (!Array.isArray(values))
    throw new Untranslatable(`the fact "${spec.id}" is looked up in what is no list`);
  const named = values.filter((value) => value !== null);
  return [...sameAs(spec, named).map((set) => [{ spec, set }]), ...(values.includes(null) ? unknown : [])];
}

function valuesOut(spec: FactSpec, values: unknown, unknown: Alternatives): Alternatives {
  if (!Array.isArray(values))
    throw new Untranslatable(`the fact "${spec.id}" is looked up in what is no list`);
  const named = values.filter((value) => value !== null);
  const rest: Alternatives =
    named.length === 0
      ? [[{ spec, set: { kind: 'known' } }]]
      : othersThan(spec, named).map((set) => [{ spec, set }]);
  return [...rest, ...(values.includes(null) ? [] : unknown)];
}

function sameAs(spec: FactSpec, values: readonly unknown[]): readonly ValueSet[] {
  if (values.length === 0) return [];
  switch (spec.domain.kind) {
    case 'number':
      return values
        .filter((value) => typeof value === 'number')
        .map((value) => ({ kind: 'numbers', ranges: [rangeOf(value, value)] }));
    case 'text':
      return [
        {
          kind: 'texts',
          any: values.map((value) => ({ kind: 'equals', text: String(value) })),
          negated: false,
        },
      ];
    case 'flag':
      return values.filter((value) => typeof value === 'boolean').map((value) => ({ kind: 'flag', value }));
    case 'choice': {
      const known = spec.domain.values.filter((value) => values.includes(value));
      return known.length === 0 ? [] : [{ kind: 'choices', values: known }];
    }
  }
}

function othersThan(spec: FactSpec, values: readonly unknown[]): readonly ValueSet[] {
  switch (spec.domain.kind) {
    case 'number': {
      const points = [...new Set(values.filter((value) => typeof value === 'number'))].sort((a, b) => a - b);
      const starts = [-Infinity, ...points];
      const ranges = starts.map((low, index) =>
        rangeOf(low, points[index] ?? Infinity, index > 0, index < points.length),
      );
      return ranges.map((range) => ({ kind: 'numbers', ranges: [range] }));
    }
    case 'text':
      return [
        {
          kind: 'texts',
          any: values.map((value) => ({ kind: 'equals', text: String(value) })),
          negated: true,
        },
      ];
    case 'flag':
      return [true, false]
        .filter((value) => !values.includes(value))
        .map((value) => ({ kind: 'flag', value }));
    case 'choice': {
      const others = spec.domain.values.filter((value) => !values.includes(value));
      return others.length === 0 ? [] : [{ kind: 'choices', values: others }];
    }
  }
}

/**
 * One test of json-rules-engine, with its operator and decorators, as alternatives of a fact and a set of its values.
 * Keeps the engine's meaning of unknown (`null`), where `notEqual` holds and no comparison does. Knows no groups.
 */
import type { FactSpec, NumberRange, ValueSet } from '../../language/vocabulary/value-set.ts';
import { rangeOf } from '../../language/vocabulary/value-sets.ts';
import { type AskedFact, testKey } from './fact-map.ts';

/** `known`: any value at all. */
export interface Test {
  readonly spec: FactSpec;
  readonly set: ValueSet | { readonly kind: 'known' };
}
/** One must hold, with all of its tests. None: never. One that is empty: always. */
export type Alternatives = readonly (readonly Test[])[];
export interface Facts {
  /** @throws Untranslatable */
  specOf(asked: AskedFact): FactSpec;
  /** The flag that stands for a whole test. @throws Untranslatable */
  flagOf(test: string): FactSpec | undefined;
}

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
  { specOf, flagOf }: Facts,
  negated: boolean,
): Alternatives {
  if (typeof fact !== 'string' || typeof operator !== 'string')
    throw new Untranslatable('a condition lacks its fact or operator');
  const whole = testKey({ fact, path, params }, operator, value);
  const flag = flagOf(whole);
  if (flag !== undefined) return [[{ spec: flag, set: { kind: 'flag', value: !negated } }]];
  const asWhole = `register a \`predicate\` that does the test, and name it: \`--fact '${whole}=predicate NAME holds'\``;
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    throw new Untranslatable(`it compares the fact "${fact}" with another fact`, asWhole);
  const decorators = operator.split(':');
  const base = decorators.pop() ?? '';
  const spec = specOf({ fact, path, params });
  return decorated({ spec, asWhole }, decorators, base, value, negated);
}

interface Asked {
  readonly spec: FactSpec;
  /** What to do where no condition can say the test. */
  readonly asWhole: string;
}

/** The engine's decorators, outermost first. Facts are single values here, never lists. */
function decorated(
  asked: Asked,
  [decorator, ...rest]: readonly string[],
  base: string,
  value: unknown,
  negated: boolean,
): Alternatives {
  switch (decorator) {
    case undefined:
      return plainTest(asked, base, value, negated);
    case 'not':
      return decorated(asked, rest, base, value, !negated);
    case 'someValue':
    case 'everyValue': {
      if (!Array.isArray(value)) throw new Untranslatable(`"${decorator}" needs a list of values`);
      const each = value.map((one) => decorated(asked, rest, base, one, negated));
      const all = (decorator === 'everyValue') !== negated;
      return all ? each.reduce(crossed, [[]]) : each.flat();
    }
    case 'swap':
      return decorated(asked, rest, swapped(asked, rest, base, value), value, negated);
    case 'someFact':
    case 'everyFact':
      throw new Untranslatable(
        `"${decorator}" asks a list, and the facts of a request are single values`,
        asked.asWhole,
      );
    default:
      throw new Untranslatable(
        `it uses the decorator "${decorator}", which the program defines and the document does not`,
        asked.asWhole,
      );
  }
}

function crossed(a: Alternatives, b: Alternatives): Alternatives {
  return a.flatMap((one) => b.map((other) => [...one, ...other]));
}

/** `swap:lessThan 5` holds for what 5 is less than. */
function swapped({ spec, asWhole }: Asked, rest: readonly string[], base: string, value: unknown): string {
  const turned = rest.length === 0 ? SWAPPED[base] : undefined;
  const fits = base === 'contains' || base === 'doesNotContain' ? Array.isArray(value) : true;
  if (turned === undefined || !fits)
    throw new Untranslatable(`it swaps the sides of "${base}" for the fact "${spec.id}"`, asWhole);
  return turned;
}
const SWAPPED: Readonly<Record<string, string>> = {
  ...{ equal: 'equal', notEqual: 'notEqual', contains: 'in', doesNotContain: 'notIn' },
  ...{ lessThan: 'greaterThan', lessThanInclusive: 'greaterThanInclusive' },
  ...{ greaterThan: 'lessThan', greaterThanInclusive: 'lessThanInclusive' },
};

function plainTest(
  { spec, asWhole }: Asked,
  operator: string,
  value: unknown,
  negated: boolean,
): Alternatives {
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
        `"${operator}" compares "${spec.id}" with a value that is not a number`,
        spec.domain.kind === 'number' ? undefined : 'call it a fact that is a number, such as `tokens`',
      );
    if (value > spec.domain.high)
      throw new Untranslatable(
        `it compares "${spec.id}" with ${value}, and that fact lies from ${spec.domain.low} to ${spec.domain.high}`,
        'write the value in the unit of the fact: days since 1970-01-01, minutes after midnight, percent, milliseconds',
      );
    const range = ranges(value, negated);
    return [...inDomain(spec, [range]).map((set) => [{ spec, set }]), ...(negated ? unknown : [])];
  }
  if (operator === 'contains' || operator === 'doesNotContain')
    throw new Untranslatable(
      `"${operator}" asks a list, and the facts of a request are single values`,
      asWhole,
    );
  const pattern = Object.hasOwn(PATTERNS, operator) ? PATTERNS[operator] : undefined;
  if (pattern === undefined)
    throw new Untranslatable(
      `it uses the operator "${operator}", which the program defines and the document does not`,
      asWhole,
    );
  if (spec.domain.kind !== 'text')
    throw new Untranslatable(`"${operator}" asks "${spec.id}", which is not text`);
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
    throw new Untranslatable(`the fact "${spec.id}" is looked up in a value that is not a list`);
  const named = values.filter((value) => value !== null);
  return [...sameAs(spec, named).map((set) => [{ spec, set }]), ...(values.includes(null) ? unknown : [])];
}

function valuesOut(spec: FactSpec, values: unknown, unknown: Alternatives): Alternatives {
  if (!Array.isArray(values))
    throw new Untranslatable(`the fact "${spec.id}" is looked up in a value that is not a list`);
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
      return inDomain(
        spec,
        values.filter((value) => typeof value === 'number').map((value) => rangeOf(value, value)),
      );
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
      return inDomain(spec, ranges);
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

/** Each range as a set of its own, as far as the fact has such values. */
function inDomain({ domain }: FactSpec, ranges: readonly NumberRange[]): readonly ValueSet[] {
  if (domain.kind !== 'number') return [];
  const whole = rangeOf(domain.low, domain.high, false, domain.highOpen === true);
  return ranges.flatMap((range): ValueSet[] => {
    const both = commonRange(range, whole);
    // A bound that says nothing stays open to the side where nothing is.
    const open = { ...both, high: range.high === Infinity ? Infinity : both.high };
    return isEmptyRange(both, domain.integer) ? [] : [{ kind: 'numbers', ranges: [open] }];
  });
}

export function commonRange(a: NumberRange, b: NumberRange): NumberRange {
  const low = a.low > b.low || (a.low === b.low && a.lowOpen) ? a : b;
  const high = a.high < b.high || (a.high === b.high && a.highOpen) ? a : b;
  return rangeOf(low.low, high.high, low.lowOpen, high.highOpen);
}

export function isEmptyRange({ low, high, lowOpen, highOpen }: NumberRange, integer: boolean): boolean {
  if (!integer) return low > high || (low === high && (lowOpen || highOpen));
  const first = lowOpen && Number.isInteger(low) ? low + 1 : Math.ceil(low);
  const last = highOpen && Number.isInteger(high) ? high - 1 : Math.floor(high);
  return first > last;
}

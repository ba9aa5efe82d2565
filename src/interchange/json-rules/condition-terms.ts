/**
 * Conditions of json-rules-engine as alternatives of tests, each a fact and a set of its values: what a route's `when`
 * can say. Keeps the engine's meaning of unknown (`null`), where `notEqual` holds and no comparison does.
 */
import type { FactSpec, NumberRange, ValueSet } from '../../language/vocabulary/value-set.ts';
import { rangeOf } from '../../language/vocabulary/value-sets.ts';

/** `known`: any value at all. */
export interface Test {
  readonly spec: FactSpec;
  readonly set: ValueSet | { readonly kind: 'known' };
}
/** One must hold, with all of its tests. None: never. One that is empty: always. */
export type Alternatives = readonly (readonly Test[])[];

/** Said of what a route cannot say: one sentence. */
export class Untranslatable extends Error {}

const MOST_ALTERNATIVES = 64;
const ALWAYS: Alternatives = [[]];

/** @throws Untranslatable */
export function alternativesOf(
  json: unknown,
  specOf: (id: string) => FactSpec,
  negated = false,
): Alternatives {
  if (typeof json !== 'object' || json === null) throw new Untranslatable('this is not a condition');
  const condition = json as Readonly<Record<string, unknown>>;
  if ('not' in condition) return alternativesOf(condition['not'], specOf, !negated);
  const parts = condition['all'] ?? condition['any'];
  if (Array.isArray(parts)) {
    // The engine takes an empty group of either kind for true.
    if (parts.length === 0) return negated ? [] : ALWAYS;
    const inner = parts.map((part) => alternativesOf(part, specOf, negated));
    return 'all' in condition !== negated ? inner.reduce(product, ALWAYS) : simplified(inner.flat());
  }
  return testAlternatives(condition, specOf, negated);
}

function product(a: Alternatives, b: Alternatives): Alternatives {
  if (a.length * b.length > MOST_ALTERNATIVES * MOST_ALTERNATIVES) throw tooMany();
  return simplified(a.flatMap((one) => b.map((other) => [...one, ...other])));
}
function tooMany(): Untranslatable {
  return new Untranslatable(`it has more than ${MOST_ALTERNATIVES} alternatives when written as a route`);
}

/** Without what cannot be and what another alternative says already. */
function simplified(alternatives: Alternatives): Alternatives {
  const merged = alternatives.map(mergedTests).filter((tests) => tests !== undefined);
  const keys = merged.map((tests) => new Set(tests.map((test) => keyOf(test))));
  const kept = merged.filter((_, index) => {
    const mine = keys[index] as Set<string>;
    return !keys.some(
      (other, at) =>
        at !== index && [...other].every((key) => mine.has(key)) && (other.size < mine.size || at < index),
    );
  });
  if (kept.length > MOST_ALTERNATIVES) throw tooMany();
  return kept;
}

export function keyOf({ spec, set }: Test): string {
  return `${spec.id}\n${JSON.stringify(set, (_, value) => (value === Infinity ? 'inf' : value === -Infinity ? '-inf' : value))}`;
}

/** Tests of one fact put together as far as they are of one kind; undefined when they exclude each other. */
function mergedTests(tests: readonly Test[]): readonly Test[] | undefined {
  const byFact = new Map<string, Test[]>();
  for (const test of tests) byFact.set(test.spec.id, [...(byFact.get(test.spec.id) ?? []), test]);
  const merged: Test[] = [];
  for (const all of byFact.values()) {
    const others = all.filter(({ set }) => set.kind !== 'known');
    const [first] = all;
    if (first === undefined) continue;
    const kinds = new Set(all.map(({ set }) => set.kind));
    if (kinds.has('known') && kinds.has('unknown')) return undefined;
    if (others.length === 0) merged.push(first);
    else {
      const sets = intersected(others.map(({ set }) => set as ValueSet));
      if (sets === undefined) return undefined;
      merged.push(...sets.map((set) => ({ spec: first.spec, set })));
    }
  }
  return merged;
}

function intersected(sets: readonly ValueSet[]): readonly ValueSet[] | undefined {
  const kinds = new Set(sets.map(({ kind }) => kind));
  if (kinds.has('unknown')) return kinds.size === 1 ? [{ kind: 'unknown' }] : undefined;
  const [first, ...rest] = sets;
  if (first === undefined) return [];
  let result = first;
  const apart: ValueSet[] = [];
  for (const set of rest) {
    if (result.kind === 'choices' && set.kind === 'choices') {
      result = { kind: 'choices', values: result.values.filter((value) => set.values.includes(value)) };
    } else if (result.kind === 'flag' && set.kind === 'flag') {
      if (result.value !== set.value) return undefined;
    } else if (result.kind === 'numbers' && set.kind === 'numbers') {
      const ranges = result.ranges
        .flatMap((a) => set.ranges.map((b) => common(a, b)))
        .filter((range) => !isEmpty(range));
      result = { kind: 'numbers', ranges };
    } else if (JSON.stringify(set) !== JSON.stringify(result)) apart.push(set);
  }
  if (result.kind === 'choices' && result.values.length === 0) return undefined;
  if (result.kind === 'numbers' && result.ranges.length === 0) return undefined;
  return [result, ...apart];
}

function common(a: NumberRange, b: NumberRange): NumberRange {
  const low = a.low > b.low || (a.low === b.low && a.lowOpen) ? a : b;
  const high = a.high < b.high || (a.high === b.high && a.highOpen) ? a : b;
  return rangeOf(low.low, high.high, low.lowOpen, high.highOpen);
}
function isEmpty({ low, high, lowOpen, highOpen }: NumberRange): boolean {
  return low > high || (low === high && (lowOpen || highOpen));
}

const DUALS: Readonly<Record<string, string>> = {
  equal: 'notEqual',
  in: 'notIn',
  ...{ notEqual: 'equal', notIn: 'in' },
};

function testAlternatives(
  { fact, operator, value, path }: Readonly<Record<string, unknown>>,
  specOf: (id: string) => FactSpec,
  negated: boolean,
): Alternatives {
  if (typeof fact !== 'string' || typeof operator !== 'string')
    throw new Untranslatable('a condition lacks its fact or operator');
  if (path !== undefined) throw new Untranslatable(`it looks inside the fact "${fact}" with a path`);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    throw new Untranslatable(`it compares the fact "${fact}" with another fact`);
  }
  const spec = specOf(fact);
  const unknown: Alternatives = spec.canBeUnknown ? [[{ spec, set: { kind: 'unknown' } }]] : [];
  const turned = negated ? DUALS[operator] : operator;
  if (turned === 'equal' || turned === 'in')
    return valuesIn(spec, turned === 'in' ? value : [value], unknown);
  if (turned === 'notEqual' || turned === 'notIn')
    return valuesOut(spec, turned === 'notIn' ? value : [value], unknown);
  const ranges = RANGES[operator];
  if (ranges !== undefined) {
    if (typeof value !== 'number' || spec.domain.kind !== 'number')
      throw new Untranslatable(`"${operator}" compares "${fact}" with what is no number`);
    const range = ranges(value, negated);
    return [[{ spec, set: { kind: 'numbers', ranges: [range] } }], ...(negated ? unknown : [])];
  }
  const pattern = PATTERNS[operator];
  if (pattern === undefined)
    throw new Untranslatable(`it uses the operator "${operator}", which llmr does not know`);
  if (spec.domain.kind !== 'text') throw new Untranslatable(`"${operator}" asks "${fact}", which is no text`);
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

/**
 * Conditions of json-rules-engine as alternatives of tests, each a fact and a set of its values: what a route's `when`
 * can say. Keeps the engine's meaning of unknown (`null`), where `notEqual` holds and no comparison does.
 */
import type { ValueSet } from '../../language/vocabulary/value-set.ts';
import {
  type Alternatives,
  commonRange,
  type Facts,
  isEmptyRange,
  type Test,
  testAlternatives,
  Untranslatable,
} from './test-alternatives.ts';

const MOST_ALTERNATIVES = 64;
const MOST_DEPTH = 64;
const ALWAYS: Alternatives = [[]];

/** What the conditions of one document may refer to. */
export interface RuleScope extends Facts {
  /** Shared conditions by name. */
  readonly shared: Readonly<Record<string, unknown>>;
}

/** @throws Untranslatable */
export function alternativesOf(json: unknown, scope: RuleScope, negated = false, depth = 0): Alternatives {
  if (typeof json !== 'object' || json === null) throw new Untranslatable('this is not a condition');
  if (depth > MOST_DEPTH) throw new Untranslatable('its conditions refer to each other without end');
  const condition = json as Readonly<Record<string, unknown>>;
  if ('not' in condition) return alternativesOf(condition['not'], scope, !negated, depth + 1);
  const parts = condition['all'] ?? condition['any'];
  if (Array.isArray(parts)) {
    // The engine takes an empty group of either kind for true.
    if (parts.length === 0) return negated ? [] : ALWAYS;
    const inner = parts.map((part) => alternativesOf(part, scope, negated, depth + 1));
    return 'all' in condition !== negated ? inner.reduce(product, ALWAYS) : simplified(inner.flat());
  }
  const name = condition['condition'];
  if (typeof name === 'string') {
    if (!Object.hasOwn(scope.shared, name))
      throw new Untranslatable(
        `it refers to the shared condition "${name}", which the document does not hold`,
        `add it to the document: \`"conditions": {"${name}": …}\` next to "rules"`,
      );
    return alternativesOf(scope.shared[name], scope, negated, depth + 1);
  }
  return testAlternatives(condition, scope, negated);
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
      const { domain } = first.spec;
      const sets = intersected(
        others.map(({ set }) => set as ValueSet),
        domain.kind === 'number' && domain.integer,
      );
      if (sets === undefined) return undefined;
      merged.push(...sets.map((set) => ({ spec: first.spec, set })));
    }
  }
  return merged;
}

function intersected(sets: readonly ValueSet[], integer: boolean): readonly ValueSet[] | undefined {
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
        .flatMap((a) => set.ranges.map((b) => commonRange(a, b)))
        .filter((range) => !isEmptyRange(range, integer));
      result = { kind: 'numbers', ranges };
    } else if (JSON.stringify(set) !== JSON.stringify(result)) apart.push(set);
  }
  if (result.kind === 'choices' && result.values.length === 0) return undefined;
  if (result.kind === 'numbers' && result.ranges.length === 0) return undefined;
  return [result, ...apart];
}

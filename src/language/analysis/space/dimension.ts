/**
 * One fact (or a few that are one thing) as a list of atoms: values that no condition of the space distinguishes.
 * Says which atoms a set of values holds, and which value stands for an atom. Knows one fact at a time.
 */
import { patternKey } from '../../graph/set-algebra.ts';
import { patternFits } from '../../vocabulary/text-patterns.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../../vocabulary/value-set.ts';
import { type NumberAtoms, numberAtoms, roundNumber } from './number-atoms.ts';
import { type TextAtoms, textAtoms } from './text-atoms.ts';

export interface Dimension {
  readonly spec: FactSpec;
  /** How many. Unknown, where it can be, is the last. */
  readonly atoms: number;
  /** All atoms, the most typical first. */
  readonly order: readonly number[];
  /** The value that stands for an atom. */
  valueOf(atom: number): FactValue;
  atomOf(value: FactValue): number;
  /** Atoms a set holds. Patterns that are opaque are not looked at: see `opaque`. */
  holds(set: ValueSet): readonly number[];
  /** Patterns of a text fact that have a flag of their own. */
  readonly opaque: readonly TextPattern[];
  /** Of a number fact: the pieces, for words. */
  readonly numbers?: NumberAtoms;
  /** Of a text fact. */
  readonly texts?: TextAtoms;
}

export function dimensionOf(
  spec: FactSpec,
  sets: readonly ValueSet[],
  typical: readonly FactValue[],
): Dimension {
  switch (spec.domain.kind) {
    case 'number':
      return numberDimension(spec, spec.domain, sets, typical);
    case 'choice':
      return listDimension(spec, spec.domain.values, typical, (set, value) =>
        set.kind === 'choices' && typeof value === 'string' ? set.values.includes(value) : false,
      );
    case 'flag':
      return listDimension(
        spec,
        [false, true],
        typical,
        (set, value) => set.kind === 'flag' && set.value === value,
      );
    case 'text':
      return textDimension(spec, sets, typical);
  }
}

/** Atoms in order of preference: the typical ones, then the others as they come. */
function preferred(count: number, first: readonly number[]): number[] {
  const order = new Set(first);
  for (let atom = 0; atom < count; atom += 1) order.add(atom);
  return [...order];
}

function numberDimension(
  spec: FactSpec,
  domain: Extract<FactSpec['domain'], { kind: 'number' }>,
  sets: readonly ValueSet[],
  typical: readonly FactValue[],
): Dimension {
  const numbers = numberAtoms(domain, sets);
  const known = numbers.atoms.length;
  const atoms = known + (spec.canBeUnknown ? 1 : 0);
  const inRange = typical.filter((value) => typeof value === 'number');
  const usual = new Map(inRange.map((value) => [numbers.atomOf(value), value]));
  const start = inRange[0] === undefined ? 0 : numbers.atomOf(inRange[0]);
  // From the typical value upwards, then downwards.
  const up = Array.from({ length: known - start }, (_, i) => start + i);
  const down = Array.from({ length: start }, (_, i) => start - 1 - i);
  return {
    spec,
    atoms,
    order: preferred(atoms, [...up, ...down]),
    numbers,
    opaque: [],
    valueOf(atom) {
      const range = numbers.atoms[atom];
      if (range === undefined) return null;
      // Dates below the usual one are named from their end: 1970 would be an unusual example.
      const near = domain.unit === 'date' && atom < start ? range.high : roundNumber(domain, range);
      return usual.get(atom) ?? near;
    },
    atomOf: (value) => (typeof value === 'number' ? numbers.atomOf(value) : known),
    holds(set) {
      if (set.kind === 'unknown') return spec.canBeUnknown ? [known] : [];
      if (set.kind !== 'numbers') return [];
      const held = set.ranges.flatMap((range) => {
        const span = numbers.span(range);
        return span === undefined ? [] : Array.from({ length: span[1] - span[0] + 1 }, (_, i) => span[0] + i);
      });
      return held;
    },
  };
}

function listDimension(
  spec: FactSpec,
  values: readonly (string | boolean)[],
  typical: readonly FactValue[],
  holds: (set: ValueSet, value: string | boolean) => boolean,
): Dimension {
  const atoms = values.length + (spec.canBeUnknown ? 1 : 0);
  const atomOf = (value: FactValue): number => {
    const at = value === null ? values.length : values.indexOf(value as string | boolean);
    if (at < 0 || at >= atoms) throw new Error(`${JSON.stringify(value)} is not a value of ${spec.id}`);
    return at;
  };
  const first = typical
    .filter((value) => value === null || values.some((each) => each === value))
    .map(atomOf);
  return {
    spec,
    atoms,
    order: preferred(atoms, first),
    opaque: [],
    valueOf: (atom) => values[atom] ?? null,
    atomOf,
    holds(set) {
      if (set.kind === 'unknown') return spec.canBeUnknown ? [values.length] : [];
      return values.flatMap((value, atom) => (holds(set, value) ? [atom] : []));
    },
  };
}

function textDimension(spec: FactSpec, sets: readonly ValueSet[], typical: readonly FactValue[]): Dimension {
  const patterns = sets.flatMap((set) => (set.kind === 'texts' ? set.any : []));
  const preferredTexts = typical.filter((value) => typeof value === 'string');
  const texts = textAtoms(patterns, preferredTexts);
  const known = texts.atoms.length;
  const atoms = known + (spec.canBeUnknown ? 1 : 0);
  const atomOf = (value: FactValue): number => (typeof value === 'string' ? texts.atomOf(value) : known);
  const places = new Map(texts.patterns.map((pattern, index) => [patternKey(pattern), index]));
  const first = typical.filter((value) => value !== null || spec.canBeUnknown).map(atomOf);
  return {
    spec,
    atoms,
    order: preferred(atoms, first),
    texts,
    opaque: texts.opaque,
    valueOf: (atom) => texts.atoms[atom]?.sample ?? null,
    atomOf,
    holds(set) {
      if (set.kind === 'unknown') return spec.canBeUnknown ? [known] : [];
      if (set.kind !== 'texts') return [];
      const asked = set.any.flatMap((pattern) => places.get(patternKey(pattern)) ?? []);
      const held = new Set(asked.flatMap((place) => texts.fitting[place] ?? []));
      if (!set.negated) return [...held];
      return texts.atoms.flatMap((_, atom) => (held.has(atom) ? [] : [atom]));
    },
  };
}

/** Whether a text fits an opaque pattern; unknown fits none. */
export function fitsOpaque(pattern: TextPattern, value: FactValue): boolean {
  return typeof value === 'string' && patternFits(pattern, value);
}

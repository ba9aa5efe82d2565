/**
 * The atoms of one fact that some sets distinguish, each with a test whether a set contains it, and words for several
 * atoms. For drawing; deciding never lists atoms.
 */
import type { FactValue, TextPattern, ValueSet } from '../vocabulary/value-set.ts';
import { holds } from '../vocabulary/value-sets.ts';
import { cutsOf, patternsOf, threshold } from './atoms.ts';
import { betweenWords, membersWords, patternsWords } from './branch-words.ts';
import type { Cut, GraphFact } from './decision-graph.ts';
import { compileTextPattern } from './match-text.ts';
import { patternKey } from './set-algebra.ts';
import { possibleCombinations } from './text-combinations.ts';

export interface Atom {
  /** Equal within one fact: equal atoms. */
  readonly key: string;
  readonly holds: (set: ValueSet) => boolean;
  readonly part: AtomPart;
}
type AtomPart =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'value'; readonly value: FactValue }
  | { readonly kind: 'between'; readonly low: Cut | undefined; readonly high: Cut | undefined }
  | {
      readonly kind: 'text';
      readonly fitting: readonly TextPattern[];
      readonly others: readonly TextPattern[];
    };

/** With more patterns than this, their combinations are not listed. */
const MOST_PATTERNS = 6;

/** Undefined where there are too many to list: more than `most` names or numbers. */
export function atomsFor(
  fact: GraphFact,
  sets: readonly ValueSet[],
  most = Number.POSITIVE_INFINITY,
): Atom[] | undefined {
  if (patternsOf(sets).length > most || cutsOf(fact, sets).length > most) return undefined;
  const atoms = knownAtoms(fact, sets);
  if (atoms === undefined || !fact.canBeUnknown) return atoms;
  return [...atoms, { ...valueAtom(null), part: { kind: 'unknown' } }];
}

function knownAtoms(fact: GraphFact, sets: readonly ValueSet[]): Atom[] | undefined {
  const { domain } = fact;
  switch (domain.kind) {
    case 'flag':
      return [valueAtom(true), valueAtom(false)];
    case 'choice':
      return domain.values.map(valueAtom);
    case 'number':
      return numberAtoms(fact, cutsOf(fact, sets));
    case 'text':
      return textAtoms(patternsOf(sets));
  }
}

function valueAtom(value: FactValue): Atom {
  return { key: String(value), holds: (set) => holds(set, value), part: { kind: 'value', value } };
}

function numberAtoms(fact: GraphFact, cuts: readonly Cut[]): Atom[] {
  const { domain } = fact;
  if (domain.kind !== 'number') return [];
  const atoms: Atom[] = [];
  for (let index = 0; index <= cuts.length; index += 1) {
    const [low, high] = [cuts[index - 1], cuts[index]];
    const least = low === undefined ? domain.low : threshold(low);
    const value = domain.integer ? Math.ceil(least) : least;
    // Between two whole numbers that follow each other there is none.
    if (high !== undefined && value >= threshold(high)) continue;
    atoms.push({
      key: `${low === undefined ? '' : threshold(low)}..${high === undefined ? '' : threshold(high)}`,
      holds: (set) => holds(set, value),
      part: { kind: 'between', low, high },
    });
  }
  return atoms;
}

/** Every text that is named, and every combination of the other patterns that a text might fit. */
function textAtoms(patterns: readonly TextPattern[]): Atom[] | undefined {
  const named = patterns.filter((pattern) => pattern.kind === 'equals');
  const others = patterns.filter((pattern) => pattern.kind !== 'equals');
  if (others.length > MOST_PATTERNS) return undefined;
  const atoms = named.map((name) => {
    const fitting = others.filter((pattern) => compileTextPattern(pattern)(name.text));
    return textAtom([name, ...fitting], patterns);
  });
  for (const fitting of possibleCombinations(others)) atoms.push(textAtom(fitting, patterns));
  return atoms;
}

function textAtom(fitting: readonly TextPattern[], all: readonly TextPattern[]): Atom {
  const fits = new Set(fitting.map(patternKey));
  return {
    key: JSON.stringify([...fits].sort()),
    holds: (set) =>
      set.kind === 'texts' && set.any.some((pattern) => fits.has(patternKey(pattern))) !== set.negated,
    part: { kind: 'text', fitting, others: all.filter((pattern) => !fits.has(patternKey(pattern))) },
  };
}

/**
 * Complete, so that equal words for one fact mean equal atoms. @param all the atoms of all branches of the node.
 */
export function atomsWords(fact: GraphFact, atoms: readonly Atom[], all: readonly Atom[]): string {
  const words: string[] = [];
  const values = atoms.flatMap(({ part }) => (part.kind === 'value' ? [part.value] : []));
  if (fact.domain.kind === 'choice' && values.length > 0)
    words.push(membersWords(fact.domain.values, values.map(String), Infinity));
  else words.push(...values.map((value) => (value === true ? 'yes' : 'no')));
  words.push(...betweenAll(fact, atoms));
  words.push(...textsWords(atoms, all));
  if (atoms.some(({ part }) => part.kind === 'unknown')) words.push('unknown');
  return words.join(' or ') || 'any';
}

/** Neighbouring atoms are joined to one range. */
function betweenAll(fact: GraphFact, atoms: readonly Atom[]): string[] {
  const stretches: { low: Cut | undefined; high: Cut | undefined }[] = [];
  for (const { part } of [...atoms].sort(byLow)) {
    if (part.kind !== 'between') continue;
    const last = stretches.at(-1);
    if (last?.high !== undefined && part.low !== undefined && threshold(last.high) === threshold(part.low))
      last.high = part.high;
    else stretches.push({ low: part.low, high: part.high });
  }
  return stretches.map(({ low, high }) => betweenWords(fact, low, high));
}

function byLow(a: Atom, b: Atom): number {
  const low = ({ part }: Atom): number =>
    part.kind === 'between' && part.low !== undefined ? threshold(part.low) : -Infinity;
  const [one, two] = [low(a), low(b)];
  return one === two ? 0 : one - two;
}

type TextPart = Extract<AtomPart, { kind: 'text' }>;

/** Uses the fewest patterns that separate these atoms from all others, where patterns alone can. */
function textsWords(atoms: readonly Atom[], all: readonly Atom[]): string[] {
  const inside = atoms.flatMap(({ part }) => (part.kind === 'text' ? [part] : []));
  if (inside.length === 0) return [];
  const chosen = new Set(atoms.map((atom) => atom.key));
  const outside = all.flatMap(({ key, part }) => (part.kind === 'text' && !chosen.has(key) ? [part] : []));
  if (outside.length === 0) return ['known'];
  const first = inside[0];
  const patterns = first === undefined ? [] : [...first.fitting, ...first.others];
  const [fitInside, fitOutside] = [fittingAny(inside), fittingAny(outside)];

  const only = fewest(
    patterns.filter((pattern) => !fitOutside.has(pattern)),
    inside,
  );
  if (only !== undefined) return only.map((pattern) => patternsWords([pattern], []));
  const never = fewest(
    patterns.filter((pattern) => !fitInside.has(pattern)),
    outside,
  );
  if (never !== undefined) return [patternsWords([], never, Infinity)];
  return inside.map((part) =>
    [
      ...part.fitting.map((pattern) => patternsWords([pattern], [])),
      patternsWords([], part.others, Infinity),
    ].join(' and '),
  );
}

function fittingAny(parts: readonly TextPart[]): ReadonlySet<TextPattern> {
  return new Set(parts.flatMap((part) => part.fitting));
}

/** The fewest patterns such that each part fits one of them; undefined where even all are not enough. */
function fewest(
  patterns: readonly TextPattern[],
  parts: readonly TextPart[],
): readonly TextPattern[] | undefined {
  const kept = new Set(patterns);
  const kinds = parts.map((part) => part.fitting.filter((pattern) => kept.has(pattern)));
  if (kinds.some((fitting) => fitting.length === 0)) return undefined;
  const partsOf = Map.groupBy(
    kinds.flatMap((fitting) => fitting.map((pattern) => ({ pattern, fitting }))),
    ({ pattern }) => pattern,
  );
  for (const pattern of patterns) {
    const isNeeded = (partsOf.get(pattern) ?? []).some(({ fitting }) =>
      fitting.every((other) => other === pattern || !kept.has(other)),
    );
    if (!isNeeded) kept.delete(pattern);
  }
  return [...kept];
}

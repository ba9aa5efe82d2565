/**
 * The space of all requests, as far as some conditions distinguish requests: a dimension for every fact, cut into
 * atoms by every constant that is mentioned, and the combinations that no request can have. Boxes of conditions become
 * boxes of atoms here. Knows facts and sets, but no routes.
 */
import type { Box, Boxes } from '../../graph/boxes.ts';
import type { DecisionGraph, Rule, Side } from '../../graph/decision-graph.ts';
import { keyOf, patternKey } from '../../graph/set-algebra.ts';
import type { FactSpec, FactValue, TextPattern, ValueSet } from '../../vocabulary/value-set.ts';
import { rangeOf } from '../../vocabulary/value-sets.ts';
import { coverOf, meetParts, setBit } from './cover.ts';
import { type Dimension, dimensionOf } from './dimension.ts';
import { createFlagBoxes } from './flag-boxes.ts';
import { type AtomBox, impossibleBoxes } from './linked-facts.ts';
import { constantLinks } from './opaque-links.ts';
import {
  type Budget,
  type Cover,
  type Grid,
  type Groups,
  MOST_STEPS_IN_ALL,
  MOST_STEPS_OF_A_KIND,
  type Region,
} from './search.ts';
import { typicalValues } from './typical-values.ts';
import { type Budgets, unusualBoxes } from './usual-links.ts';

export interface Space extends Grid {
  readonly dimensions: readonly Dimension[];
  /** Everything. */
  readonly full: Region;
  /** What no request can be: linked facts that contradict each other. Belongs to the covers of every search. */
  readonly impossible: Groups;
  /** The same about flags of opaque patterns, as far as all flags of a box are among some: others can be chosen freely. */
  impossibleFlags(flags: ReadonlySet<number>): readonly Cover[];
  /** One more box about flags that no request is in, for every search from now on. */
  learn(box: Cover): void;
  /** Dimensions from this one on are flags of opaque patterns. */
  readonly firstFlag: number;
  /** Combinations that proofs allow and no request has: examples keep out of them where they can. */
  readonly unusual: Groups;
  /** What searches in this space may take together. */
  readonly steps: Budget;
  /** The same for searches that only make an example more typical. */
  readonly exampleSteps: Budget;
  /** Step by which amounts of budgets are distinguished. */
  readonly budgets: Budgets;
  /** Patterns that are free flags here because no automaton could be made of them. */
  readonly opaque: readonly { readonly fact: string; readonly pattern: TextPattern }[];
  /** The boxes of atoms that a box of conditions comes to: one, except with opaque patterns. */
  covers(box: Box): readonly Cover[];
  groups(boxes: Boxes): Groups;
  /** A box that restricts one dimension. */
  coverOfAtoms(dim: number, atoms: readonly number[]): Cover;
  dimensionOf(fact: string): number | undefined;
  /** The space's own flags of the opaque patterns of a dimension, in their order. */
  flagsOf(dimension: number): readonly number[];
  /** The space's own flag of an opaque pattern. */
  flagOf(dimension: number, pattern: TextPattern): number | undefined;
}

/** Facts that are one thing: what stands for another fact, and how. */
const IMAGES = 'images';
const HAS_IMAGES = 'request has images';

export interface Mention {
  /** Fact id. */
  readonly fact: string;
  readonly set: ValueSet;
}

/** Boxes of a rule by fact id. */
export function boxesOfRule(graph: DecisionGraph, rule: Rule): Boxes {
  const boxOf = (sides: readonly Side[]): Box => {
    const box = new Map<string, ValueSet[]>();
    for (const { fact, set } of sides) {
      const id = graph.facts[fact]?.id ?? '';
      const known = box.get(id);
      if (known === undefined) box.set(id, [set]);
      else known.push(set);
    }
    return box;
  };
  return { boxes: rule.boxes.map(boxOf), also: (rule.also ?? []).map((group) => group.map(boxOf)) };
}

export function mentionsIn({ boxes, also }: Boxes): Mention[] {
  return [...boxes, ...also.flat()].flatMap((box) =>
    [...box].flatMap(([fact, sets]) => sets.map((set) => ({ fact, set }))),
  );
}

/**
 * `facts` by id; those that are not mentioned have no dimension. `served`: the names that can be asked for. `budgets`
 * are those that every request of the space is under. `elsewhere`: where any name can be asked for, those that cannot.
 */
export function createSpace(
  facts: ReadonlyMap<string, FactSpec>,
  mentions: Iterable<Mention>,
  served: readonly string[] = [],
  budgets: Budgets = new Map(),
  elsewhere: readonly string[] = [],
): Space {
  const sets = new Map<string, Map<string, ValueSet>>();
  const mention = (fact: string, set: ValueSet): void => {
    const known = sets.get(fact) ?? new Map<string, ValueSet>();
    sets.set(fact, known.set(keyOf(set), set));
  };
  for (const { fact, set } of mentions) mention(...linked(fact, set));
  const dimensions: Dimension[] = [];
  const numbers = new Map<string, number>();
  for (const [id, used] of sets) {
    const spec = facts.get(id) ?? (id === IMAGES ? IMAGES_SPEC : undefined);
    if (spec === undefined) throw new Error(`no fact ${id} in this space`);
    numbers.set(id, dimensions.length);
    dimensions.push(dimensionOf(spec, [...used.values()], typicalValues(spec, served)));
  }
  const firstFlag = dimensions.length;
  const flags = new Map<number, Map<string, number>>();
  const flagsByDimension = new Map<number, number[]>();
  const opaque: { fact: string; pattern: TextPattern }[] = [];
  for (const [dimension, { spec, opaque: patterns }] of [...dimensions].entries())
    for (const pattern of patterns) {
      const byPattern = flags.get(dimension) ?? new Map<string, number>();
      flags.set(dimension, byPattern.set(patternKey(pattern), dimensions.length));
      const own = flagsByDimension.get(dimension);
      if (own === undefined) flagsByDimension.set(dimension, [dimensions.length]);
      else own.push(dimensions.length);
      opaque.push({ fact: spec.id, pattern });
      const flag: FactSpec = {
        ...spec,
        id: `${spec.id} fits`,
        domain: { kind: 'flag' },
        canBeUnknown: false,
      };
      dimensions.push(dimensionOf(flag, [], [false]));
    }

  const starts = new Int32Array(dimensions.length + 1);
  dimensions.forEach(({ atoms }, index) => {
    starts[index + 1] = (starts[index] as number) + ((atoms + 31) >> 5);
  });
  const full = new Int32Array(starts[dimensions.length] as number);
  dimensions.forEach(({ atoms }, index) => {
    for (let atom = 0; atom < atoms; atom += 1) setBit(full, starts[index] as number, atom);
  });

  /** By fact and set: alternatives, each a list of dimension and atoms. */
  const alternatives = new Map<string, readonly (readonly Part[])[]>();
  interface Part {
    readonly dim: number;
    readonly words: Int32Array;
  }
  const wordsOf = (dim: number, atoms: readonly number[]): Part => {
    const words = new Int32Array((starts[dim + 1] as number) - (starts[dim] as number));
    for (const atom of atoms) setBit(words, 0, atom);
    return { dim, words };
  };
  const alternativesOf = (fact: string, set: ValueSet): readonly (readonly Part[])[] => {
    const key = `${fact}\0${keyOf(set)}`;
    const found = alternatives.get(key);
    if (found !== undefined) return found;
    const [id, own] = linked(fact, set);
    const dim = numbers.get(id);
    const dimension = dimensions[dim ?? -1];
    if (dim === undefined || dimension === undefined) throw new Error(`${fact} is not in this space`);
    const main = wordsOf(dim, dimension.holds(own));
    const asked =
      own.kind !== 'texts'
        ? []
        : own.any.flatMap((pattern) => flags.get(dim)?.get(patternKey(pattern)) ?? []);
    const result =
      own.kind === 'texts' && asked.length > 0 && !own.negated
        ? [[main], ...asked.map((flag) => [wordsOf(flag, [1])])]
        : [[main, ...asked.map((flag) => wordsOf(flag, [0]))]];
    alternatives.set(key, result);
    return result;
  };
  const coversOfBox = new WeakMap<Box, readonly Cover[]>();
  const covers = (box: Box): readonly Cover[] => {
    const made = coversOfBox.get(box) ?? makeCovers(box);
    coversOfBox.set(box, made);
    return made;
  };
  const makeCovers = (box: Box): readonly Cover[] => {
    let drafts: ReadonlyMap<number, Int32Array>[] = [new Map()];
    for (const [fact, parts] of box)
      for (const set of parts) {
        const either = alternativesOf(fact, set);
        drafts = drafts.flatMap((draft) => either.map((one) => meetParts(draft, one)));
      }
    return drafts.flatMap((draft) => coverOf(draft) ?? []);
  };
  const space: Space = {
    starts,
    dimensions,
    full,
    opaque,
    impossible: [[]],
    impossibleFlags: () => [],
    learn: () => {},
    firstFlag,
    steps: { left: MOST_STEPS_IN_ALL },
    exampleSteps: { left: MOST_STEPS_OF_A_KIND },
    unusual: [[]],
    budgets,
    covers,
    coverOfAtoms(dim, atoms) {
      const { words } = wordsOf(dim, atoms);
      return { dims: [dim], masks: words };
    },
    groups: ({ boxes, also }) => [boxes, ...also].map((group) => group.flatMap(covers)),
    dimensionOf: (fact) => numbers.get(fact === HAS_IMAGES ? IMAGES : fact),
    flagsOf: (dimension) => flagsByDimension.get(dimension) ?? [],
    flagOf: (dimension, pattern) => flags.get(dimension)?.get(patternKey(pattern)),
  };
  const coversOf = (boxes: readonly AtomBox[]): Cover[] =>
    boxes.flatMap(
      (box) => coverOf(new Map(box.map(([dim, atoms]) => [dim, wordsOf(dim, atoms).words]))) ?? [],
    );
  const known = createFlagBoxes(firstFlag);
  for (const box of constantLinks(dimensions, space.flagOf, wordsOf)) known.add(box);
  return {
    ...space,
    impossible: [coversOf(impossibleBoxes(dimensions, served, elsewhere))],
    impossibleFlags: known.among,
    learn: known.add,
    unusual: [coversOf(unusualBoxes(dimensions, budgets))],
  };
}

/** By dimension and atom: its place in the order. */
const places = new WeakMap<Dimension, Int32Array>();

/** The most typical atom that a region has of one dimension; 0 where it has none. */
export function firstAtom({ starts, dimensions }: Space, region: Region, dim: number): number {
  const dimension = dimensions[dim] as Dimension;
  const start = starts[dim] as number;
  const [wanted = 0] = dimension.order;
  if (((region[start + (wanted >> 5)] as number) & (1 << (wanted & 31))) !== 0) return wanted;
  let placeOf = places.get(dimension);
  if (placeOf === undefined) {
    placeOf = new Int32Array(dimension.atoms);
    for (const [place, atom] of dimension.order.entries()) placeOf[atom] = place;
    places.set(dimension, placeOf);
  }
  let first = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = start; at < (starts[dim + 1] as number); at += 1)
    for (let left = region[at] as number; left !== 0; left &= left - 1) {
      const atom = (at - start) * 32 + 31 - Math.clz32(left & -left);
      if ((placeOf[atom] as number) >= least) continue;
      least = placeOf[atom] as number;
      first = atom;
    }
  return first;
}

/** Atoms of one dimension that are in a region. */
export function atomsIn({ starts }: Grid, region: Region, dim: number): number[] {
  const atoms: number[] = [];
  const start = starts[dim] as number;
  for (let at = start; at < (starts[dim + 1] as number); at += 1)
    for (let left = region[at] as number; left !== 0; left &= left - 1)
      atoms.push((at - start) * 32 + 31 - Math.clz32(left & -left));
  return atoms;
}

const IMAGES_SPEC: FactSpec = {
  id: IMAGES,
  fact: 'images',
  domain: { kind: 'number', unit: 'count', low: 0, high: Number.POSITIVE_INFINITY, integer: true },
  cost: 'free',
  canBeUnknown: false,
};

/** A request has images when it has at least one. */
function linked(fact: string, set: ValueSet): [string, ValueSet] {
  if (fact !== HAS_IMAGES || set.kind !== 'flag') return [fact, set];
  const range = set.value ? rangeOf(1, Number.POSITIVE_INFINITY) : rangeOf(0, 0);
  return [IMAGES, { kind: 'numbers', ranges: [range] }];
}

/** Values of facts that share a dimension, by fact id. */
export function factValues(dimension: Dimension, value: FactValue): [string, FactValue][] {
  if (dimension.spec.id !== IMAGES) return [[dimension.spec.id, value]];
  return [
    [IMAGES, value],
    [HAS_IMAGES, typeof value === 'number' && value > 0],
  ];
}

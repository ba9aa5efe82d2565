/**
 * Which of many rules can meet some boxes at all: an index of rules by the facts that they restrict to a few values.
 * A rule that meets none of the boxes of a question cannot change its answer, so it need not be searched. Knows no facts.
 */
import type { Cover, Grid, Groups } from './search.ts';

export interface RuleIndex {
  /** Indexes of rules below `below`, in order: every one that meets some of the boxes of each of `inside`. */
  meeting(inside: readonly Groups[], below: number): readonly number[];
  /** Some atoms of a dimension that no rule below `below` holds which restricts the dimension. */
  free(dim: number, below: number): readonly number[];
}

/** A fact of which a rule allows more values is not used to find it. */
const FEW = 48;

/** So many free values are enough to choose from. */
const MOST_FREE = 8;

/** Words of one dimension. */
type Words = ReadonlyMap<number, Int32Array>;

export function createRuleIndex(grid: Grid, rules: readonly Groups[]): RuleIndex {
  return new BitRuleIndex(grid, rules);
}

class BitRuleIndex implements RuleIndex {
  readonly #grid: Grid;
  readonly #rules: readonly Groups[];
  readonly #hulls: Words[];
  /** By dimension and atom: the rules that hold for the atom, and for few others. */
  readonly #byAtom: Map<number, number[]>[];
  /** By dimension: the rules that hold for many of its atoms. */
  readonly #wide: number[][];
  readonly #firsts = new Map<number, Int32Array>();

  constructor(grid: Grid, rules: readonly Groups[]) {
    this.#grid = grid;
    this.#rules = rules;
    const dimensions = this.#grid.starts.length - 1;
    this.#hulls = this.#rules.map((groups) => hullOf(this.#grid, groups));
    this.#byAtom = Array.from({ length: dimensions }, () => new Map());
    this.#wide = Array.from({ length: dimensions }, () => []);
    this.#hulls.forEach((hull, rule) => {
      for (let dim = 0; dim < dimensions; dim += 1) {
        const words = hull.get(dim);
        const atoms = words === undefined ? undefined : fewAtoms(words, FEW);
        if (atoms === undefined) this.#wide[dim]?.push(rule);
        else
          for (const atom of atoms) {
            const known = this.#byAtom[dim]?.get(atom);
            if (known === undefined) this.#byAtom[dim]?.set(atom, [rule]);
            else known.push(rule);
          }
      }
    });
  }

  free(dim: number, below: number): number[] {
    let first = this.#firsts.get(dim);
    if (first === undefined) {
      first = firstRules(
        this.#hulls,
        dim,
        ((this.#grid.starts[dim + 1] as number) - (this.#grid.starts[dim] as number)) * 32,
      );
      this.#firsts.set(dim, first);
    }
    const atoms: number[] = [];
    for (let atom = 0; atom < first.length && atoms.length < MOST_FREE; atom += 1)
      if ((first[atom] as number) >= below) atoms.push(atom);
    return atoms;
  }

  meeting(inside: readonly Groups[], below: number): number[] {
    const hull = hullOf(this.#grid, inside.flat());
    const lists = this.#candidates(hull);
    const found = lists === undefined ? this.#rules.keys() : new Set(lists.flat());
    const meeting: number[] = [];
    for (const rule of found) if (rule < below && meets(hull, this.#hulls[rule] as Words)) meeting.push(rule);
    return lists === undefined ? meeting : meeting.sort((a, b) => a - b);
  }

  /** The fewest rules that one dimension leaves; undefined where no dimension says anything. */
  #candidates(hull: Words): readonly (readonly number[])[] | undefined {
    let best: readonly (readonly number[])[] | undefined;
    let fewest = this.#rules.length;
    for (const [dim, words] of hull) {
      const atoms = fewAtoms(words, FEW);
      if (atoms === undefined) continue;
      const lists = [this.#wide[dim] ?? [], ...atoms.flatMap((atom) => [this.#byAtom[dim]?.get(atom) ?? []])];
      const count = lists.reduce((sum, list) => sum + list.length, 0);
      if (count >= fewest) continue;
      fewest = count;
      best = lists;
    }
    return best;
  }
}

/** By atom: the first rule that restricts the dimension and holds it. */
function firstRules(hulls: readonly Words[], dim: number, atoms: number): Int32Array {
  const first = new Int32Array(atoms).fill(hulls.length);
  hulls.forEach((hull, rule) => {
    hull.get(dim)?.forEach((word, at) => {
      for (let left = word; left !== 0; left &= left - 1) {
        const atom = at * 32 + 31 - Math.clz32(left & -left);
        if ((first[atom] as number) > rule) first[atom] = rule;
      }
    });
  });
  return first;
}

/** By dimension: all that some box of every group leaves of it. Dimensions that are not restricted are left out. */
export function hullOf({ starts }: Grid, groups: Groups): Words {
  const hull = new Map<number, Int32Array>();
  for (const group of groups) {
    const union = unions.get(group) ?? unionOf(starts, group);
    unions.set(group, union);
    for (const [dim, words] of union) {
      const known = hull.get(dim);
      hull.set(dim, known === undefined ? words : words.map((word, at) => word & (known[at] as number)));
    }
  }
  return hull;
}

/** Groups do not change, and the same ones are asked about again and again. */
const unions = new WeakMap<readonly Cover[], Words>();

function unionOf(starts: Int32Array, group: readonly Cover[]): Words {
  const union = new Map<number, Int32Array>();
  for (const [box, { dims, masks }] of group.entries()) {
    if (box > 0) for (const dim of union.keys()) if (!dims.includes(dim)) union.delete(dim);
    if (box > 0 && union.size === 0) break;
    let word = 0;
    for (const dim of dims) {
      const size = (starts[dim + 1] as number) - (starts[dim] as number);
      const known = union.get(dim);
      if (box === 0) union.set(dim, masks.slice(word, word + size));
      else if (known !== undefined)
        for (let at = 0; at < size; at += 1) known[at] = (known[at] as number) | (masks[word + at] as number);
      word += size;
    }
  }
  return union;
}

function meets(one: Words, other: Words): boolean {
  for (const [dim, words] of one) {
    const own = other.get(dim);
    if (own === undefined) continue;
    let at = 0;
    while (at < words.length && ((words[at] as number) & (own[at] as number)) === 0) at += 1;
    if (at === words.length) return false;
  }
  return true;
}

/** The atoms of a few words; undefined where there are more than `most`. */
function fewAtoms(words: Int32Array, most: number): number[] | undefined {
  const atoms: number[] = [];
  for (let at = 0; at < words.length; at += 1)
    for (let left = words[at] as number; left !== 0; left &= left - 1) {
      if (atoms.length === most) return undefined;
      atoms.push(at * 32 + 31 - Math.clz32(left & -left));
    }
  return atoms;
}

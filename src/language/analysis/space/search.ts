/**
 * The one question of all proofs: is there a point of this box outside all these boxes? An exact search over atoms:
 * drop disjoint boxes; a containing box ends it; a box that sticks out in one fact forces a restriction; else branch
 * on the box with the fewest open facts. It is DPLL over many-valued literals, where boxes are clauses (M. Davis,
 * G. Logemann, D. Loveland, 1962). Counts its steps and says `undecided` rather than guess. Knows no facts.
 */

/** A set of atoms for every dimension, as bits: dimension `d` has the words from `starts[d]` up to `starts[d + 1]`. */
export type Region = Int32Array;

export interface Grid {
  readonly starts: Int32Array;
}

/** A box: dimensions it restricts, ascending, and the words of each, laid end to end in `masks`. */
export interface Cover {
  readonly dims: readonly number[];
  readonly masks: Int32Array;
  /** By entry of `dims`, where it is known: the few words that hold something, counted from the first of the dimension. */
  readonly spots?: readonly (readonly number[] | undefined)[];
}

/** Holds where in every group one box holds. One group is a plain union of boxes. */
export type Groups = readonly (readonly Cover[])[];

/** Steps left, for one search or shared by several; a step is one box looked at. */
export interface Budget {
  left: number;
  /** What this budget is a part of: its steps are used up together with those of the whole. */
  readonly of?: Budget;
}
/** For the answer to one question: well over what a policy of a thousand routes takes; half a second. */
export const MOST_STEPS = 4_000_000;
/** For all questions of one kind about a policy. */
export const MOST_STEPS_OF_A_KIND = 2 * MOST_STEPS;
/** For all questions about a policy: about two seconds. */
export const MOST_STEPS_IN_ALL = 4 * MOST_STEPS;

/** Steps left of a budget and of all that it is a part of. */
export function stepsLeft(budget: Budget): number {
  return Math.min(budget.left, budget.of === undefined ? Number.POSITIVE_INFINITY : stepsLeft(budget.of));
}

export function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.of !== undefined) spend(budget.of, steps);
}

export type Found = Region | 'none' | 'undecided';

/** A point of `start`, inside one box of every group of `inside`, outside all of `covers`. */
export function findPoint(
  grid: Grid,
  start: Region,
  inside: Groups,
  covers: readonly Groups[],
  budget: Budget = { left: MOST_STEPS },
): Found {
  const plain: Cover[] = [];
  const composite: Groups[] = [];
  for (const groups of covers) {
    const [only] = groups;
    if (groups.length === 1 && only !== undefined) for (const box of only) plain.push(box);
    else composite.push(groups);
  }
  const own: Budget = { left: stepsLeft(budget) };
  const before = own.left;
  const found = within({ grid, plain, composite, budget: own }, start, inside, false);
  spend(budget, before - own.left);
  return found;
}

/** What stays the same while the groups of `inside` are gone through. */
interface Search {
  readonly grid: Grid;
  readonly plain: readonly Cover[];
  readonly composite: readonly Groups[];
  /** Of this search alone. */
  readonly budget: Budget;
}

/** Groups with more combinations than this are gone through from the one with the fewest boxes. */
const FEW_COMBINATIONS = 64;

/** `isOwn`: the region belongs to this call, which may change it. */
function within(search: Search, start: Region, inside: Groups, isOwn: boolean): Found {
  const { grid, plain, composite, budget } = search;
  let region = start;
  let owned = isOwn;
  let open = inside;
  // A group of which one box is left narrows the region, and of the other groups fewer boxes may be left then.
  for (let narrowed = true; narrowed; ) {
    narrowed = false;
    const groups: (readonly Cover[])[] = [];
    for (const group of open) {
      const left = group.length === 1 ? group : group.filter((box) => touches(grid, region, box));
      budget.left -= group.length;
      const [only] = left;
      if (only === undefined) return 'none';
      if (left.length > 1) {
        groups.push(left);
        continue;
      }
      const result = narrow(grid, region, only, owned);
      if (result === undefined) return 'none';
      region = result;
      owned = true;
      narrowed = groups.length > 0;
    }
    open = groups;
    if (budget.left < 0) return 'undecided';
  }
  if (open.length === 0) return outside(grid, owned ? region : region.slice(), plain, composite, budget);
  const combinations = open.reduce((product, group) => product * group.length, 1);
  const next =
    combinations <= FEW_COMBINATIONS
      ? (open[0] as readonly Cover[])
      : open.reduce((fewest, group) => (group.length < fewest.length ? group : fewest));
  const others = open.filter((group) => group !== next);
  for (const box of next) {
    const narrowed = narrow(grid, region, box);
    if (narrowed === undefined) continue;
    const found = within(search, narrowed, others, true);
    if (found !== 'none') return found;
  }
  return 'none';
}

/** Whether some of a region lies in a box. */
function touches({ starts }: Grid, region: Region, { dims, masks, spots }: Cover): boolean {
  let word = 0;
  for (let i = 0; i < dims.length; i += 1) {
    const first = starts[dims[i] as number] as number;
    const size = (starts[(dims[i] as number) + 1] as number) - first;
    const few = spots?.[i];
    let shared = 0;
    if (few === undefined)
      for (let at = 0; shared === 0 && at < size; at += 1)
        shared = (region[first + at] as number) & (masks[word + at] as number);
    else
      for (let s = 0; shared === 0 && s < few.length; s += 1) {
        const spot = few[s] as number;
        shared = (region[first + spot] as number) & (masks[word + spot] as number);
      }
    if (shared === 0) return false;
    word += size;
  }
  return true;
}

/** What of a region lies in a box; undefined when nothing does. `inPlace`: the region itself is narrowed. */
export function narrow({ starts }: Grid, region: Region, box: Cover, inPlace = false): Region | undefined {
  const result = inPlace ? region : region.slice();
  let word = 0;
  for (const dim of box.dims) {
    let any = 0;
    for (let at = starts[dim] as number; at < (starts[dim + 1] as number); at += 1) {
      const both = (result[at] as number) & (box.masks[word] as number);
      result[at] = both;
      any |= both;
      word += 1;
    }
    if (any === 0) return undefined;
  }
  return result;
}

const DISJOINT = -2;
const CONTAINS = -1;

/** Changes the region. */
function outside(
  grid: Grid,
  region: Region,
  plain: readonly Cover[],
  composite: readonly Groups[],
  budget: Budget,
): Found {
  const { starts } = grid;
  /** By dimension: how many atoms of it the region has; 0: not counted yet. */
  const counts = new Int32Array(starts.length);
  const countOf = (dim: number): number => {
    if (counts[dim] === 0) counts[dim] = atomCount(region, starts[dim] as number, starts[dim + 1] as number);
    return counts[dim] as number;
  };
  let live = plain;
  /** Words of the boxes that were looked at: of facts with thousands of values each box counts for more than a step. */
  let looked = 0;
  for (;;) {
    budget.left -= live.length + 1 + (looked >> 5);
    if (budget.left < 0) return 'undecided';
    looked = 0;
    let best: Cover | undefined;
    let fewest = Number.POSITIVE_INFINITY;
    let changed = false;
    const next: Cover[] = [];
    for (const box of live) {
      // How many dimensions of the region stick out of the box, and the last of them.
      let open = 0;
      let last = CONTAINS;
      let lastWord = 0;
      let lastSpots: readonly number[] | undefined;
      let word = 0;
      const { dims, masks, spots } = box;
      for (let i = 0; i < dims.length; i += 1) {
        const dim = dims[i] as number;
        const first = starts[dim] as number;
        const end = starts[dim + 1] as number;
        const few = spots?.[i];
        let shared = 0;
        let beyond = 0;
        if (few === undefined) {
          looked += end - first;
          for (let at = first; at < end; at += 1) {
            const have = region[at] as number;
            const mask = masks[word + at - first] as number;
            shared |= have & mask;
            beyond |= have & ~mask;
          }
        } else {
          for (let s = 0; s < few.length; s += 1) {
            const spot = few[s] as number;
            shared += bitCount((region[first + spot] as number) & (masks[word + spot] as number));
          }
          beyond = shared === 0 ? 0 : countOf(dim) - shared;
        }
        if (shared === 0) {
          open = DISJOINT;
          break;
        }
        if (beyond !== 0) {
          open += 1;
          last = dim;
          lastWord = word;
          lastSpots = few;
        }
        word += end - first;
      }
      if (open === DISJOINT) continue;
      if (open === 0) return 'none';
      if (open === 1) {
        const first = starts[last] as number;
        if (lastSpots === undefined)
          for (let at = first; at < (starts[last + 1] as number); at += 1)
            region[at] = (region[at] as number) & ~(masks[lastWord + at - first] as number);
        else
          for (const spot of lastSpots)
            region[first + spot] = (region[first + spot] as number) & ~(masks[lastWord + spot] as number);
        counts[last] = 0;
        changed = true;
        continue;
      }
      next.push(box);
      if (open < fewest) {
        fewest = open;
        best = box;
      }
    }
    live = next;
    if (changed) continue;
    if (best === undefined) {
      return composite.length === 0 ? region : failOne(grid, region, live, composite, budget);
    }
    const dim = freed(grid, region, best, live, composite, budget);
    if (dim === undefined) return branch(grid, region, best, live, composite, budget);
    live = live.filter(({ dims }) => !dims.includes(dim));
    counts[dim] = 0;
  }
}

/**
 * Values of one dimension that no box which restricts it holds, where there are such: a point with another value stays
 * outside of all that it was outside of when it gets one of these. Restricts the region to them (the pure literals of
 * Davis and Putnam, 1960) and answers the dimension. Of few values the search has tried them all as quickly.
 */
const MANY_WORDS = 4;

function freed(
  { starts }: Grid,
  region: Region,
  best: Cover,
  live: readonly Cover[],
  composite: readonly Groups[],
  budget: Budget,
): number | undefined {
  for (const dim of best.dims) {
    const first = starts[dim] as number;
    if ((starts[dim + 1] as number) - first < MANY_WORDS) continue;
    const left = region.slice(first, starts[dim + 1] as number);
    let some = true;
    const take = ({ dims, masks, spots }: Cover): void => {
      let word = 0;
      for (let i = 0; i < dims.length; i += 1) {
        const own = dims[i] as number;
        if (own === dim) {
          const few = spots?.[i];
          if (few === undefined) {
            let any = 0;
            for (let at = 0; at < left.length; at += 1) {
              const kept = (left[at] as number) & ~(masks[word + at] as number);
              left[at] = kept;
              any |= kept;
            }
            some = any !== 0;
          } else
            for (const spot of few) left[spot] = (left[spot] as number) & ~(masks[word + spot] as number);
          return;
        }
        word += (starts[own + 1] as number) - (starts[own] as number);
      }
    };
    for (let at = 0; some && at < live.length; at += 1) take(live[at] as Cover);
    for (const groups of composite)
      for (const group of groups)
        if (some) {
          budget.left -= group.length;
          group.forEach(take);
        }
    if (!some || left.every((word) => word === 0)) continue;
    region.set(left, first);
    return dim;
  }
  return undefined;
}

function atomCount(region: Region, first: number, end: number): number {
  let count = 0;
  for (let at = first; at < end; at += 1) count += bitCount(region[at] as number);
  return count;
}

function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** A point outside the box sticks out in a first dimension: one search for each. */
function branch(
  grid: Grid,
  region: Region,
  box: Cover,
  live: readonly Cover[],
  composite: readonly Groups[],
  budget: Budget,
): Found {
  const { starts } = grid;
  let word = 0;
  for (const dim of box.dims) {
    const first = starts[dim] as number;
    const end = starts[dim + 1] as number;
    let beyond = 0;
    const part = region.slice();
    for (let at = first; at < end; at += 1) {
      const mask = box.masks[word + at - first] as number;
      part[at] = (region[at] as number) & ~mask;
      beyond |= part[at] as number;
      region[at] = (region[at] as number) & mask;
    }
    word += end - first;
    if (beyond === 0) continue;
    const found = outside(grid, part, live, composite, budget);
    if (found !== 'none') return found;
  }
  return 'none';
}

/** A point outside a rule of several groups misses all boxes of one of its groups. */
function failOne(
  grid: Grid,
  region: Region,
  live: readonly Cover[],
  composite: readonly Groups[],
  budget: Budget,
): Found {
  const [groups, ...others] = composite;
  for (const group of groups ?? []) {
    const found = outside(grid, region.slice(), [...live, ...group], others, budget);
    if (found !== 'none') return found;
  }
  return 'none';
}

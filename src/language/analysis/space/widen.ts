/**
 * From a box of a search's answer to a maximal one: fact by fact, every value is let in that keeps the whole box inside
 * and outside of what was asked, until the steps are used up. Contradictions no request can have do not stop it. Knows regions only.
 */
import { type Budget, type Cover, findPoint, type Groups, type Region, spend, stepsLeft } from './search.ts';
import type { Space } from './space.ts';
import type { Question } from './witness.ts';

export function widen(
  space: Space,
  region: Region,
  { inside, covers }: Pick<Question, 'inside' | 'covers'>,
  budget: Budget,
): Region {
  const { starts, dimensions } = space;
  let wide = region;
  const boxes = [...inside, ...covers].flat().reduce((sum, group) => sum + group.length, 0);
  for (const dim of dimensions.keys()) {
    spend(budget, 1 + (boxes >> 2));
    if (stepsLeft(budget) < 0) break;
    const [from, end] = [starts[dim] as number, starts[dim + 1] as number];
    const open = wide.slice();
    open.set(space.full.subarray(from, end), from);
    for (const groups of covers) exclude(space, open, wide, groups, dim);
    // What would leave one of the insides goes again; a union of boxes is asked as a whole.
    for (const groups of inside)
      for (const group of groups) keepInside(space, { open, wide }, group, dim, budget);
    wide = open;
  }
  return wide;
}

/** Takes from `open` the values of one dimension with which the box would touch a rule that must not hold. */
function exclude(space: Space, open: Region, wide: Region, groups: Groups, dim: number): void {
  // A rule of several groups is missed when one group is; the first one that is missed now stays missed.
  const missed =
    groups.length === 1 ? groups[0] : groups.find((group) => !group.some((box) => touches(space, wide, box)));
  for (const box of missed ?? []) {
    if (!touches(space, wide, box, dim)) continue;
    remove(space, open, box, dim);
  }
}

function keepInside(
  space: Space,
  { open, wide }: { readonly open: Region; readonly wide: Region },
  group: readonly Cover[],
  dim: number,
  budget: Budget,
): void {
  const start = space.starts[dim] as number;
  if (findPoint(space, open, [], [[group]], budget) === 'none') return;
  const holding = group.find((box) => contains(space, wide, box));
  const place = holding === undefined ? -1 : wordsFrom(space, holding, dim);
  for (let at = start; at < (space.starts[dim + 1] as number); at += 1) {
    const kept = wide[at] as number;
    if (holding === undefined) open[at] = kept;
    else if (place >= 0) open[at] = (open[at] as number) & (holding.masks[place + at - start] as number);
  }
}

/** Whether a box and the region meet in all dimensions but `except`. */
function touches({ starts }: Space, region: Region, box: Cover, except = -1): boolean {
  let word = 0;
  for (const dim of box.dims) {
    let shared = 0;
    for (let at = starts[dim] as number; at < (starts[dim + 1] as number); at += 1) {
      shared |= (region[at] as number) & (box.masks[word] as number);
      word += 1;
    }
    if (shared === 0 && dim !== except) return false;
  }
  return true;
}

function contains({ starts }: Space, region: Region, box: Cover): boolean {
  let word = 0;
  for (const dim of box.dims)
    for (let at = starts[dim] as number; at < (starts[dim + 1] as number); at += 1) {
      if (((region[at] as number) & ~(box.masks[word] as number)) !== 0) return false;
      word += 1;
    }
  return true;
}

function remove(space: Space, open: Region, box: Cover, dim: number): void {
  const place = wordsFrom(space, box, dim);
  if (place < 0) return;
  const start = space.starts[dim] as number;
  for (let at = start; at < (space.starts[dim + 1] as number); at += 1)
    open[at] = (open[at] as number) & ~(box.masks[place + at - start] as number);
}

/** Where the words of a dimension begin in a box; -1 when it does not restrict it. */
function wordsFrom({ starts }: Space, box: Cover, dim: number): number {
  let word = 0;
  for (const own of box.dims) {
    if (own === dim) return word;
    word += (starts[own + 1] as number) - (starts[own] as number);
  }
  return -1;
}

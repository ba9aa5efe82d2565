/** The search itself, on random grids: against every point, one by one; and what it says when it may not go on. */
import { expect, it } from 'vitest';
import { type Cover, findPoint, type Groups } from '../../../../src/language/analysis/space/search.ts';
import { type Random, randomFrom } from '../../../support/small-policy.ts';

/** One dimension needs two words. */
const SIZES = [3, 40, 2, 4];
const starts = Int32Array.from([0, 1, 3, 4, 5]);
const full = Int32Array.from([0b111, -1, 0xff, 0b11, 0b1111]);

function randomBox(random: Random): Cover {
  const dims = SIZES.flatMap((_, dim) => (random() < 0.6 ? [dim] : []));
  const masks = dims.flatMap((dim) => {
    const low = Math.floor(random() * (SIZES[dim] as number));
    const words = new Int32Array((starts[dim + 1] as number) - (starts[dim] as number));
    for (let atom = 0; atom < (SIZES[dim] as number); atom += 1)
      if (random() < 0.4 || atom === low)
        words[atom >> 5] = (words[atom >> 5] as number) | (1 << (atom & 31));
    return [...words];
  });
  return { dims, masks: Int32Array.from(masks) };
}

function holds({ dims, masks }: Cover, point: readonly number[]): boolean {
  let word = 0;
  return dims.every((dim) => {
    const atom = point[dim] as number;
    const bit = ((masks[word + (atom >> 5)] as number) >>> (atom & 31)) & 1;
    word += (starts[dim + 1] as number) - (starts[dim] as number);
    return bit === 1;
  });
}

const holdsAll = (groups: Groups, point: readonly number[]): boolean =>
  groups.every((group) => group.some((box) => holds(box, point)));

const points = Array.from({ length: 3 * 40 * 2 * 4 }, (_, at) => [
  at % 3,
  Math.floor(at / 3) % 40,
  Math.floor(at / 120) % 2,
  Math.floor(at / 240),
]);

it('finds a point exactly where there is one, groups of groups included', () => {
  const random = randomFrom(3);
  let found = 0;
  for (let round = 0; round < 600; round += 1) {
    const groups = (most: number): Groups =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () =>
        Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomBox(random)),
      );
    const inside = random() < 0.5 ? [] : groups(2);
    const covers = Array.from({ length: Math.floor(random() * 9) }, () => groups(random() < 0.7 ? 1 : 3));
    const outside = points.filter(
      (point) => holdsAll(inside, point) && !covers.some((each) => holdsAll(each, point)),
    );
    const region = findPoint({ starts }, full, inside, covers);
    if (typeof region === 'string') {
      expect([region, outside]).toEqual(['none', []]);
      continue;
    }
    found += 1;
    const within = points.filter((point) =>
      point.every(
        (atom, dim) => ((region[(starts[dim] as number) + (atom >> 5)] as number) >>> (atom & 31)) & 1,
      ),
    );
    expect(within.length).toBeGreaterThan(0);
    // All of the region is an answer, not one point of it only.
    const answers = new Set(outside);
    expect(within.filter((point) => !answers.has(point))).toEqual([]);
  }
  expect(found).toBeGreaterThan(100);
});

it('says that it does not know when its steps are used up', () => {
  const random = randomFrom(5);
  const covers = Array.from({ length: 30 }, () => [[randomBox(random)]]);
  const budget = { left: 20 };
  expect(findPoint({ starts }, full, [], covers, budget)).toBe('undecided');
  expect(budget.left).toBeLessThan(0);
});

it('does not go through every combination of groups that exclude each other', () => {
  // One dimension of 210 values: each group holds 70 of them, one a box, and no two groups share one.
  const grid = { starts: Int32Array.from([0, 7]) };
  const one = (atom: number): Cover => {
    const masks = new Int32Array(7);
    masks[atom >> 5] = 1 << (atom & 31);
    return { dims: [0], masks };
  };
  const group = (from: number): Cover[] => Array.from({ length: 70 }, (_, at) => one(from + at));
  const budget = { left: 10_000 };
  expect(findPoint(grid, new Int32Array(7).fill(-1), [group(0), group(70), group(140)], [], budget)).toBe(
    'none',
  );
});

it('counts the boxes it must be inside, and takes its steps from the whole that they are a part of', () => {
  // Eight groups for seven dimensions: of each group one dimension must have the value of the group.
  const grid = { starts: Int32Array.from({ length: 8 }, (_, dim) => dim) };
  const groups = Array.from({ length: 8 }, (_, value) =>
    Array.from({ length: 7 }, (_, dim): Cover => ({ dims: [dim], masks: Int32Array.of(1 << value) })),
  );
  const start = new Int32Array(7).fill(0xff);
  const all = { left: 100_000 };
  const budget = { left: 2_000, of: all };
  expect(findPoint(grid, start, groups, [], budget)).toBe('undecided');
  expect(budget.left).toBeLessThan(0);
  expect(all.left).toBe(98_000 + budget.left);
  expect(findPoint(grid, start, groups, [], { left: 1_000_000, of: { left: 50 } })).toBe('undecided');
  expect(findPoint(grid, start, groups, [], { left: 1_000_000 })).toBe('none');
});

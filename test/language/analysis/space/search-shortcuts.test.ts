/**
 * What makes searches quick, against searching without it and against trying every point: the index of rules, covers of
 * few words, values that no box holds, halving instead of leaving out one by one.
 */
import { expect, it } from 'vitest';
import { coverOf, setBit } from '../../../../src/language/analysis/space/cover.ts';
import { createRuleIndex } from '../../../../src/language/analysis/space/rule-index.ts';
import {
  type Cover,
  type Found,
  findPoint,
  type Groups,
} from '../../../../src/language/analysis/space/search.ts';
import { least } from '../../../../src/language/analysis/verdicts/least.ts';
import { rounds } from '../../../support/rounds.ts';
import { type Random, randomFrom } from '../../../support/small-policy.ts';

/** Of a few words and of many: some shortcuts are for the one, some for the other. */
const SIZES = [3, 300, 2, 140, 40];
const starts = new Int32Array(SIZES.length + 1);
SIZES.forEach((size, dim) => {
  starts[dim + 1] = (starts[dim] as number) + ((size + 31) >> 5);
});
const grid = { starts };
const full = new Int32Array(starts[SIZES.length] as number);
SIZES.forEach((size, dim) => {
  for (let atom = 0; atom < size; atom += 1) setBit(full, starts[dim] as number, atom);
});

type Point = readonly number[];

function has(words: Int32Array, start: number, atom: number): boolean {
  return (((words[start + (atom >> 5)] as number) >>> (atom & 31)) & 1) === 1;
}

/** A value, a stretch of values, or all but a stretch. */
function randomBox(random: Random): Cover {
  const whole = (below: number): number => Math.floor(random() * below);
  const sides = new Map<number, Int32Array>();
  for (const [dim, size] of SIZES.entries()) {
    if (random() < 0.5) continue;
    const words = new Int32Array((starts[dim + 1] as number) - (starts[dim] as number));
    const kind = random();
    // Most lie close together, so that what one leaves is often all that another holds.
    const first = kind < 0.8 ? Math.min(size - 1, (size >> 1) + whole(6)) : whole(size);
    const last = kind < 0.3 ? first : Math.min(size - 1, first + whole(kind < 0.8 ? 6 : size));
    const inverted = random() < 0.3 && (first > 0 || last < size - 1);
    for (let atom = 0; atom < size; atom += 1)
      if ((atom >= first && atom <= last) !== inverted) setBit(words, 0, atom);
    sides.set(dim, words);
  }
  const cover = coverOf(sides);
  if (cover === undefined) throw new Error('an empty box');
  return cover;
}

function randomGroups(random: Random, most = random() < 0.7 ? 1 : 3): Groups {
  return Array.from({ length: 1 + Math.floor(random() * most) }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () => randomBox(random)),
  );
}

function boxHolds({ dims, masks }: Cover, point: Point): boolean {
  let word = 0;
  return dims.every((dim) => {
    const start = word;
    word += (starts[dim + 1] as number) - (starts[dim] as number);
    return has(masks, start, point[dim] as number);
  });
}

const holds = (groups: Groups, point: Point): boolean =>
  groups.every((group) => group.some((box) => boxHolds(box, point)));

/** A point for every way in which the boxes can come out: atoms of one dimension that they hold alike are one. */
function pointsOf(boxes: readonly Cover[]): Point[] {
  const values = SIZES.map((size, dim) => {
    const first = new Map<string, number>();
    for (let atom = 0; atom < size; atom += 1) {
      const sign = boxes.map((box) => (box.dims.includes(dim) ? sideHolds(box, dim, atom) : '-')).join('');
      if (!first.has(sign)) first.set(sign, atom);
    }
    return [...first.values()];
  });
  return values.reduce<Point[]>(
    (points, own) => points.flatMap((point) => own.map((atom) => [...point, atom])),
    [[]],
  );
}

function sideHolds({ dims, masks }: Cover, wanted: number, atom: number): number {
  let word = 0;
  for (const dim of dims) {
    if (dim === wanted) return Number(has(masks, word, atom));
    word += (starts[dim + 1] as number) - (starts[dim] as number);
  }
  return 1;
}

const isIn = (region: Int32Array, point: Point): boolean =>
  point.every((atom, dim) => has(region, starts[dim] as number, atom));

/** Without lists of words that hold something. */
const plain = (groups: Groups): Groups =>
  groups.map((group) => group.map(({ dims, masks }) => ({ dims, masks })));

interface Question {
  readonly inside: Groups;
  readonly rules: readonly Groups[];
}

function randomQuestion(random: Random): Question {
  return {
    inside: random() < 0.2 ? [] : randomGroups(random),
    rules: Array.from({ length: 1 + Math.floor(random() * 7) }, () => randomGroups(random)),
  };
}

const boxesOf = ({ inside, rules }: Question): Cover[] => [inside, ...rules].flat(2);

const MOST_POINTS = 40_000;

it('answers as trying every point does, with and without every shortcut', () => {
  const random = randomFrom(11);
  const counts = { none: 0, found: 0, left: 0 };
  for (let round = 0; round < rounds(4_000, 0.1); round += 1) {
    const question = randomQuestion(random);
    const { inside, rules } = question;
    const points = pointsOf(boxesOf(question));
    if (points.length > MOST_POINTS) continue;
    const answers = points.filter(
      (point) => holds(inside, point) && !rules.some((rule) => holds(rule, point)),
    );
    const meeting = createRuleIndex(grid, rules).meeting([inside], rules.length);
    counts.left += rules.length - meeting.length;
    const indexed = meeting.map((rule) => rules[rule] as Groups);
    const found: Found[] = [
      findPoint(grid, full, inside, rules),
      findPoint(grid, full, inside, indexed),
      findPoint(grid, full, plain(inside), rules.map(plain)),
    ];
    for (const region of found) {
      if (typeof region === 'string') {
        expect([region, answers]).toEqual(['none', []]);
        counts.none += 1;
        continue;
      }
      counts.found += 1;
      const right = new Set(answers);
      const within = points.filter((point) => isIn(region, point));
      expect(within.filter((point) => !right.has(point))).toEqual([]);
      // A region may lie between the points that were tried; one of its own must be an answer too.
      const own = SIZES.map((size, dim) =>
        Array.from({ length: size }, (_, atom) => atom).find((atom) =>
          has(region, starts[dim] as number, atom),
        ),
      );
      expect(own).not.toContain(undefined);
      const point = own as number[];
      expect([holds(inside, point), rules.some((rule) => holds(rule, point))]).toEqual([true, false]);
    }
  }
  expect(counts.none).toBeGreaterThan(50);
  expect(counts.found).toBeGreaterThan(300);
  expect(counts.left).toBeGreaterThan(50);
});

it('counts the values of a fact again once some of them are taken', () => {
  const stretch = (first: number, last: number): Cover => {
    const words = new Int32Array(10);
    for (let atom = first; atom <= last; atom += 1) setBit(words, 0, atom);
    return coverOf(new Map([[1, words]])) as Cover;
  };
  const covers = [[[stretch(150, 152)]], [[stretch(153, 155)]]];
  expect(covers[0]?.[0]?.[0]?.spots?.[0]).toBeDefined();
  expect(findPoint(grid, full, [[stretch(150, 155)]], covers)).toBe('none');
  expect(findPoint(grid, full, [[stretch(150, 156)]], covers)).toBeInstanceOf(Int32Array);
});

it('leaves no rule out of an index that some point of the question fits', () => {
  const random = randomFrom(12);
  let met = 0;
  let missed = 0;
  for (let round = 0; round < rounds(2_000, 0.1); round += 1) {
    const rules = Array.from({ length: 20 }, () => randomGroups(random));
    const index = createRuleIndex(grid, rules);
    const inside = [randomGroups(random), ...(random() < 0.3 ? [randomGroups(random)] : [])];
    const below = Math.floor(random() * 21);
    const meeting = index.meeting(inside, below);
    expect(meeting).toEqual([...new Set(meeting)].sort((a, b) => a - b));
    expect(meeting.every((rule) => rule < below)).toBe(true);
    for (let rule = 0; rule < below; rule += 1) {
      const meets =
        typeof findPoint(grid, full, [...inside.flat(), ...(rules[rule] as Groups)], []) !== 'string';
      if (meets) expect(meeting).toContain(rule);
      if (meets) met += 1;
      else if (!meeting.includes(rule)) missed += 1;
    }
  }
  expect(met).toBeGreaterThan(300);
  expect(missed).toBeGreaterThan(100);
});

it('names free values only that no rule holds which restricts the fact', () => {
  const random = randomFrom(13);
  let free = 0;
  for (let round = 0; round < rounds(1_000, 0.1); round += 1) {
    const rules = Array.from({ length: 12 }, () => randomGroups(random, 1));
    const index = createRuleIndex(grid, rules);
    const below = Math.floor(random() * 13);
    for (const dim of SIZES.keys())
      for (const atom of index.free(dim, below)) {
        free += 1;
        // Every box of such a rule restricts it, or a rule holds whatever the fact is.
        for (const rule of rules.slice(0, below)) {
          const restricts = rule.some((group) => group.every(({ dims }) => dims.includes(dim)));
          if (!restricts) continue;
          const holding = rule.every((group) =>
            group.some((box) => !box.dims.includes(dim) || sideHolds(box, dim, atom) === 1),
          );
          expect([dim, atom, holding]).toEqual([dim, atom, false]);
        }
      }
  }
  expect(free).toBeGreaterThan(500);
});

it('keeps what leaving out one by one keeps, from the last to the first', () => {
  const random = randomFrom(14);
  for (let round = 0; round < 500; round += 1) {
    const items = Array.from({ length: Math.floor(random() * 40) }, (_, item) => item);
    // Holds where one of some sets is kept whole, and always for all of the items.
    const sets = Array.from({ length: 1 + Math.floor(random() * 4) }, () =>
      items.filter(() => random() < 0.15),
    );
    let asked = 0;
    const keeps = (kept: readonly number[]): boolean => {
      asked += 1;
      return sets.some((set) => set.every((item) => kept.includes(item)));
    };
    let greedy: readonly number[] = items;
    for (const item of items.toReversed()) {
      const less = greedy.filter((other) => other !== item);
      if (keeps(less)) greedy = less;
    }
    asked = 0;
    expect(least(items, keeps)).toEqual(greedy);
    expect(asked).toBeLessThanOrEqual((greedy.length + 1) * 7);
  }
});

/**
 * Sets of characters as ranges of code points, and the classes that regular patterns have names for. Knows no patterns.
 */

/** Code points, both ends included; sorted and disjoint. */
export type CharRanges = readonly (readonly [number, number])[];

export const LAST_CODE_POINT = 0x10ffff;

const DIGITS: CharRanges = [[48, 57]];
export const WORD: CharRanges = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: CharRanges = [
  [9, 10],
  [12, 13],
  [32, 32],
];
/** `\\d`, `\\w`, `\\s` and their opposites; ASCII only, as in RE2. */
export const PERL_CLASSES: ReadonlyMap<string, CharRanges> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
]);
export const CONTROLS = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
  ['a', 7],
]);

export function unite(ranges: CharRanges): CharRanges {
  const sorted = [...ranges].sort((a, b) => a[0] - b[0]);
  const result: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = result.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else result.push([low, high]);
  }
  return result;
}

export function complement(ranges: CharRanges): CharRanges {
  const result: [number, number][] = [];
  let from = 0;
  for (const [low, high] of ranges) {
    if (low > from) result.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST_CODE_POINT) result.push([from, LAST_CODE_POINT]);
  return result;
}

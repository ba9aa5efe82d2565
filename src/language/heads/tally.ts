// Counts how often each number occurs in a list: the n-grams of a window of text, by their numbers. Must not know:
// what the numbers represent.

export interface Tally {
  /** Each once, in the order of their first appearance. */
  readonly numbers: readonly number[];
  readonly counts: readonly number[];
}

/** One array for all texts, all zero between counts: a hundred kilobytes per request would add up. */
let scratch = new Float64Array(0);

/** Counts `list` from `from` up to `to`, `to` left out. All its numbers are below `limit`. */
export function tally(list: ArrayLike<number>, from: number, to: number, limit: number): Tally {
  const counting = zeros(limit);
  const numbers: number[] = [];
  for (let at = from; at < to; at++) count(counting, numbers, list[at] ?? 0, 1);
  return { numbers, counts: taken(counting, numbers) };
}

/** Counts several lists together, each as many times as `times` says. */
export function tallyAll(
  lists: readonly ArrayLike<number>[],
  times: readonly number[],
  limit: number,
): Tally {
  const counting = zeros(limit);
  const numbers: number[] = [];
  lists.forEach((list, which) => {
    const often = times[which] ?? 0;
    for (let at = 0; at < list.length; at++) count(counting, numbers, list[at] ?? 0, often);
  });
  return { numbers, counts: taken(counting, numbers) };
}

function count(counting: Float64Array, numbers: number[], number: number, often: number): void {
  const before = counting[number] ?? 0;
  if (before === 0) numbers.push(number);
  counting[number] = before + often;
}

/** Leaves `counting` all zero again. */
function taken(counting: Float64Array, numbers: readonly number[]): number[] {
  return numbers.map((number) => {
    const often = counting[number] ?? 0;
    counting[number] = 0;
    return often;
  });
}

function zeros(size: number): Float64Array {
  if (scratch.length < size) scratch = new Float64Array(2 * size);
  return scratch;
}

/**
 * The least of a list for which something holds, the earliest of its items preferred: what greedy deletion from the last
 * to the first leaves, found by halving. Knows nothing of what holds.
 */

/**
 * None of what is left can be left out. `holds` must hold for all of `items`, and for more where it holds for less; it is
 * asked about log2 of the items for each that is left.
 */
export function least<T>(items: readonly T[], holds: (kept: readonly T[]) => boolean): readonly T[] {
  let kept: readonly T[] = [];
  let end = items.length;
  for (;;) {
    // The fewest of the first that hold together with what is kept: the last of them is needed.
    let low = 0;
    let high = end;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds([...items.slice(0, middle), ...kept])) high = middle;
      else low = middle + 1;
    }
    if (low === 0) return kept;
    kept = [items[low - 1] as T, ...kept];
    end = low - 1;
  }
}

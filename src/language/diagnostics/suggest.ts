/**
 * "Did you mean": the known name closest to the written one. Distance is Damerau–Levenshtein in its optimal string
 * alignment form (insert, delete, replace, swap neighbours), ignoring case, cut off at a bound that grows with
 * length. Knows no names of its own.
 */

/** The nearest candidate within the bound, else the only one that begins alike; ties go to the first in the list. */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  const names = [...candidates];
  return nearest(written, names)[0] ?? beginsAlike(written, names);
}

/** Exactly one candidate is nearest: safe to write in its place. */
export function onlyNearest(written: string, candidates: Iterable<string>): string | undefined {
  const found = nearest(written, candidates);
  return found.length === 1 ? found[0] : undefined;
}

/** All candidates that are nearest within the bound, in their order; for a caller that can try them. */
export function allNearest(written: string, candidates: Iterable<string>): readonly string[] {
  return nearest(written, candidates);
}

/** `sat` for `saturday`, `budget-team` for `budget`: the one candidate that is longer or shorter at its end. */
function beginsAlike(written: string, candidates: readonly string[]): string | undefined {
  const word = written.toLowerCase();
  const found = candidates.filter((candidate) => {
    const other = candidate.toLowerCase();
    return Math.min(word.length, other.length) >= 3 && (word.startsWith(other) || other.startsWith(word));
  });
  return found.length === 1 ? found[0] : undefined;
}

function nearest(written: string, candidates: Iterable<string>): string[] {
  const word = written.toLowerCase();
  const bound = word.length <= 4 ? 1 : word.length <= 7 ? 2 : 3;
  let best = bound + 1;
  let found: string[] = [];
  for (const candidate of new Set(candidates)) {
    // `a` is not a misspelt `b`: at least one character has to be right.
    const most = Math.min(best, Math.max(word.length, candidate.length) - 1);
    const distance = editDistance(word, candidate.toLowerCase(), most);
    if (distance > most || distance > bound) continue;
    if (distance < best) {
      best = distance;
      found = [];
    }
    found.push(candidate);
  }
  return found;
}

/** At most `bound + 1`: anything farther is not counted out. */
export function editDistance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > bound) return bound + 1;
    before = previous;
    previous = row;
  }
  return Math.min(previous[b.length] ?? bound + 1, bound + 1);
}

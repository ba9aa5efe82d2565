/** Names of members as servers compare them. */

/**
 * A name as the laxest servers read it: without case (Go's encoding/json, and with it Ollama), `_` and `-`. The
 * intermediate upper case maps the long s and the Kelvin sign to the letters that Go treats as equal.
 */
export function foldName(name: string): string {
  const known = FOLDED.get(name);
  if (known !== undefined) return known;
  const folded = name.toUpperCase().toLowerCase().replace(/[_-]/g, '');
  if (name.length <= LONGEST_KEPT) {
    if (FOLDED.size >= MOST_KEPT) FOLDED.clear();
    FOLDED.set(name, folded);
  }
  return folded;
}

/** Requests repeat a few dozen names. Bounded, because a caller may send any. */
const FOLDED = new Map<string, string>();
const MOST_KEPT = 1_024;
const LONGEST_KEPT = 64;

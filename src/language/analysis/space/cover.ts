/**
 * Boxes of atoms put together: words of bits by dimension, met and laid end to end as a search wants them. Knows no facts.
 */
import type { Cover } from './search.ts';

/** Both hold. */
export function meetParts(
  draft: ReadonlyMap<number, Int32Array>,
  parts: readonly { readonly dim: number; readonly words: Int32Array }[],
): ReadonlyMap<number, Int32Array> {
  const result = new Map(draft);
  for (const { dim, words } of parts) {
    const other = result.get(dim);
    result.set(dim, other === undefined ? words : words.map((word, at) => word & (other[at] as number)));
  }
  return result;
}

/** Undefined when it holds nothing. */
export function coverOf(draft: ReadonlyMap<number, Int32Array>): Cover | undefined {
  const sides = draft.size === 1 ? [...draft] : [...draft].sort((a, b) => a[0] - b[0]);
  if (sides.some(([, words]) => isZero(words))) return undefined;
  const masks = new Int32Array(sides.reduce((sum, [, words]) => sum + words.length, 0));
  let at = 0;
  for (const [, words] of sides) {
    masks.set(words, at);
    at += words.length;
  }
  return { dims: sides.map(([dim]) => dim), masks, spots: sides.map(([, words]) => spotsOf(words)) };
}

function isZero(words: Int32Array): boolean {
  for (let at = 0; at < words.length; at += 1) if (words[at] !== 0) return false;
  return true;
}

/** Fewer words are not worth a list of those that hold something. */
const FEWEST_WORDS = 8;
const MOST_SPOTS = 4;

function spotsOf(words: Int32Array): readonly number[] | undefined {
  if (words.length < FEWEST_WORDS) return undefined;
  const spots: number[] = [];
  for (let at = 0; at < words.length; at += 1)
    if (words[at] !== 0) {
      if (spots.length === MOST_SPOTS) return undefined;
      spots.push(at);
    }
  return spots;
}

export function setBit(words: Int32Array, start: number, atom: number): void {
  const at = start + (atom >> 5);
  words[at] = (words[at] as number) | (1 << (atom & 31));
}

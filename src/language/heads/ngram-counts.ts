// A text's n-grams and how often each occurs: what a head is trained from. Counts of recent texts are kept, because
// the texts that every policy learns from are the same in each training.
// Must not know: columns, weights, which texts these are.

import { type HashedWord, hashPair, hashWord, wordsOf } from './ngrams.ts';
import { remember } from './remember.ts';

/** In the order of first occurrence. */
export interface NgramCounts {
  readonly hashes: Uint32Array;
  readonly counts: Uint32Array;
}

/** Somewhat more than the texts that come with llmr. */
const MOST_KEPT = 4000;
const LONGEST_KEPT = 2000;
const counted = remember(MOST_KEPT, count);

export function countNgrams(text: string): NgramCounts {
  return text.length > LONGEST_KEPT ? count(text) : counted(text);
}

function hashesOf(text: string): number[] {
  const hashes: number[] = [];
  let before: HashedWord | undefined;
  for (const one of wordsOf(text)) {
    const word = hashWord(one);
    hashes.push(word.hash);
    if (before !== undefined) hashes.push(hashPair(before, word));
    for (const piece of word.pieces) hashes.push(piece);
    before = word;
  }
  return hashes;
}

function count(text: string): NgramCounts {
  const all = hashesOf(text);
  const set = createHashSet(all.length);
  const counts = new Uint32Array(all.length);
  for (const hash of all) {
    const at = set.add(hash);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return { hashes: set.hashes(), counts: counts.slice(0, set.size()) };
}

export interface HashSet {
  /** The position of a hash, in the order of first addition. */
  readonly add: (hash: number) => number;
  readonly size: () => number;
  readonly hashes: () => Uint32Array;
}

/** For at most so many hashes: open addressing in typed arrays, ten times as fast as a map of numbers this large. */
export function createHashSet(most: number): HashSet {
  let size = 16;
  while (size < most * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  const hashes = new Uint32Array(most);
  let used = 0;
  return {
    add(hash) {
      let slot = (hash >>> 1) & mask;
      for (;;) {
        const at = slots[slot] ?? -1;
        if (at === -1) {
          slots[slot] = used;
          hashes[used] = hash;
          return used++;
        }
        if (hashes[at] === hash) return at;
        slot = (slot + 1) & mask;
      }
    },
    size: () => used,
    hashes: () => hashes.slice(0, used),
  };
}

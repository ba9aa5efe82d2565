// The words of a text and the hashed n-grams of a word: the only input of the "ngrams-1" encoder. Words one by one
// and in pairs; characters in runs of 3 to 5 inside a word with its edges marked (char_wb). Must not know: intents,
// weights, frequencies.

/** A lower-cased word with its n-gram hashes, computed once. */
export interface HashedWord {
  /** Even: the word by itself. */
  readonly hash: number;
  /** Odd: its character n-grams, repetitions kept. */
  readonly pieces: Uint32Array;
}

/** Words longer than this are read as their first part only: they are keys, links and encoded files. */
export const LONGEST_WORD = 64;

const SEPARATOR = /[^\p{L}\p{M}\p{N}']+/u;
const NUMBER = /\p{N}+/gu;

/** Lower case, NFKC, every run of digits written as one 0: "order 1182" and "order 77" mean the same. */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').toLowerCase().replaceAll('’', "'").replace(NUMBER, '0');
  const words: string[] = [];
  for (const word of plain.split(SEPARATOR)) {
    if (word === '' || word === "'") continue;
    if (UNSPACED.test(word)) words.push(...(word.match(SIGN_OR_WORD) ?? []).map(firstPart));
    else words.push(firstPart(word));
  }
  return words;
}

/**
 * Chinese and Japanese are written without spaces: each character counts as a word, and two as a pair. As one long
 * word a sentence would share hardly any run of three characters with another of the same meaning.
 */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const SIGN_OR_WORD = new RegExp(`${UNSPACED.source}\\p{M}*|[^${UNSPACED.source.slice(1)}+`, 'gu');

function firstPart(word: string): string {
  return word.length > LONGEST_WORD ? word.slice(0, LONGEST_WORD) : word;
}

/** The word's own hash, without those of its pieces. */
export function hashOfWord(word: string): number {
  let whole = OFFSET;
  for (let at = 0; at < word.length; at++) whole = Math.imul(whole ^ word.charCodeAt(at), PRIME);
  return (mix(whole) & ~1) >>> 0;
}

export function hashWord(word: string): HashedWord {
  const edged = ` ${word} `;
  const pieces = new Uint32Array(pieceCount(edged.length));
  let filled = 0;
  for (let start = 0; start < edged.length; start++) {
    let hash = OFFSET ^ 0x5bd1;
    const end = Math.min(edged.length, start + 5);
    for (let at = start; at < end; at++) {
      hash = Math.imul(hash ^ edged.charCodeAt(at), PRIME);
      if (at - start >= 2) pieces[filled++] = (mix(hash) | 1) >>> 0;
    }
  }
  return { hash: hashOfWord(word), pieces };
}

/** Even, like a word's own hash: pairs and words share a norm. */
export function hashPair(first: HashedWord, second: HashedWord): number {
  return (mix(Math.imul(first.hash, PRIME) ^ (second.hash + 0x9e3779b9)) & ~1) >>> 0;
}

function pieceCount(length: number): number {
  return Math.max(0, length - 2) + Math.max(0, length - 3) + Math.max(0, length - 4);
}

// FNV-1a's constants, finished with MurmurHash3's avalanche so that every bit can be used as a key.
const OFFSET = 0x811c9dc5 | 0;
const PRIME = 0x01000193;

function mix(hash: number): number {
  let k = hash;
  k = Math.imul(k ^ (k >>> 16), 0x85ebca6b);
  k = Math.imul(k ^ (k >>> 13), 0xc2b2ae35);
  return k ^ (k >>> 16);
}

/** Which words are in the table: GloVe's most frequent ones, and shortened forms it does not have whole. */
import { wordsOf } from '../../src/language/heads/ngrams.ts';

export interface Glove {
  /** Most frequent first. */
  readonly words: readonly string[];
  /** 100 numbers, a length, the rank by frequency. */
  readonly vectors: Readonly<Record<string, readonly number[]>>;
}

/** A word with its parts in GloVe, itself as a rule, and its place in order of frequency. */
export interface Entry {
  readonly word: string;
  readonly parts: readonly string[];
  readonly rank: number;
}

const WORDS = 40_000;
export const GLOVE_DIMENSIONS = 100;

const SHORTENED: readonly (readonly [end: string, word: string])[] = [
  ["n't", 'not'],
  ["'s", 'is'],
  ["'re", 'are'],
  ["'ll", 'will'],
  ["'ve", 'have'],
  ["'m", 'am'],
  ["'d", 'would'],
];
const CONTRACTIONS =
  "don't can't won't isn't aren't wasn't weren't doesn't didn't haven't hasn't hadn't couldn't wouldn't shouldn't " +
  "what's that's it's he's she's there's here's who's where's how's when's why's let's i'm you're we're they're " +
  "i'll you'll he'll she'll it'll we'll they'll that'll i've you've we've they've i'd you'd he'd she'd we'd they'd " +
  "what're who'll";

export function chooseWords(glove: Glove): Entry[] {
  const isWord = (word: string) =>
    wordsOf(word).length === 1 && wordsOf(word)[0] === word && /\p{L}/u.test(word);
  const frequent = glove.words
    .filter(isWord)
    .slice(0, WORDS)
    .map((word) => ({ word, parts: [word], rank: glove.vectors[word]?.[101] ?? WORDS }));
  const have = new Set(frequent.map((entry) => entry.word));
  const shortened = CONTRACTIONS.split(' ')
    .filter((word) => !have.has(word))
    .map((word) => {
      const [end = '', long = ''] = SHORTENED.find(([each]) => word.endsWith(each)) ?? [];
      const stem = word.slice(0, -end.length);
      const parts = [{ ca: 'can', wo: 'will' }[stem] ?? stem, long];
      return { word, parts, rank: Math.max(...parts.map((part) => glove.vectors[part]?.[101] ?? 0)) };
    });
  return [...frequent, ...shortened];
}

/** Zipf's law over GloVe's 400,000 words. */
export function frequencyOf(rank: number): number {
  return 1 / ((rank + 10) * Math.log(400_000));
}

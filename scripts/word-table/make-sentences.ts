/**
 * Sentences to distil from: this project's own background sentences, with some of their words replaced by words that
 * GloVe finds alike, or by any. Many make no sense, and need not: they show how the encoder weighs and mixes words.
 */
import { EN } from '../../src/language/heads/background/en.ts';
import { wordsOf } from '../../src/language/heads/ngrams.ts';
import type { Matrix } from './linear-algebra.ts';

const SENTENCES = 60_000;
const NEIGHBOURS = 120;
/** The most frequent words stay: they make the sentence. */
const FRAME = 150;

/** `glove` has a unit row for each word, most frequent first. The same every time. */
export function makeSentences(words: readonly string[], glove: Matrix): string[] {
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const random = generator(11);
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const alike = new Map<string, readonly string[]>();
  const neighbours = (word: string): readonly string[] => {
    let found = alike.get(word);
    if (found === undefined) {
      found = nearest(glove, rowOf.get(word) ?? 0).map((row) => words[row] ?? '');
      alike.set(word, found);
    }
    return found;
  };
  const made = new Set(EN);
  while (made.size < SENTENCES) {
    let sentence = wordsOf(pick(EN) ?? '');
    const content = sentence.flatMap((word, at) => ((rowOf.get(word) ?? 0) > FRAME ? [at] : []));
    if (content.length === 0) continue;
    for (let changes = 1 + Math.floor(random() * 4); changes > 0 && content.length > 0; changes--) {
      const [at = 0] = content.splice(Math.floor(random() * content.length), 1);
      const any = words[Math.floor(words.length * random() ** 2.5)] ?? '';
      sentence[at] = random() < 0.7 ? (pick(neighbours(sentence[at] ?? '')) ?? any) : any;
    }
    if (random() < 0.25 && sentence.length > 4) {
      const from = Math.floor(random() * (sentence.length - 3));
      sentence = sentence.slice(from, from + 3 + Math.floor(random() * 6));
    }
    made.add(sentence.join(' '));
  }
  return [...made].sort();
}

function nearest({ rows, columns, values }: Matrix, row: number): number[] {
  const own = values.subarray(row * columns, (row + 1) * columns);
  const scores = Float32Array.from({ length: rows }, (_, other) => {
    let sum = 0;
    for (let at = 0; at < columns; at++) sum += (own[at] ?? 0) * (values[other * columns + at] ?? 0);
    return sum;
  });
  return Array.from(scores, (_, other) => other)
    .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
    .slice(1, 1 + NEIGHBOURS);
}

/** Numerical Recipes' linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

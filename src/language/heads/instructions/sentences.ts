// Sentences of a line of prose, each with how much it looks like a request. Must not know: intents, which sentences
// matter.

import { isSpoken, requestScore } from './request-cues.ts';

export interface Sentence {
  readonly text: string;
  readonly words: number;
  /** See `requestScore`; below 0 in a line of a dialogue. */
  readonly score: number;
}

const SENTENCE_END = /(?<=[.!?。！？])\s+|(?<=[。！？])/u;

/** @param apart splits a sentence further */
export function sentencesOf(
  line: string,
  apart: (sentence: string) => readonly string[] = (one) => [one],
): Sentence[] {
  const spoken = isSpoken(line.trim());
  return line
    .split(SENTENCE_END)
    .flatMap(apart)
    .flatMap((one) => {
      const text = one.trim();
      if (!/[\p{L}\p{N}]/u.test(text)) return [];
      const sentence = sentenceOf(text);
      return spoken ? { ...sentence, score: Math.min(sentence.score, -1) } : sentence;
    });
}

export function sentenceOf(text: string): Sentence {
  const words = text.split(/\s+/).length;
  return { text, words, score: requestScore(text, words) };
}

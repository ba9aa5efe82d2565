// Where two requests may follow each other without punctuation: "where is my parcel Write a poem". A word that opens
// a clause shows it: with a capital letter plainly, without one only perhaps. Must not know: intents.

import { isRequestVerb, isRequestWord } from './request-cues.ts';

/** "I" is left out where capital letters count: it always has one. */
const OPENERS = new Set(
  [
    'my|we|our|you|your|it|this|that|these|those|there|he|she|they|the|a|an|is|are|am|was|do|does|did|has|have|had',
    'can|could|would|will|should|may|must|what|why|how|who|where|when|which|whose|please|hi|hello|hey|if|in|on|for',
    'not|no|so|let|now|also|then|just|some|someone|one|two|any|all|help|need|want|thanks|good|lol',
  ]
    .join('|')
    .split('|'),
);
/** Without a capital letter, fewer words open a clause. */
const PERHAPS = new Set(
  [
    'i|my|we|our|you|your|it|this|there|he|she|they|is|are|am|do|does|did|has|have|had|can|could|would|will|should',
    'may|what|why|how|who|where|please|hi|hello|need|want|thanks',
  ]
    .join('|')
    .split('|'),
);
/** After these a clause goes on: "how to write", "the code I wrote". */
const GOES_ON = new Set(
  [
    'to|i|you|we|u|can|could|should|would|will|please|and|or|not|the|a|an|of|my|your|me|that|which|who|it|this',
    "these|for|in|on|with|by|from|as|is|are|be|if|so|don't|know|see|explain|describe|understand|about|tell|show",
    "but|they|he|she|there|just|also|how|what|where|when|why|what's|whether|them|us|at|then|let's|lets|help|no",
    'any|all|some|each|every|their|his|her|its|our|than|because|was|were|has|have|had|do|does|did|think|way|ways',
    'steps',
  ]
    .join('|')
    .split('|'),
);
/** Before these a verb is a noun: "a list of names", "the code in this file". */
const AFTER_NOUN = /^(of|using|that|which|is|are|with|in|for|on|and|or|to)$/iu;
const FEWEST_WORDS = 3;
/** Words of a sentence, and places in it, that are looked at. */
const MOST_WORDS = 60;
const MOST_PLACES = 8;

const CAPITAL_AFTER_SMALL = /(?<=[\p{Ll}\p{N})'"’”\]])[ \t([]+(?=\p{Lu}[\p{L}'’]*\s)/gu;

/** The parts of a sentence that begin with a capital letter, as a sentence does. */
export function clausesOf(sentence: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index, 0: space } of sentence.matchAll(CAPITAL_AFTER_SMALL)) {
    const at = index + space.length;
    if (!opens(/^\p{L}*/u.exec(sentence.slice(at))?.[0] ?? '')) continue;
    parts.push(sentence.slice(from, index));
    from = at;
  }
  return [...parts, sentence.slice(from)];
}

function opens(word: string): boolean {
  return OPENERS.has(word.toLowerCase()) || isRequestWord(word);
}

/** Each way to read a sentence as two: what is before, and what is after. Most sentences have none. */
export function halvesOf(sentence: string): readonly (readonly [string, string])[] {
  const words = [...sentence.matchAll(/\S+/gu)];
  const halves: [string, string][] = [];
  const last = Math.min(words.length - FEWEST_WORDS, MOST_WORDS);
  for (let at = FEWEST_WORDS; at <= last && halves.length < MOST_PLACES; at++) {
    const index = words[at]?.index ?? 0;
    const [before = '', word = '', after = ''] = words.slice(at - 1, at + 2).map(([each]) => each);
    if (perhapsOpens(before, word, after))
      halves.push([sentence.slice(0, index).trim(), sentence.slice(index)]);
  }
  return halves;
}

function perhapsOpens(before: string, word: string, after: string): boolean {
  if (GOES_ON.has(before.toLowerCase()) || /[,:–-]$/u.test(before)) return false;
  const isVerb = isRequestVerb(word) && !AFTER_NOUN.test(after);
  const isOne = isVerb || PERHAPS.has(word.toLowerCase().replace(/^["'(]+/, ''));
  return isOne && !PERHAPS.has(before.toLowerCase()) && !isRequestVerb(before);
}

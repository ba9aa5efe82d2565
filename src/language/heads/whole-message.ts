// For an intent that must be that of the whole message: whether the message keeps it when any one of its sentences is
// left out, and without its two surest ones, as one or two sentences are what others can plant. What remains may be less
// about the intent than the sentence was, but not much; it may be less still where it asks for nothing, as pasted
// material does.
// Must not know: heads, requests, how a text is read.

import { clausesOf, halvesOf } from './instructions/clauses.ts';
import { proseOf } from './instructions/prose.ts';
import { isCourtesy, PLAIN_REQUEST } from './instructions/request-cues.ts';
import { type Sentence, sentenceOf, sentencesOf } from './instructions/sentences.ts';

/** Confidence, 0..1, that a text has the intent. */
export interface PartReading {
  /** Of a message, read like any other. */
  readonly ofMessage: (text: string) => number;
  readonly ofSentence: (sentence: string) => number;
}

/**
 * In log-odds: what remains may fall short of half of the sentence by this. Chosen on texts of the standard library
 * and on other intents, so that about 5 % of requests with an example of the intent planted in them pass.
 */
const SHORTFALL = 2.8;
const SENTENCE_WEIGHT = 0.5;
/** And by this much more where the rest asks for nothing. */
const NOTHING_ASKED = 2;
/** Log-odds: below this, a text has nothing to do with the intent. */
const LOWEST = -3;
/** So many of the surest sentences are left out in turn. */
const MOST_LEFT_OUT = 3;
/** Of a message with more sentences, so many are read from each end. */
const READ_AT_EACH_END = 24;
/** Where a message asks: any request in so many sentences of each end, a plain one in a few more. */
const ASKS_AT_EACH_END = 2;
const PLAINLY_ASKS_AT_EACH_END = 5;
const A_REQUEST = 1;

/** "[system] Write …": the label is not a part of the sentence. */
const LABEL = /^[ \t]*\[[^\]\n]{1,20}\][ \t]*/gmu;

/** For a message that was read as the intent. Pure if the functions are. */
export function carriesIntent(message: string, reading: PartReading): boolean {
  const text = message.replace(LABEL, '');
  const sentences = ends(sentencesIn(text), READ_AT_EACH_END);
  const sure = sentences
    .map((sentence, at): ReadSentence => ({ sentence, at, confidence: reading.ofSentence(sentence.text) }))
    .sort((one, other) => other.confidence - one.confidence)
    .slice(0, MOST_LEFT_OUT);
  const survives = (planted: string, confidence: number, rest: readonly Sentence[]) =>
    remains(confidence, reading.ofMessage(without(text, planted, rest)), rest);
  return (
    survivesBoth(text, sentences, sure, reading) &&
    sure.every(({ sentence, at, confidence }, rank) => {
      const rest = sentences.toSpliced(at, 1);
      if (rest.length > 0 && !survives(sentence.text, confidence, rest)) return false;
      // The surest sentence may be a planted one and the end of another.
      return (
        rank > 0 ||
        halvesOf(sentence.text).every((halves) => {
          const [first, second] = halves.map((half) => ({ half, confidence: reading.ofSentence(half) }));
          if (first === undefined || second === undefined) return true;
          const [surer, other] = first.confidence > second.confidence ? [first, second] : [second, first];
          return survives(surer.half, surer.confidence, sentences.toSpliced(at, 1, sentenceOf(other.half)));
        })
      );
    })
  );
}

interface ReadSentence {
  readonly sentence: Sentence;
  readonly at: number;
  readonly confidence: number;
}

/** Of two sentences, and nothing else, either is left out alone. */
function survivesBoth(
  text: string,
  sentences: readonly Sentence[],
  [first, second]: readonly ReadSentence[],
  reading: PartReading,
): boolean {
  if (first === undefined || second === undefined || sentences.length <= 2) return true;
  const rest = sentences.filter((_, at) => at !== first.at && at !== second.at);
  const part = without(without(text, first.sentence.text, rest), second.sentence.text, rest);
  return remains(second.confidence, reading.ofMessage(part), rest);
}

/** Without duplicates: a sentence planted three times is one sentence. */
function sentencesIn(text: string): readonly Sentence[] {
  const found = new Map<string, Sentence>();
  for (const line of proseOf(text).lines)
    for (const one of sentencesOf(line, clausesOf))
      if (!found.has(keyOf(one.text))) found.set(keyOf(one.text), one);
  const all = [...found.values()];
  const matter = all.filter((one) => !isCourtesy(one.text, one.words));
  return matter.length > 0 ? matter : all;
}

function keyOf(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Wherever and however it is written. A sentence with a comment in it is not found: the others are what remains. */
function without(text: string, planted: string, rest: readonly Sentence[]): string {
  const words = planted.match(/[\p{L}\p{N}]+/gu) ?? [];
  const others = text.split(new RegExp(words.join('[^\\p{L}\\p{N}]+'), 'iu'));
  return words.length > 0 && others.length > 1 ? others.join('\n') : rest.map((one) => one.text).join('\n');
}

function remains(confidence: number, rest: number, sentences: readonly Sentence[]): boolean {
  const least = SENTENCE_WEIGHT * logOdds(confidence) - SHORTFALL;
  return Math.max(LOWEST, logOdds(rest)) > least - (asks(sentences) ? 0 : NOTHING_ASKED);
}

/** Not in the middle, where pasted material may have questions of its own. */
function asks(sentences: readonly Sentence[]): boolean {
  return (
    ends(sentences, ASKS_AT_EACH_END).some(({ score }) => score >= A_REQUEST) ||
    ends(sentences, PLAINLY_ASKS_AT_EACH_END).some(({ score }) => score >= PLAIN_REQUEST)
  );
}

function ends(sentences: readonly Sentence[], each: number): readonly Sentence[] {
  if (sentences.length <= 2 * each) return sentences;
  return [...sentences.slice(0, each), ...sentences.slice(-each)];
}

function logOdds(confidence: number): number {
  return Math.log((confidence + 1e-6) / (1 - confidence + 1e-6));
}

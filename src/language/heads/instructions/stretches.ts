// The stretches of a message in which its intent is read: the instruction apart from the material pasted with it.
// Where sentences plainly ask for something, those are read, not the article, dialogue or mail between them; where
// none does, the message is a story or a list, and is read as a whole and at its ends. Program code is replaced by the
// words "program code": that a message has code matters, what the code says does not. The less a stretch looks like
// the instruction, the more evidence it needs: its discount.
// Must not know: intents, heads, thresholds.

import { proseOf } from './prose.ts';
import { isCourtesy, PLAIN_REQUEST } from './request-cues.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

export interface Stretch {
  readonly text: string;
  /** Log-odds to subtract from what is read in it; 0 for the whole message. */
  readonly discount: number;
}

const IN_PLACE_OF_CODE = 'program code';
/** Words: a message this short is one stretch. */
const ONE_STRETCH = 6;
/** Words: a message this short is read as a whole, and sentence by sentence. */
const SHORT = 30;
const LONGEST = 40;
/** A message with an instruction is also read as a whole up to this many sentences and words. */
const WHOLE_SENTENCES = 8;
const WHOLE_WORDS = 120;
/** Sentences at the beginning and at the end among which the instruction is searched. */
const AT_START = 6;
const AT_END = 4;

const JOINED = 0.3;
const ALONE = 0.6;
/** The first or last sentence where others ask: it may be material. */
const AT_THE_EDGE = 1.2;
/** Times the logarithm of the number of stretches: the more are tried, the more likely one matches by chance. */
const INNER = 1.2;

const BEFORE_COLON = /^([^:]{8,200}):(\s|$)/;

/** At least one, the whole message or its instruction first; without duplicates. */
export function stretchesOf(text: string): readonly Stretch[] {
  const { lines, hasCode } = proseOf(text);
  const all = lines.flatMap((line) => sentencesOf(line));
  const polite = all.filter(({ text: one, words }) => !isCourtesy(one, words));
  const sentences = polite.length > 0 ? polite : all;
  const words = sentences.reduce((sum, one) => sum + one.words, 0);
  const found = new Map<string, number>();
  const add = (one: string, discount: number) => {
    const whole = hasCode ? `${one} ${IN_PLACE_OF_CODE}`.trim() : one;
    if (whole !== '' && !found.has(whole)) found.set(whole, discount);
  };
  const whole = sentences.map((one) => one.text).join('\n');
  const asking = sentences.filter(
    ({ score }, at) => score >= PLAIN_REQUEST && (at < AT_START || at >= sentences.length - AT_END),
  );
  if (words <= ONE_STRETCH) add(whole, 0);
  else if (words <= SHORT) addShort(sentences, whole, add);
  else if (asking.length > 0) addInstruction(sentences, asking, words, whole, add);
  else addStory(sentences, whole, add);
  if (found.size === 0) add(text, 0);
  return [...found].map(([one, discount]) => ({ text: one, discount }));
}

/** What to train a text by: its instruction, or the whole of one without. */
export function instructionOf(text: string): string {
  return stretchesOf(text)[0]?.text ?? text;
}

type Add = (text: string, discount: number) => void;

function addShort(sentences: readonly Sentence[], whole: string, add: Add): void {
  add(whole, 0);
  if (sentences.length > 1) {
    for (const one of sentences) if (one.score > 0 || sentences.length <= 3) add(one.text, ALONE);
  }
  addBeforeColon(sentences[0], add);
}

function addInstruction(
  sentences: readonly Sentence[],
  asking: readonly Sentence[],
  words: number,
  whole: string,
  add: Add,
): void {
  add(fromStart(asking, LONGEST), JOINED);
  add(
    fromStart(
      asking.filter((one) => sentences.indexOf(one) < AT_START),
      SHORT,
    ),
    JOINED,
  );
  add(
    fromEnd(
      asking.filter((one) => sentences.indexOf(one) >= sentences.length - AT_END),
      SHORT,
    ),
    JOINED,
  );
  const ends = [sentences[0], sentences.at(-1)];
  for (const one of ends) if (one !== undefined && asking.includes(one)) addBeforeColon(one, add);
  for (const one of [...asking.slice(0, 3), ...asking.slice(-2)]) add(firstWords(one.text, LONGEST), ALONE);
  if (sentences.length <= WHOLE_SENTENCES && words <= WHOLE_WORDS) add(whole, 0);
  for (const one of ends)
    if (one !== undefined && one.score >= 0) add(firstWords(one.text, LONGEST), AT_THE_EDGE);
}

function addStory(sentences: readonly Sentence[], whole: string, add: Add): void {
  const start = fromStart(sentences, SHORT);
  const end = fromEnd(sentences, SHORT);
  add(whole, 0);
  add(start, JOINED);
  add(end, JOINED);
  add(`${start} ${end}`, JOINED);
  add(firstWords(sentences[0]?.text ?? '', LONGEST), ALONE);
  add(lastWords(sentences.at(-1)?.text ?? '', LONGEST), ALONE);
  addBeforeColon(sentences[0], add);
  const inner =
    sentences.length <= WHOLE_SENTENCES
      ? sentences.slice(1, -1)
      : [...sentences.slice(1, 4), ...sentences.slice(-4, -1)];
  const discount = INNER * Math.log(inner.length + 6);
  for (const one of inner) add(firstWords(one.text, LONGEST), discount);
}

function addBeforeColon(sentence: Sentence | undefined, add: Add): void {
  const before = BEFORE_COLON.exec(sentence?.text ?? '')?.[1];
  if (before !== undefined) add(before, JOINED);
}

/** Whole sentences up to this many words, at least the beginning of the first. */
function fromStart(sentences: readonly Sentence[], most: number): string {
  const taken: string[] = [];
  let words = 0;
  for (const one of sentences) {
    if (taken.length > 0 && words + one.words > most) break;
    taken.push(firstWords(one.text, most));
    words += one.words;
  }
  return taken.join(' ');
}

function fromEnd(sentences: readonly Sentence[], most: number): string {
  const taken: string[] = [];
  let words = 0;
  for (const one of sentences.toReversed()) {
    if (taken.length > 0 && words + one.words > most) break;
    taken.unshift(lastWords(one.text, most));
    words += one.words;
  }
  return taken.join(' ');
}

function firstWords(text: string, count: number): string {
  return text.split(/\s+/).slice(0, count).join(' ');
}

function lastWords(text: string, count: number): string {
  return text.split(/\s+/).slice(-count).join(' ');
}

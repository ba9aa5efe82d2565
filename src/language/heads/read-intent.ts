// Reads the intent of a text: of the whole text and, if no intent is accepted, of its most confident sentence,
// because one sentence may contain the question and the rest context or quotes. Sentences of more than 20 words are
// read in windows. The more sentences are tried, the more likely one of them matches by chance: the log-odds of the
// best are lowered by 1.2 times the logarithm of their number. (A union bound would be once the logarithm; with 1.2,
// texts of 2 to 16 out-of-scope sentences were accepted in 7 to 9 of a hundred cases, single ones in 7.) Must not
// know: requests, policies, how heads are trained.

import { confidenceOf } from './calibrate.ts';
import { AT_ONCE, createDenseLogits } from './dense-logits.ts';
import type { Head, IntentReading } from './head.ts';
import { createLexicon } from './lexicon.ts';
import { featuresOf, type Kept, type Stretch, type TextFeatures } from './text-features.ts';
import { textsToEncode } from './texts-to-encode.ts';
import { carriesIntent } from './whole-message.ts';

const STRETCH = 20;
/**
 * Distance between the beginnings of two windows: half a window, so that a clause of ten words is whole in one of
 * them.
 */
const STEP = 10;
/** Factor of the logarithm of the number of windows, subtracted from the log-odds of the best one. */
const DISCOUNT = 1.2;
/** Most windows that are read in full. */
const TRIED_WHOLE = AT_ONCE;
/**
 * Of a longer text only the beginning and the end are read, this many UTF-16 units of each, because questions are
 * usually there.
 */
const READ_AT_EACH_END = 4096;

/**
 * Pure. Pass the last user turn, and the vectors of `textsToEncode` for a head whose encoder works on whole texts: then
 * only the whole is read. Throws for a head without labels, or without what its encoder needs.
 */
export function readIntent(head: Head, text: string, vectors: readonly Float32Array[] = []): IntentReading {
  const reading = readParts(head, text, vectors);
  const { intent } = reading;
  if (intent === null || head.wholeMessage?.includes(intent) !== true) return reading;
  const isCarried = carriesIntent(text, {
    // Vectors of parts would have to be computed for every message.
    hasIntent: (own) => vectors.length > 0 || readParts(head, own, []).intent === intent,
    confidenceIn: (sentence) => confidenceIn(head, sentence, intent),
  });
  return isCarried ? reading : { ...reading, intent: null, from: 'only a part of the message' };
}

/** With n-grams alone for a head whose encoder works on whole texts. */
function confidenceIn(head: Head, sentence: string, intent: string): number {
  const { words, logits } = featuresOf(sentence, head, keptOf(head));
  return confidenceAt(head, logits([[0, words]])[0], 0, head.labels.indexOf(intent));
}

function readParts(head: Head, text: string, vectors: readonly Float32Array[]): IntentReading {
  const asked = textsToEncode(head, text).length;
  const wholeOnly = asked > 0;
  if (vectors.length !== asked) throw new Error(`the encoder "${head.encoder}" is not available`);
  for (const { length } of vectors)
    if (length * head.labels.length !== head.dense.length)
      throw new Error(`a vector of ${length} numbers does not fit the encoder "${head.encoder}"`);
  const [vector] = vectors;
  const features = featuresOf(bothEnds(text), head, keptOf(head), vector);
  const whole = summitOf(head, features.logits([[0, features.words]])[0], 0);
  const stretches = stretchesOf(features.sentences, features.words);
  if (whole.taken || stretches.length <= 1 || wholeOnly) return readingOf(head, whole);
  const discount = DISCOUNT * Math.log(stretches.length);
  let best = whole;
  for (const logits of features.logits(promising(stretches, features))) {
    const summit = summitOf(head, logits, discount);
    if (isSurer(summit, best)) best = summit;
  }
  return readingOf(head, best);
}

/** The most confident intent of a part of a text; the others are computed on demand. */
interface Summit {
  /** Undefined where nothing in it was in any example. */
  readonly logits: Float64Array | undefined;
  readonly discount: number;
  readonly label: number;
  readonly confidence: number;
  readonly taken: boolean;
}

function stretchesOf(sentences: readonly number[], words: number): Stretch[] {
  const stretches: Stretch[] = [];
  sentences.forEach((start, at) => {
    const end = sentences[at + 1] ?? words;
    for (let from = start; from === start || from + STRETCH - STEP < end; from += STEP) {
      stretches.push([from, Math.min(from + STRETCH, end)]);
    }
  });
  return stretches;
}

/** Of many windows those whose n-grams score highest for some intent; the dense part is too expensive to try all. */
function promising(stretches: readonly Stretch[], features: TextFeatures): readonly Stretch[] {
  if (stretches.length <= TRIED_WHOLE) return stretches;
  const ranked = stretches.map((stretch, at) => ({
    stretch,
    at,
    highest: features.roughPeak(stretch),
  }));
  ranked.sort((a, b) => b.highest - a.highest || a.at - b.at);
  return ranked.slice(0, TRIED_WHOLE).map(({ stretch }) => stretch);
}

function isSurer(one: Summit, other: Summit): boolean {
  if (one.taken !== other.taken) return one.taken;
  return one.confidence > other.confidence;
}

function summitOf(head: Head, logits: Float64Array | undefined, discount: number): Summit {
  let label = 0;
  logits?.forEach((logit, intent) => {
    if (logit > (logits[label] ?? 0)) label = intent;
  });
  const confidence = confidenceAt(head, logits, discount, label);
  const taken = logits !== undefined && confidence >= (head.thresholds[label] ?? 1);
  return { logits, discount, label, confidence, taken };
}

/** Without logits, nothing in the text was in any example: every confidence is 0. */
function readingOf(head: Head, { logits, discount, label, confidence, taken }: Summit): IntentReading {
  const best = head.labels[label];
  if (best === undefined) throw new Error(`the head of group "${head.group}" has no labels`);
  return {
    intent: taken ? best : null,
    best,
    confidence,
    threshold: head.thresholds[label] ?? 1,
    scores: new Map(head.labels.map((name, at) => [name, confidenceAt(head, logits, discount, at)])),
  };
}

function confidenceAt(head: Head, logits: Float64Array | undefined, discount: number, label: number): number {
  const logit = logits?.[label] ?? Number.NEGATIVE_INFINITY;
  return confidenceOf(logit - discount * head.temperature, head);
}

function bothEnds(text: string): string {
  if (text.length <= 2 * READ_AT_EACH_END) return text;
  return `${text.slice(0, READ_AT_EACH_END)} ${text.slice(-READ_AT_EACH_END)}`;
}

const keptOfHeads = new WeakMap<Head, Kept>();

function keptOf(head: Head): Kept {
  let kept = keptOfHeads.get(head);
  if (kept === undefined) {
    kept = { lexicon: createLexicon(head), dense: createDenseLogits(head.dense, head.labels.length) };
    keptOfHeads.set(head, kept);
  }
  return kept;
}

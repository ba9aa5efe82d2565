// Reads the intent of a text: of the stretch that is surest, among the instruction, the ends and the whole of it; see
// instructions/stretches.ts. Must not know: requests, policies, how heads are trained.

import { confidenceOf } from './calibrate.ts';
import type { Head, IntentReading } from './head.ts';
import type { Stretch } from './instructions/stretches.ts';
import { createLexicon, type Lexicon } from './lexicon.ts';
import { indexOfHighest, overOthers } from './read-row.ts';
import { logitsOfText } from './text-features.ts';
import { needsVectors, readablePart, readableStretches } from './texts-to-encode.ts';
import { carriesIntent } from './whole-message.ts';

/**
 * Pure. Pass the last user turn, and the vectors of `textsToEncode` for a head whose encoder works on whole texts.
 * Throws for a head without labels, or without what its encoder needs.
 */
export function readIntent(head: Head, text: string, vectors: readonly Float32Array[] = []): IntentReading {
  const reading = readStretches(head, text, vectors);
  const { intent } = reading;
  if (intent === null || head.wholeMessage?.includes(intent) !== true) return reading;
  const isCarried = carriesIntent(readablePart(text), {
    ofMessage: (part) => confidenceInMessage(head, part, intent),
    ofSentence: (sentence) => confidenceIn(head, { text: sentence, discount: 0 }, intent),
  });
  return isCarried ? reading : { ...reading, intent: null, from: 'only a part of the message' };
}

/** As it is read; with n-grams alone for a head whose encoder works on whole texts. */
function confidenceInMessage(head: Head, text: string, intent: string): number {
  if (!needsVectors(head)) return readStretches(head, text, []).scores.get(intent) ?? 0;
  return Math.max(...readableStretches(head, text).map((stretch) => confidenceIn(head, stretch, intent)));
}

/** With n-grams alone, too: vectors of parts would have to be computed for every message. */
function confidenceIn(head: Head, { text, discount }: Stretch, intent: string): number {
  return confidenceAt(head, intentLogits(head, text), discount, head.labels.indexOf(intent));
}

/** Undefined where nothing in the text was in any example. */
function intentLogits(head: Head, text: string, vector?: Float32Array): Float64Array | undefined {
  const logits = logitsOfText(text, head, lexiconOf(head), vector);
  return logits && overOthers(logits, head.labels.length);
}

function readStretches(head: Head, text: string, vectors: readonly Float32Array[]): IntentReading {
  const stretches = readableStretches(head, text);
  const asked = needsVectors(head) ? stretches.length : 0;
  if (vectors.length !== asked) throw new Error(`the encoder "${head.encoder}" is not available`);
  for (const { length } of vectors)
    if (length * head.bias.length !== head.dense.length)
      throw new Error(`a vector of ${length} numbers does not fit the encoder "${head.encoder}"`);
  let best: Summit | undefined;
  stretches.forEach((stretch, at) => {
    const summit = summitOf(head, intentLogits(head, stretch.text, vectors[at]), stretch.discount);
    if (best === undefined || isSurer(summit, best)) best = summit;
  });
  return readingOf(head, best ?? summitOf(head, undefined, 0));
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

function isSurer(one: Summit, other: Summit): boolean {
  if (one.taken !== other.taken) return one.taken;
  return one.confidence > other.confidence;
}

function summitOf(head: Head, logits: Float64Array | undefined, discount: number): Summit {
  const label = logits === undefined ? 0 : indexOfHighest(logits);
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

const lexicons = new WeakMap<Head, Lexicon>();

function lexiconOf(head: Head): Lexicon {
  let lexicon = lexicons.get(head);
  if (lexicon === undefined) {
    lexicon = createLexicon(head);
    lexicons.set(head, lexicon);
  }
  return lexicon;
}

// What a head reads in a text. Up to 200 words: the text as a whole. Beyond: the whole first, and if no intent is
// taken, the most confident of a few stretches, because one sentence may ask what the pasted rest only illustrates.
// The more stretches are tried, the likelier one of them looks like something by chance: the log-odds of the best
// are lowered by the logarithm of their number (a union bound).
// Must not know: requests, policies, how heads are trained.

import { confidenceOf } from './calibrate.ts';
import { type ColumnIndex, createColumnIndex } from './column-index.ts';
import type { Head, IntentReading } from './head.ts';
import { featuresOf } from './text-features.ts';

/** Longer texts are also read in stretches. */
const LONG = 200;
const STRETCH = 60;
const MOST_STRETCHES = 12;
/** Of a longer text only the beginning and the end are read, this many UTF-16 units of each: questions stand there. */
const READ_AT_EACH_END = 8192;

/** Pure; throws only for a head without labels. Pass the last user turn. */
export function readIntent(head: Head, text: string): IntentReading {
  const features = featuresOf(bothEnds(text), head, indexOf(head));
  const whole = interpret(head, features.logits(0, features.words), 0);
  if (features.words <= LONG || whole.intent !== null) return whole;
  const stretches = Math.min(MOST_STRETCHES, Math.ceil(features.words / STRETCH));
  let best = whole;
  for (let at = 0; at < stretches; at++) {
    const from = Math.round((at * (features.words - STRETCH)) / (stretches - 1));
    const reading = interpret(head, features.logits(from, from + STRETCH), Math.log(stretches));
    if (isSurer(reading, best)) best = reading;
  }
  return best;
}

function isSurer(one: IntentReading, other: IntentReading): boolean {
  if ((one.intent === null) !== (other.intent === null)) return one.intent !== null;
  return one.confidence > other.confidence;
}

/** Without logits, nothing in the text was in any example: every confidence is 0. */
function interpret(head: Head, logits: Float64Array | undefined, discount: number): IntentReading {
  const scores = new Map<string, number>();
  let at = 0;
  head.labels.forEach((label, intent) => {
    const logit = logits?.[intent] ?? Number.NEGATIVE_INFINITY;
    scores.set(label, confidenceOf(logit - discount * head.temperature, head));
    if (logit > (logits?.[at] ?? 0)) at = intent;
  });
  const best = head.labels[at];
  if (best === undefined) throw new Error(`the head of group "${head.group}" has no labels`);
  const confidence = scores.get(best) ?? 0;
  const threshold = head.thresholds[at] ?? 1;
  return {
    intent: logits !== undefined && confidence >= threshold ? best : null,
    best,
    confidence,
    threshold,
    scores,
  };
}

function bothEnds(text: string): string {
  if (text.length <= 2 * READ_AT_EACH_END) return text;
  return `${text.slice(0, READ_AT_EACH_END)} ${text.slice(-READ_AT_EACH_END)}`;
}

/** Derived from the head alone, so keeping it changes no answer. */
const indexes = new WeakMap<Head, ColumnIndex>();

function indexOf(head: Head): ColumnIndex {
  let index = indexes.get(head);
  if (index === undefined) {
    index = createColumnIndex(head.columns);
    indexes.set(head, index);
  }
  return index;
}

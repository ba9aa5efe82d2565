// Which parts of a text an encoder of whole texts must encode before a head can read it. Readers with a deadline,
// tests and evaluations ask this one function, so that all of them read from the same vectors. Must not know:
// encoders, deadlines, how the vectors are combined.

import { bothEnds } from './both-ends.ts';
import { type Head, NGRAMS_ENCODER } from './head.ts';
import { type Stretch, stretchesOf } from './instructions/stretches.ts';

/** Whether the head reads vectors that an encoder must make, and not words or n-grams. */
export function needsVectors(head: Pick<Head, 'words' | 'encoder'>): boolean {
  return head.words === undefined && head.encoder !== NGRAMS_ENCODER;
}

/**
 * Of a longer text only the beginning and the end are read, this many UTF-16 units of each, because questions are
 * usually there.
 */
const READ_AT_EACH_END = 4096;
/** Each costs an encoder milliseconds. */
export const MOST_ENCODED = 4;

/** What is read of a text. */
export function readablePart(text: string): string {
  return bothEnds(text, READ_AT_EACH_END);
}

/** The stretches of a text that a head reads, in order; at least one. */
export function readableStretches(head: Pick<Head, 'words' | 'encoder'>, text: string): readonly Stretch[] {
  const stretches = stretchesOf(readablePart(text));
  return needsVectors(head) ? stretches.slice(0, MOST_ENCODED) : stretches;
}

/** `readIntent` takes one vector for each, in this order. None for a head that needs no vectors. */
export function textsToEncode(head: Pick<Head, 'words' | 'encoder'>, text: string): readonly string[] {
  return needsVectors(head) ? readableStretches(head, text).map((one) => one.text) : [];
}

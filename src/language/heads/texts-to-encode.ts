// Which parts of a text an encoder of whole texts must encode before a head can read it. Readers with a deadline,
// tests and evaluations ask this one function, so that all of them read from the same vectors. Must not know:
// encoders, deadlines, how the vectors are combined.

import { type Head, NGRAMS_ENCODER } from './head.ts';

/** Whether the head reads vectors that an encoder must make, and not words or n-grams. */
export function needsVectors(head: Pick<Head, 'words' | 'encoder'>): boolean {
  return head.words === undefined && head.encoder !== NGRAMS_ENCODER;
}

/** `readIntent` takes one vector for each, in this order. None for a head that needs no vectors. */
export function textsToEncode(head: Pick<Head, 'words' | 'encoder'>, text: string): readonly string[] {
  return needsVectors(head) ? [text] : [];
}

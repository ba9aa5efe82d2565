// What is wrong with the description of an encoder. Must not know: training and its texts, which a service that starts
// with trained heads does not load.

import { NGRAMS_ENCODER, WORDS_ENCODER } from '../language/heads/head.ts';
import { ENCODER_FORMS, encodingId } from './open-encoding.ts';

/** What is wrong with the description of an encoder, and what to write; undefined when nothing is. */
export function encoderFault(encoder: string): string | undefined {
  if (isBuiltIn(encoder) || encodingId(encoder) !== undefined) return undefined;
  return `"${encoder}" is not an encoder: use ${WORDS_ENCODER}, ${NGRAMS_ENCODER}, ${ENCODER_FORMS}`;
}

export function isBuiltIn(encoder: string): boolean {
  return encoder === WORDS_ENCODER || encoder === NGRAMS_ENCODER;
}

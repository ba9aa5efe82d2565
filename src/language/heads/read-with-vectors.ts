// Reads an intent with precomputed vectors: tests and explanations run synchronously, so `vectorOf` notes missing
// vectors and they run again once those are available. Must not know: encoders, deadlines, requests.

import type { Head, IntentReading } from './head.ts';
import { isWorthASecondLook } from './look-again.ts';
import { readIntent } from './read-intent.ts';
import { textsToEncode } from './texts-to-encode.ts';

/** The vector of a text in an encoder's space; undefined until it is computed. */
export type VectorOf = (encoder: string, text: string) => Float32Array | undefined;

/** Undefined where the head needs a vector that is missing. */
export function readWithVectors(
  head: Head,
  text: string,
  vectorOf: VectorOf = () => undefined,
): IntentReading | undefined {
  const own = vectorsFor(head, text, vectorOf);
  if (own === undefined) return undefined;
  const first = readIntent(head, text, own);
  if (head.second === undefined || !isWorthASecondLook(head, first)) return first;
  const again = vectorsFor(head.second, text, vectorOf);
  return again === undefined ? first : { ...readIntent(head.second, text, again), from: 'second look' };
}

/** Asks for all of them before it gives up, so that those that are missing are computed in one batch. */
function vectorsFor(head: Head, text: string, vectorOf: VectorOf): Float32Array[] | undefined {
  const vectors = textsToEncode(head, text).map((each) => vectorOf(head.encoder, each));
  return vectors.every((vector) => vector !== undefined) ? vectors : undefined;
}

// Reads an intent with precomputed vectors: tests and explanations run synchronously, so `vectorOf` notes missing
// vectors and they run again once those are available. Must not know: encoders, deadlines, requests.

import type { Head, IntentReading } from './head.ts';
import { isWorthASecondLook } from './look-again.ts';
import { needsVector, readIntent } from './read-intent.ts';

/** The vector of a text in an encoder's space; undefined until it is computed. */
export type VectorOf = (encoder: string, text: string) => Float32Array | undefined;

/** Undefined where the head needs a vector that is missing. */
export function readWithVectors(
  head: Head,
  text: string,
  vectorOf: VectorOf = () => undefined,
): IntentReading | undefined {
  const own = needsVector(head) ? vectorOf(head.encoder, text) : undefined;
  if (needsVector(head) && own === undefined) return undefined;
  const first = readIntent(head, text, own);
  if (head.second === undefined || !isWorthASecondLook(head, first)) return first;
  const vector = vectorOf(head.second.encoder, text);
  return vector === undefined ? first : { ...readIntent(head.second, text, vector), from: 'second look' };
}

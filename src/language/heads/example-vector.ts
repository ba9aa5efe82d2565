// A vector for finding similar examples: half letters, half word meanings, so that "refund me" is near "refunds" and
// "money" is near "cash". Of unit length; never used to decide intents. Must not know: stores, intents.

import { densePart } from './dense-part.ts';
import { DENSE_DIMENSIONS, denseVector } from './dense-vector.ts';
import type { WordTable } from './word-table.ts';

/** All zero exactly for a text without words. Without a table it uses letters only. */
export function exampleVector(text: string, table?: WordTable): Float32Array {
  const letters = denseVector(text);
  if (table === undefined) return letters;
  const words = densePart(text, { kind: 'words', table });
  const made = new Float32Array(DENSE_DIMENSIONS + words.length);
  made.set(letters);
  const length = Math.hypot(...words);
  if (length > 0)
    made.set(
      words.map((value) => value / length),
      DENSE_DIMENSIONS,
    );
  const whole = Math.hypot(...made);
  return whole === 0 ? made : made.map((value) => value / whole);
}

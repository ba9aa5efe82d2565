/** `0.91 (needs 0.78, second look)`: how sure a reading is, beside the intent it gave. */
import type { IntentReading } from '../heads/head.ts';

/** `how`: what else a reader should know of where the reading is from. */
export function readingWords(
  { confidence, threshold }: Pick<IntentReading, 'confidence' | 'threshold'>,
  how?: string,
): string {
  const more = how === undefined ? '' : `, ${how}`;
  return `${confidence.toFixed(2)} (needs ${threshold.toFixed(2)}${more})`;
}

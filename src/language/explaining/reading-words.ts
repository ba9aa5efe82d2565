/** `0.91 (needs 0.78, second look)`: how sure a reading is, beside the intent it gave. */
import type { IntentReading } from '../heads/head.ts';

export function readingWords({ confidence, threshold, from }: IntentReading): string {
  const more = from === undefined ? '' : `, ${from}`;
  return `${confidence.toFixed(2)} (needs ${threshold.toFixed(2)}${more})`;
}

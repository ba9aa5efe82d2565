/** `0.91 (needs 0.78, second look)`: the confidence of a reading, shown after its intent. */
import type { IntentReading } from '../heads/head.ts';

export function readingWords({ confidence, threshold, from }: IntentReading): string {
  const more = from === undefined ? '' : `, ${from}`;
  return `${confidence.toFixed(2)} (needs ${threshold.toFixed(2)}${more})`;
}

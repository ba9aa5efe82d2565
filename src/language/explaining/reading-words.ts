/**
 * `0.91 (needs 0.78, second look)`: the confidence of a reading, shown after its intent. With the cue of an intent that
 * was kept: `0.91 (needs 0.78, an earlier message: it goes on)`.
 */
import type { IntentReading } from '../heads/head.ts';

export function readingWords({ confidence, threshold, from, cue }: IntentReading): string {
  const more = [from, cue].filter((part) => part !== undefined).join(': ');
  return `${confidence.toFixed(2)} (needs ${threshold.toFixed(2)}${more === '' ? '' : `, ${more}`})`;
}

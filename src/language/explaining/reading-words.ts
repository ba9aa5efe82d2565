/**
 * `0.91 (needs 0.78, second look)`: the confidence of a reading, shown after its intent. With the cue of an intent that
 * was kept: `0.91 (needs 0.78, an earlier message: it goes on)`. With what prevented a second look.
 */
import type { IntentReading } from '../heads/head.ts';

export function readingWords({ confidence, threshold, from, cue, missing }: IntentReading): string {
  const origin = [from, cue].filter((part) => part !== undefined).join(': ');
  const parts = [`needs ${threshold.toFixed(2)}`, origin, missing ?? ''].filter((part) => part !== '');
  return `${confidence.toFixed(2)} (${parts.join(', ')})`;
}

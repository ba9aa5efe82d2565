// Readings of recent texts: while tools answer, the same message of a user arrives with each further request of its
// conversation. Kept by the hash of the text, in memory only, and never the text. Must not know: requests, encoders.

import { hash } from 'node:crypto';
import type { Head, IntentReading } from '../language/heads/head.ts';
import { readIntent } from '../language/heads/read-intent.ts';
import { readablePart } from '../language/heads/texts-to-encode.ts';

/** Of each head; a reading has a number for each of its intents. */
const MOST_KEPT = 500;

/** Like `readIntent`, for heads that need no vectors. A head that is no longer used takes its readings with it. */
export function createKeptReadings(most = MOST_KEPT): (head: Head, text: string) => IntentReading {
  const ofHeads = new WeakMap<Head, Map<string, IntentReading>>();
  return (head, text) => {
    // Hashing replaces half a surrogate pair, so two such texts could have one hash.
    if (!text.isWellFormed()) return readIntent(head, text);
    const kept = ofHeads.get(head) ?? new Map<string, IntentReading>();
    ofHeads.set(head, kept);
    const key = hash('sha256', readablePart(text), 'base64');
    const known = kept.get(key);
    if (known !== undefined) return known;
    const reading = readIntent(head, text);
    const [oldest] = kept.size < most ? [] : kept.keys();
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, reading);
    return reading;
  };
}

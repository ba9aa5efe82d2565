// What the user of a conversation wants: what the last message says, unless it says too little to be read alone.
// "Yes, the blue ones" is about whatever was asked before.
// Must not know: requests, dialects, heads.

import type { IntentReading } from './head.ts';
import { marginOf } from './look-again.ts';

/** How many earlier messages of the user are read. */
export const MOST_TURNS_BACK = 8;

/**
 * Log-odds. From here on a message in which no intent was read is about something else: new requests of our own lay at
 * 3 and above, answers and additions of more than a few words mostly below.
 */
const CLEARLY_OTHER = 3;
/** A message of no more words is never clearly about something else. */
const FEW_WORDS = 5;
/** Log-odds by which a new intent must exceed the one before, so that a conversation does not waver between two. */
const CLEARLY_ANOTHER = 1;

/** Whether a message says by itself what it is about: then nothing before it need be read. */
export function saysItself(text: string, own: IntentReading): boolean {
  if (own.intent !== null) return marginOf({ ...own, threshold: 0 }) >= CLEARLY_ANOTHER;
  return text.trim().split(/\s+/u).length > FEW_WORDS && marginOf(own) >= CLEARLY_OTHER;
}

/** `before`: the latest earlier message in which an intent was read. For a message that does not say it itself. */
export function keepIntent(own: IntentReading, before: IntentReading): IntentReading {
  if (before.intent === own.intent) return own;
  // Similarities stay the last message's: they are asked of the text and not of the conversation.
  return { ...before, scores: own.scores, from: 'an earlier message' };
}

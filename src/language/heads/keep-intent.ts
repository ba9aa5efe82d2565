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

/** `earlier` are readings of the user's earlier messages, oldest first. Gives `own`, or a reading with the intent kept. */
export function keepIntent(
  text: string,
  own: IntentReading,
  earlier: readonly IntentReading[],
): IntentReading {
  const before = earlier.findLast((reading) => reading.intent !== null);
  if (before === undefined || before.intent === own.intent || saysItself(text, own, before)) return own;
  // Similarities stay the last message's: they are asked of the text and not of the conversation.
  return { ...before, scores: own.scores };
}

function saysItself(text: string, own: IntentReading, before: IntentReading): boolean {
  if (own.intent === null) {
    const words = text.trim().split(/\s+/u).length;
    return words > FEW_WORDS && marginOf(own) >= CLEARLY_OTHER;
  }
  const rival = own.scores.get(before.best) ?? 0;
  return marginOf({ ...own, scores: new Map([[before.best, rival]]), threshold: 0 }) >= CLEARLY_ANOTHER;
}

// The intent of a conversation: that of the last message, unless it is too short to be read alone. "Yes, the blue
// ones" refers to earlier messages. Must not know: requests, dialects, heads.

import type { IntentReading } from './head.ts';
import { marginOf } from './look-again.ts';

/** How many earlier messages of the user are read. */
export const MOST_TURNS_BACK = 8;

/**
 * Log-odds. From here on a message without an intent is about something else: new sample requests were at 3 and
 * above, answers and additions of more than a few words mostly below.
 */
const CLEARLY_OTHER = 3;
/** A message with at most this many words is never clearly about something else. */
const FEW_WORDS = 5;
/**
 * Log-odds by which a new intent must exceed the one before, so that a conversation does not alternate between two.
 */
const CLEARLY_ANOTHER = 1;

/** Whether a message is clear on its own: then earlier messages are not read. */
export function saysItself(text: string, own: IntentReading): boolean {
  if (own.intent !== null) return marginOf({ ...own, threshold: 0 }) >= CLEARLY_ANOTHER;
  return text.trim().split(/\s+/u).length > FEW_WORDS && marginOf(own) >= CLEARLY_OTHER;
}

/** `before`: the latest earlier message in which an intent was read. For a message that is not clear on its own. */
export function keepIntent(own: IntentReading, before: IntentReading): IntentReading {
  if (before.intent === own.intent) return own;
  // Similarities are those of the last message: they belong to the text and not to the conversation.
  return { ...before, scores: own.scores, from: 'an earlier message' };
}

// The intent of a conversation: that of the last message, unless it says little by itself and continues an earlier
// one. "Yes, the blue ones" and "make it shorter" do; a request that is complete keeps nothing. Must not know:
// requests, dialects, how cues are found.

import { followUpCue } from './follow-up.ts';
import type { IntentReading } from './head.ts';
import { marginOf } from './look-again.ts';
import type { WordTable } from './word-table.ts';

/** How many earlier messages of the user are read. */
export const MOST_TURNS_BACK = 8;

/** Log-odds between two intents of one message below which neither counts against an earlier message. */
const CLEARLY_ANOTHER = 1;
/**
 * Of the log-odds between intents this share counts against a follow-up: the heads are trained on complete requests,
 * and of "rewrite the function" they know the words and not what was asked before.
 */
const OWN_COUNTS = 1 / 3;
/**
 * Log-odds of a message between the last and the one with an intent: less evidence is enough, because a conversation
 * of many messages would otherwise lose its intent at the first one without a cue.
 */
const BETWEEN = -0.75;

export interface ContinuedTurn {
  readonly text: string;
  /** What shows that the last message continues a conversation. */
  readonly cue: string;
}

/** What a continued message must show: more evidence where it has an intent of its own. */
function leastEvidence(own: IntentReading): number {
  if (own.intent === null) return 0;
  const margin = marginOf({ ...own, threshold: 0 });
  return margin < CLEARLY_ANOTHER ? 0 : margin * OWN_COUNTS;
}

/**
 * The messages that the last one continues, latest first: each must continue the one before. `own` is the reading of
 * the last, `earlier` are the user's messages before it, oldest first. Lazy: the first with an intent is the only one
 * needed.
 */
export function* turnsContinued(
  text: string,
  own: IntentReading,
  earlier: readonly string[],
  table: WordTable | undefined,
): Generator<ContinuedTurn, void> {
  let later = text;
  let cue: string | undefined;
  for (const turn of earlier.slice(-MOST_TURNS_BACK).reverse()) {
    const found = followUpCue(later, turn, table, cue === undefined ? leastEvidence(own) : BETWEEN);
    if (found === undefined) return;
    cue ??= found;
    yield { text: turn, cue };
    later = turn;
  }
}

/** `before`: the latest continued message in which an intent was read. */
export function keepIntent(own: IntentReading, before: IntentReading, cue: string): IntentReading {
  if (before.intent === own.intent) return own;
  const { scores } = own;
  // Similarities are those of the last message: they belong to the text and not to the conversation.
  return { ...before, scores, from: 'an earlier message', cue };
}

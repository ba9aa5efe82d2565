// Which readings are worth the cost of a slower encoder: borderline ones. Must not know: encoders, deadlines.

import { confidenceOf, type Scale } from './calibrate.ts';
import type { Head, IntentReading } from './head.ts';
import type { ReadRow } from './read-row.ts';

/** Share of held-out examples for a second look: at a half nearly all of its gain is reached. */
const WORTH_A_LOOK = 0.5;

/**
 * How far a reading is from being another one, in log-odds: from the next intent and from the threshold where an
 * intent was taken, from the threshold where none was.
 */
export function marginOf(reading: IntentReading): number {
  const best = logOdds(reading.confidence);
  const threshold = logOdds(reading.threshold);
  if (reading.intent === null) return threshold - best;
  let next = 0;
  for (const [intent, score] of reading.scores) if (intent !== reading.best) next = Math.max(next, score);
  return best - Math.max(threshold, logOdds(next));
}

/** Whether a reading is so close to another one that a little more evidence could change it. */
export function isNearAnother(head: Head, reading: IntentReading): boolean {
  return marginOf(reading) < head.lookAgainBelow;
}

export function isWorthASecondLook(head: Head, reading: IntentReading): boolean {
  return head.second !== undefined && isNearAnother(head, reading);
}

/** The margin below which the given share of held-out examples lies. */
export function marginToLookAgain(
  read: readonly ReadRow[],
  scale: Scale,
  thresholds: readonly number[],
): number {
  const margins = read
    .filter(({ row }) => row.kind === 'example')
    .map(({ logits, best }) => {
      const confidence = confidenceOf(logits[best] ?? 0, scale);
      const threshold = thresholds[best] ?? 1;
      const scores = new Map(Array.from(logits, (logit, at) => [String(at), confidenceOf(logit, scale)]));
      const intent = confidence >= threshold ? String(best) : null;
      return marginOf({ intent, best: String(best), confidence, threshold, scores });
    })
    .sort((a, b) => a - b);
  return margins[Math.floor(WORTH_A_LOOK * margins.length)] ?? 0;
}

function logOdds(probability: number): number {
  const p = Math.min(1 - 1e-12, Math.max(1e-12, probability));
  return Math.log(p / (1 - p));
}

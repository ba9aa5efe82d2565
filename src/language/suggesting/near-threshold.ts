// How far a reading is from being accepted or rejected instead, in log-odds: above 0 it is accepted. Must not know:
// heads, texts.

import type { IntentReading } from '../heads/head.ts';

/** Log-odds within which a reading is near its threshold. */
export const NEAR = 0.7;

export function distanceToThreshold({
  confidence,
  threshold,
}: Pick<IntentReading, 'confidence' | 'threshold'>): number {
  return logOdds(confidence) - logOdds(threshold);
}

function logOdds(probability: number): number {
  const p = Math.min(1 - 1e-6, Math.max(1e-6, probability));
  return Math.log(p / (1 - p));
}

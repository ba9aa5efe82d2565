/**
 * Which of two reasons a decision reports when both apply. The order is part of the service's contract. Knows no
 * plan.
 */
import type { Reason } from './plan.ts';

/** Strongest first. A mirrored copy is nothing but a mirror. */
const STRENGTH: readonly Reason[] = [
  'mirror',
  'refused',
  'budget',
  'limit',
  'fallback',
  'breaker',
  'capability',
  'pinned',
  'canary',
  'rollout',
  'split',
  'explored',
  'otherwise',
  'matched',
];

export function strongerReason(a: Reason, b: Reason): Reason {
  return STRENGTH.indexOf(a) <= STRENGTH.indexOf(b) ? a : b;
}

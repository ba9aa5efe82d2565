/** About how much memory a decision takes, so that what is kept can be bounded in bytes without writing it out. */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';

const WHOLE = 2_000;
const ENTRY = 250;

/** Bytes, roughly: a policy of a thousand routes leaves a thousand entries in each decision. */
export function decisionWeight(document: DecisionDocument): number {
  const { skipped, path, plan, attempts = [] } = document;
  return WHOLE + ENTRY * (skipped.length + path.length + plan.length + attempts.length);
}

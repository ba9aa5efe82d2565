/** Approximate memory of a decision, so that the store can be bounded in bytes without serializing. */
import type { DecisionDocument } from '../../language/explaining/decision-document.ts';

const WHOLE = 2_000;
const ENTRY = 250;

/** Bytes, roughly: a policy of a thousand routes leaves a thousand entries in each decision. */
export function decisionWeight(document: DecisionDocument): number {
  const { skipped, path, plan, attempts = [] } = document;
  return WHOLE + ENTRY * (skipped.length + path.length + plan.length + attempts.length);
}

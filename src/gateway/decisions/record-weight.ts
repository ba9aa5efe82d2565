/** Approximate memory of a decision record, so that memory can be bounded without serializing. */
import type { DecisionRecord } from '../../language/explaining/decision-record.ts';

const WHOLE = 1_500;
const ENTRY = 250;
const FACT = 60;

/** Bytes, roughly. */
export function recordWeight({ plan, attempts = [], asked, removed = [] }: DecisionRecord): number {
  return WHOLE + ENTRY * (plan.length + attempts.length + removed.length) + FACT * asked.length;
}

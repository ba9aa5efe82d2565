/**
 * `uniqueItems` in time linear in the answer: ajv compares each pair of items, which takes seconds for a list that a
 * model writes in one. Knows no schema.
 */
import { step } from './steps.ts';

/** The module name by which compiled validators require `hasRepeats`. */
export const UNIQUE_ITEMS_MODULE = 'llmr/unique-items';
/** Characters of an item that count as a step. */
const CHARACTERS_A_STEP = 16;

/** Whether two items are equal, as JSON Schema has it: members in any order. */
export function hasRepeats(items: readonly unknown[]): boolean {
  const seen = new Set<string>();
  for (const item of items) {
    const text = canonical(item);
    step(1 + text.length / CHARACTERS_A_STEP);
    if (seen.has(text)) return true;
    seen.add(text);
  }
  return false;
}

/** The same text for equal values. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join()}}`;
}

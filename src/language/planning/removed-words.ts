/**
 * Describes removed candidates, grouped by reason, so that the text stays short for any number of them. Knows no plan
 * and no HTTP.
 */
import type { Removed } from './plan.ts';

const MOST_NAMES = 3;
const MOST_REASONS = 4;

/** `haiku: its circuit breaker is open; a, b, c and 17 more: MY_KEY is not set`; empty when there are none. */
export function removedWords(removed: readonly Removed[]): string {
  const byReason = [...Map.groupBy(removed, ({ because }) => because)];
  const told = byReason.slice(0, MOST_REASONS).map(([because, all]) => `${namesOf(all)}: ${because}`);
  const rest = byReason.slice(MOST_REASONS).reduce((sum, [, all]) => sum + all.length, 0);
  return [...told, ...(rest === 0 ? [] : [`and ${rest} more for other reasons`])].join('; ');
}

function namesOf(removed: readonly Removed[]): string {
  const names = [...new Set(removed.map((each) => each.deployment ?? each.model))];
  const rest = names.length - MOST_NAMES;
  // One more name takes no more room than "and 1 more".
  if (rest <= 1) return names.join(', ');
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${rest} more`;
}

/**
 * The declarations of a checked policy that determine the values of its facts, for readers of facts: facts files,
 * tests. Knows no syntax.
 */
import type { Declared } from '../vocabulary/facts.ts';
import type { Policy } from './model.ts';

export function declaredBy({ tiers, intentGroups, predicates = new Map() }: Policy): Declared {
  const groups = [...intentGroups].map(
    ([name, { intents }]) => [name, intents.map((intent) => intent.name)] as const,
  );
  const settled = [...predicates.values()].filter(({ whenUnknown }) => whenUnknown !== undefined);
  return { tiers, groups: new Map(groups), settled: new Set(settled.map(({ name }) => name)) };
}

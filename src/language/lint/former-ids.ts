/**
 * Rules that had another id in an earlier version. A former id still works in `# llmr-allow` and `llmr explain`, and
 * SARIF lists it, so that alerts dismissed under it stay dismissed. Knows no rule beyond its names.
 */

/** Former id → the id that the rule has now. */
const FORMER_IDS: ReadonlyMap<string, string> = new Map([
  ['dearer-fallback-under-budget', 'costlier-fallback-under-budget'],
]);

/** The id that a rule has now; any other text as it is. */
export function currentId(id: string): string {
  return FORMER_IDS.get(id) ?? id;
}

export function formerIdsOf(id: string): readonly string[] {
  return [...FORMER_IDS].filter(([, current]) => current === id).map(([former]) => former);
}

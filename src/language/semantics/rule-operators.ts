/**
 * The operators a json-rules-engine document may use: those of the engine, those llmr adds for its text patterns, and
 * the engine's decorators. The engine ignores unknown operators silently, so the check reports them. Evaluates
 * nothing.
 */

export const ENGINE_OPERATORS = [
  ...['equal', 'notEqual', 'in', 'notIn', 'contains', 'doesNotContain'],
  ...['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
] as const;
/** With the meaning of `like`, `matches` and `contains` in the language. */
export const TEXT_OPERATORS = ['fitsGlob', 'matchesRe2', 'containsText'] as const;
export const KNOWN_OPERATORS: readonly string[] = [...ENGINE_OPERATORS, ...TEXT_OPERATORS];
export const DECORATORS: readonly string[] = [
  ...['someFact', 'someValue', 'everyFact', 'everyValue', 'swap', 'not'],
];
const NUMERIC: readonly string[] = [
  ...['lessThan', 'lessThanInclusive', 'greaterThan', 'greaterThanInclusive'],
];

export function isNumeric(operator: string): boolean {
  return NUMERIC.includes(operator);
}

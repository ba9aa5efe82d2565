/**
 * List prices of well-known models, for `price from catalogue "openai/gpt-4o"`. A small table maintained by hand; a
 * price written in the policy is always more reliable.
 */

export interface CatalogueEntry {
  /** US dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly cacheWrite?: number;
}

/** The day on which this table was written; its prices are not updated after it. */
export const CATALOGUE_DATE = '2026-11-22';

// biome-ignore format: a table
const PRICES: ReadonlyMap<string, CatalogueEntry> = new Map([
  ['openai/gpt-4o', { input: 2.5, output: 10, cached: 1.25 }],
  ['openai/gpt-4o-mini', { input: 0.15, output: 0.6, cached: 0.075 }],
  ['openai/gpt-4.1', { input: 2, output: 8, cached: 0.5 }],
  ['openai/gpt-4.1-mini', { input: 0.4, output: 1.6, cached: 0.1 }],
  ['openai/gpt-4.1-nano', { input: 0.1, output: 0.4, cached: 0.025 }],
  ['openai/o3', { input: 2, output: 8, cached: 0.5 }],
  ['openai/o4-mini', { input: 1.1, output: 4.4, cached: 0.275 }],
  ['openai/gpt-5', { input: 1.25, output: 10, cached: 0.125 }],
  ['openai/gpt-5-mini', { input: 0.25, output: 2, cached: 0.025 }],
  ['openai/gpt-5-nano', { input: 0.05, output: 0.4, cached: 0.005 }],
  ['anthropic/claude-haiku-4.5', { input: 1, output: 5, cached: 0.1, cacheWrite: 1.25 }],
  ['anthropic/claude-sonnet-4.5', { input: 3, output: 15, cached: 0.3, cacheWrite: 3.75 }],
  ['anthropic/claude-opus-4.5', { input: 5, output: 25, cached: 0.5, cacheWrite: 6.25 }],
  ['anthropic/claude-3.5-haiku', { input: 0.8, output: 4, cached: 0.08, cacheWrite: 1 }],
  ['google/gemini-2.5-pro', { input: 1.25, output: 10 }],
  ['google/gemini-2.5-flash', { input: 0.3, output: 2.5 }],
]);

export function catalogueEntry(id: string): CatalogueEntry | undefined {
  return PRICES.get(id);
}

export function catalogueIds(): readonly string[] {
  return [...PRICES.keys()];
}

/**
 * What tokens cost. Dollars for a million tokens; whole micro-dollars are the ledger's. Knows no ledger and no provider.
 */
import type { Price } from '../semantics/model.ts';

/** Tokens as an upstream reports them: cached ones are part of the input, reasoning ones part of the output. */
export interface PricedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedTokens?: number;
  readonly reasoningTokens?: number;
  readonly images?: number;
}

/** US dollars. A price that does not tell cached or reasoning tokens apart charges them as input and output. */
export function costUsd(price: Price, usage: PricedUsage): number {
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  const millionths =
    (usage.inputTokens - cached) * price.input +
    cached * (price.cached ?? price.input) +
    (usage.outputTokens - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output);
  return millionths / 1e6 + (usage.images ?? 0) * (price.image ?? 0);
}

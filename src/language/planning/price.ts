/**
 * What tokens cost: the one formula, for the ledger in whole micro-dollars, for comparisons in dollars. A price in
 * dollars for a million tokens is the same number in micro-dollars for one token. Knows no ledger and no provider.
 */
import type { Price } from '../semantics/model.ts';

/** Tokens: cached and newly cached ones are part of the input, reasoning ones part of the output. */
export interface PricedUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Read from the provider's cache. */
  readonly cachedTokens?: number;
  /** Written to the provider's cache. */
  readonly cacheWriteTokens?: number;
  readonly reasoningTokens?: number;
  /** Number of images in the request, for models that charge per image. */
  readonly images?: number;
}

export const MICROS_PER_DOLLAR = 1_000_000;
/** Tolerance for binary fractions, in micro-dollars, so that they are not rounded up. */
const NOISE = 1e-6;
/** Far beyond any budget, and small enough that a store's 64 bits hold the sum of many. In micro-dollars. */
const MOST_MICROS = 2n ** 53n;

/** Whole micro-dollars, rounded up, so that many tiny calls cannot be free. Never negative. */
export function costMicros(price: Price, usage: PricedUsage): bigint {
  const micros = Math.ceil(exactMicros(price, usage) - NOISE);
  if (!(micros > 0)) return 0n;
  return micros < MOST_MICROS ? BigInt(micros) : MOST_MICROS;
}

/** US dollars, not rounded: for comparing models. */
export function costUsd(price: Price, usage: PricedUsage): number {
  return exactMicros(price, usage) / MICROS_PER_DOLLAR;
}

/** The price at which a call is reserved: cached and reasoning tokens are not known yet. */
export function dearestPrice(price: Price): Price {
  return {
    ...price,
    input: Math.max(price.input, price.cached ?? 0, price.cacheWrite ?? 0),
    output: Math.max(price.output, price.reasoning ?? 0),
  };
}

/** A price without a kind of token charges it as ordinary input or output. */
function exactMicros(price: Price, usage: PricedUsage): number {
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const written = Math.min(usage.cacheWriteTokens ?? 0, usage.inputTokens - cached);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  return (
    (usage.inputTokens - cached - written) * price.input +
    cached * (price.cached ?? price.input) +
    written * (price.cacheWrite ?? price.input) +
    (usage.outputTokens - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output) +
    (usage.images ?? 0) * (price.image ?? 0) * MICROS_PER_DOLLAR
  );
}

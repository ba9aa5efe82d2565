/**
 * Money as whole micro-dollars. A price in dollars for a million tokens is the same number in micro-dollars for one
 * token; sums are rounded up, so that many tiny calls cannot be free. Knows models' prices, no budgets.
 */
import type { Price } from '../../language/semantics/model.ts';
import type { Usage } from '../dispatch/outcome.ts';

const MICROS_PER_DOLLAR = 1_000_000;
/** What binary fractions may be off by, in micro-dollars; kept from being rounded up. */
const NOISE = 1e-6;

export function microsOfDollars(dollars: number): bigint {
  return BigInt(Math.round(dollars * MICROS_PER_DOLLAR));
}

export function dollarsOfMicros(micros: bigint): number {
  return Number(micros) / MICROS_PER_DOLLAR;
}

/** What a call came to. Cached tokens are part of the input tokens, reasoning tokens part of the output tokens. */
export function costOf(price: Price, usage: Usage, images = 0): bigint {
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  const micros =
    (usage.inputTokens - cached) * price.input +
    cached * (price.cached ?? price.input) +
    (usage.outputTokens - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output) +
    images * (price.image ?? 0) * MICROS_PER_DOLLAR;
  return BigInt(Math.ceil(micros - NOISE));
}

/**
 * What tokens cost, and what a request may come to before it is sent. One dollar for a million tokens is one
 * micro-dollar a token, so micro-dollars are tokens times price. Knows no ledger and no provider.
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
  return microDollars(price, usage) / 1e6;
}

/** Micro-dollars of a finished attempt, to the nearest. */
export function settledMicros(price: Price, usage: PricedUsage): bigint {
  return BigInt(Math.round(microDollars(price, usage)));
}

/** Micro-dollars to set aside before an attempt is sent: rounded up, so that a reservation never promises too little. */
export function reservedMicros(price: Price, usage: PricedUsage): bigint {
  return BigInt(roundUp(microDollars(price, usage)));
}

/** Micro-dollars of an amount in dollars, rounded up: `$0.0000001` still is one. */
export function microsOf(usd: number): bigint {
  return BigInt(roundUp(usd * 1e6));
}

export function usdOf(micros: bigint): number {
  return Number(micros) / 1e6;
}

function microDollars(price: Price, usage: PricedUsage): number {
  const cached = Math.min(usage.cachedTokens ?? 0, usage.inputTokens);
  const reasoning = Math.min(usage.reasoningTokens ?? 0, usage.outputTokens);
  return (
    (usage.inputTokens - cached) * price.input +
    cached * (price.cached ?? price.input) +
    (usage.outputTokens - reasoning) * price.output +
    reasoning * (price.reasoning ?? price.output) +
    (usage.images ?? 0) * (price.image ?? 0) * 1e6
  );
}

/** 0.1 × 3 is a hair above 0.3 in binary; that hair must not cost a micro-dollar. */
function roundUp(value: number): number {
  const nearest = Math.round(value);
  return Math.abs(value - nearest) < 1e-6 * Math.max(1, Math.abs(value) * 1e-6) ? nearest : Math.ceil(value);
}

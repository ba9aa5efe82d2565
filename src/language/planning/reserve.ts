/**
 * The largest cost of a call before it is made: everything that can be billed, at the highest price. The ledger
 * reserves it, and the test runner checks whether it fits. Knows no budget.
 */

import type { Model } from '../semantics/model.ts';
import { outputToReserve } from './expected-output.ts';
import type { Needs } from './plan.ts';
import { costMicros, dearestPrice, type PricedUsage } from './price.ts';

export interface Reserve {
  readonly usage: PricedUsage;
  /** Input and output. */
  readonly tokens: bigint;
  /** Micro-dollars; undefined where the model has no price. */
  readonly cost: bigint | undefined;
}

/** `needs` as they are after transforms. */
export function reserveFor(model: Model, needs: Needs): Reserve {
  const usage = {
    inputTokens: needs.inputTokens,
    outputTokens: outputToReserve(needs, model),
    images: needs.imageCount ?? 0,
  };
  const cost = model.price === undefined ? undefined : costMicros(dearestPrice(model.price), usage);
  return { usage, tokens: tokensOf(usage), cost };
}

/** A window beyond those of all models, where a model declares none. */
const WIDEST_WINDOW = 16_000_000;

/** The most tokens of one call, whatever its caller requested: window plus output. */
export function mostTokens({ window = WIDEST_WINDOW, output = window }: Model, needs: Needs): number {
  const { choices = 1, predictedTokens = 0, thinkingTokens = 0 } = needs;
  return window + (output + Math.min(thinkingTokens, window)) * choices + predictedTokens;
}

/** Beyond any window, and small enough that a store's 64 bits hold the sum of many. */
const MOST_TOKENS = 2 ** 53;

export function tokensOf(usage: { readonly inputTokens: number; readonly outputTokens: number }): bigint {
  return BigInt(Math.min(Math.ceil(usage.inputTokens + usage.outputTokens), MOST_TOKENS));
}

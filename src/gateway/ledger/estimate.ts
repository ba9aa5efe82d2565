/**
 * What a call may come to, before it is made: an upper bound where the caller bounded the output. Knows prices and the
 * request's size; knows no budget.
 */
import type { Needs } from '../../language/graph/plan.ts';
import { outputToReserve } from '../../language/planning/expected-output.ts';
import type { Model } from '../../language/semantics/model.ts';
import { costOf } from './money.ts';

export interface Estimate {
  /** Input and output. */
  readonly tokens: bigint;
  /** Micro-dollars; undefined where the model has no price. */
  readonly cost: bigint | undefined;
}

/** `images`: how many the request carries, for models that charge for each. */
export function estimateCall(model: Model, needs: Needs, images = 0): Estimate {
  const outputTokens = outputToReserve(needs, model);
  const usage = { inputTokens: needs.inputTokens, outputTokens, reported: false };
  const { price } = model;
  if (price === undefined) return { tokens: tokensOf(usage), cost: undefined };
  // Thinking is output too: whichever of the two prices is higher bounds it.
  const output = Math.max(price.output, price.reasoning ?? 0);
  return { tokens: tokensOf(usage), cost: costOf({ ...price, output }, usage, images) };
}

export function tokensOf(usage: { readonly inputTokens: number; readonly outputTokens: number }): bigint {
  return BigInt(Math.ceil(usage.inputTokens + usage.outputTokens));
}

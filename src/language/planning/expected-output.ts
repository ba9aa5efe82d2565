/**
 * The expected output of a request: one number for each use, and how transforms change a request's needs. The only
 * place where an unknown output length becomes a number. Knows no provider and no price.
 */

import type { Model, Policy, TransformStep } from '../semantics/model.ts';
import type { Needs } from './plan.ts';

/** Kept free in a window when the caller set no limit: a short answer, so that a long prompt still fits. */
const MODEST_OUTPUT = 1024;
/** Where neither the caller nor a transform, `window` or `output` gives a number. Also assumed by a test's `cost`. */
const UNKNOWN_OUTPUT = 4096;
/** llmr's count of the input is an estimate of the provider's, which refuses a limit that does not fit its window. */
const COUNT_MARGIN = { share: 1 / 8, tokens: 64 };

/** What the request needs once the transforms have been applied: trimmed history, capped output, dropped images, audio or tools. */
export function needsAfter(needs: Needs, steps: readonly TransformStep[]): Needs {
  let after = needs;
  for (const step of steps) {
    if (step.kind === 'drop') {
      after = { ...after, [step.what]: false, ...(step.what === 'images' ? { imageCount: 0 } : {}) };
    }
    if (step.kind === 'trim-history') {
      const left = needs.trimmed?.(step.tokens) ?? needs.inputTokens;
      after = { ...after, inputTokens: Math.min(after.inputTokens, left) };
    }
    if (step.kind === 'cap-output') {
      after = { ...after, outputTokens: Math.min(step.tokens, after.outputTokens ?? step.tokens) };
    }
  }
  return after;
}

/**
 * Tokens of a window that must stay free for the answer: the requested or capped limit; otherwise a modest default
 * and not the model's limit, which would exclude long prompts from models with a large output limit.
 */
export function outputInWindow(needs: Needs, model: Model): number {
  // A limit above the model's own is lowered before it is sent.
  const asked = needs.outputTokens ?? MODEST_OUTPUT;
  return Math.min(asked, model.output ?? asked);
}

/**
 * The most tokens that one choice of an answer may have: the caller's limit, lowered to what the model can write;
 * where the caller set none, `min(output, window - input)`. `needs` as they are after transforms.
 */
export function outputLimit(needs: Needs, model: Model): number {
  const { outputTokens: asked = Number.POSITIVE_INFINITY } = needs;
  const most = model.output ?? Number.POSITIVE_INFINITY;
  // A limit that means "no limit" does not count.
  const limit = Number.isFinite(asked)
    ? Math.min(asked, most)
    : Math.min(most, freeInWindow(needs.inputTokens, model));
  return Number.isFinite(limit) ? limit : UNKNOWN_OUTPUT;
}

/**
 * The output limit that must be written into a request's body; undefined where the caller's own, or none, is right.
 * `boundsSpend`: a budget in dollars or tokens applies, which an answer without a limit could exceed.
 */
export function outputLimitToSend(needs: Needs, model: Model, boundsSpend: boolean): number | undefined {
  if (needs.outputTokens === undefined) return boundsSpend ? outputLimit(needs, model) : undefined;
  const limit = outputLimit(needs, model);
  return limit < needs.outputTokens ? limit : undefined;
}

/** A budget of the policy is in dollars or tokens, so that the length of an answer matters to it. */
export function boundsSpend(policy: Policy): boolean {
  for (const { lines } of policy.budgets.values())
    if (lines.some(({ unit }) => unit === 'usd' || unit === 'tokens')) return true;
  return false;
}

/**
 * Output tokens that can be billed for one call: every choice up to its limit with its reasoning, and a rejected
 * prediction. `needs` as they are after transforms.
 */
export function outputToReserve(needs: Needs, model: Model): number {
  const { choices = 1, predictedTokens = 0, thinkingTokens = 0 } = needs;
  const thinking = Math.min(thinkingTokens, model.window ?? Number.MAX_SAFE_INTEGER);
  return (outputLimit(needs, model) + thinking) * choices + predictedTokens;
}

/** Output tokens of an ordinary answer, to estimate what a request may cost; not a bound. */
export function outputToExpect(needs: Needs, model: Model): number {
  return Math.min(needs.outputTokens ?? UNKNOWN_OUTPUT, model.output ?? Number.POSITIVE_INFINITY);
}

/**
 * Tokens for comparing the cost of models: the same for all, because otherwise the model with the smallest output
 * limit would win.
 */
export function outputToCompare(needs: Needs): number {
  return needs.outputTokens ?? MODEST_OUTPUT;
}

/** Never less than the short answer for which fitting kept the window free. */
function freeInWindow(inputTokens: number, { window }: Model): number {
  if (window === undefined) return Number.POSITIVE_INFINITY;
  const margin = Math.max(COUNT_MARGIN.tokens, Math.ceil(inputTokens * COUNT_MARGIN.share));
  const free = window - inputTokens;
  return Math.max(1, free - margin, Math.min(MODEST_OUTPUT, free));
}

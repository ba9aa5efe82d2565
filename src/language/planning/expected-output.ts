/**
 * How much a request will write, before it has: three answers for three uses, and what transforms change about a
 * request's needs. The one place where an unknown output length becomes a number. Knows no provider and no price.
 */
import type { Needs } from '../graph/plan.ts';
import type { Model, TransformStep } from '../semantics/model.ts';

/** Kept free in a window when the caller asked for no length: a short answer, so that a long prompt still fits. */
const MODEST_OUTPUT = 1024;
/**
 * Reserved in a budget when neither the caller nor a transform says how long an answer can be. A model's own limit
 * (64k and more) would make a small budget refuse its first request; a longer answer is still charged in full.
 */
const UNKNOWN_OUTPUT = 4096;

/** What the request needs once the transforms have been applied: capped output, dropped images, audio or tools. */
export function needsAfter(needs: Needs, steps: readonly TransformStep[]): Needs {
  let after = needs;
  for (const step of steps) {
    if (step.kind === 'drop') after = { ...after, [step.what]: false };
    if (step.kind === 'cap-output') {
      after = { ...after, outputTokens: Math.min(step.tokens, after.outputTokens ?? step.tokens) };
    }
  }
  return after;
}

/**
 * Tokens of a window that must stay free for the answer: what was asked or capped; otherwise a modest default and
 * not the model's limit, which would push prompts out of models that write a lot.
 */
export function outputInWindow(needs: Needs, model: Model): number {
  return needs.outputTokens ?? Math.min(model.output ?? MODEST_OUTPUT, MODEST_OUTPUT);
}

/** Tokens to reserve in a budget; no model writes more than its limit. `needs` as they are after transforms. */
export function outputToReserve(needs: Needs, model: Model): number {
  return Math.min(needs.outputTokens ?? UNKNOWN_OUTPUT, model.output ?? Number.POSITIVE_INFINITY);
}

/** Tokens by which the cost of models is compared: the same for all, or the one that can write least would win. */
export function outputToCompare(needs: Needs): number {
  return needs.outputTokens ?? MODEST_OUTPUT;
}

/**
 * `good enough at 90% by prompt`: what the prompt file of a policy predicts for its models. A model that the file does not
 * know, and a request without text, have no verdict: then the quality table decides. Must not know pools' orders, or how
 * the text of a request is read.
 */

import { scoreExpecting, scorePrompt, verdictInPool, verdictOf } from '../quality/judge-prompt.ts';
import type { PromptModel } from '../quality/prompt-model.ts';
import type { Model, Policy, Pool } from '../semantics/model.ts';
import type { JudgedMember, PlanWorld } from './plan.ts';

/** A model's name in the policy, and its names at providers: files of quality may use either. */
export function namesOf(policy: Policy, model: string): readonly string[] {
  return [model, ...(policy.models.get(model)?.deployments ?? []).map(({ upstreamId }) => upstreamId)];
}

/** The first of a model's names that the file knows. */
export function promptNameOf(policy: Policy, model: string): string | undefined {
  const known = policy.quality?.prompts?.runs.flatMap(({ models }) => models.map(({ name }) => name)) ?? [];
  return namesOf(policy, model).find((name) => known.includes(name));
}

/** For `PlanWorld.prompt`. The text is read once, when a pool first asks; an empty one has no scores. */
export function promptIn(policy: Policy, text: () => string | null): PlanWorld['prompt'] {
  const prompts = policy.quality?.prompts;
  if (prompts === undefined) return undefined;
  let scoreFor: ((name: string) => number | undefined) | undefined;
  const read = (): ((name: string) => number | undefined) => {
    const prompt = text() ?? '';
    return prompt === '' ? () => undefined : scorePrompt(prompts, prompt);
  };
  return {
    file: prompts.hash,
    score(model) {
      const name = promptNameOf(policy, model);
      scoreFor ??= read();
      return name === undefined ? undefined : scoreFor(name);
    },
  };
}

/** The score of a model for which a quality is given instead of a prompt; percent. */
export function scoreGiven(policy: Policy, model: string, expected: number): number | undefined {
  const { prompts, name } = fileOf(policy, model);
  return prompts && name !== undefined ? scoreExpecting(prompts, name, expected) : undefined;
}

/** Of the members that something is known of; none where the pool does not ask for it. */
export function promptVerdicts(
  policy: Policy,
  pool: Pool,
  models: readonly Model[],
  { prompt }: Pick<PlanWorld, 'prompt'>,
): JudgedMember[] {
  const { byPrompt, goodEnoughAt: bound } = pool;
  const prompts = policy.quality?.prompts;
  if (byPrompt === undefined || bound === undefined || prompts === undefined) return [];
  const members = models.flatMap((model) => {
    const name = promptNameOf(policy, model.name);
    const score = prompt?.score(model.name);
    return name === undefined || score === undefined
      ? []
      : [{ model: model.name, name, score, price: fixedPrice(model) }];
  });
  return members.flatMap(({ model, name, score }) => {
    const inPool = pool.order === 'cheapest' ? verdictInPool(prompts, members, name, bound) : undefined;
    const verdict = inPool ?? verdictOf(prompts, name, score, bound);
    return verdict === undefined ? [] : [{ model, verdict }];
  });
}

/**
 * One price for all requests, so that a pool is calibrated once: of three input tokens and one output token. Members are
 * still compared by what this request costs.
 */
export function fixedPrice({ price }: Model): number {
  return price === undefined ? 0 : (3 * price.input + price.output) / 4;
}

function fileOf(
  policy: Policy,
  model: string,
): { readonly prompts: PromptModel | undefined; readonly name: string | undefined } {
  return { prompts: policy.quality?.prompts, name: promptNameOf(policy, model) };
}

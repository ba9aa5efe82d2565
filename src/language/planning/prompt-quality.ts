/**
 * `good enough at 90% by prompt`: what the prompt file of a policy predicts for its models. A model that the file does not
 * know, and a request without text, have no verdict: then the quality table decides. Must not know pools' orders, or how
 * the text of a request is read.
 */
import type { PlanWorld } from '../graph/plan.ts';
import { type PromptVerdict, scoreExpecting, scorePrompt, verdictOf } from '../quality/judge-prompt.ts';
import type { PromptModel } from '../quality/prompt-model.ts';
import type { Policy, Pool } from '../semantics/model.ts';

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

/** Undefined where the pool does not ask for it, and where nothing is known. */
export function promptVerdict(
  policy: Policy,
  { byPrompt, goodEnoughAt }: Pool,
  model: string,
  { prompt }: Pick<PlanWorld, 'prompt'>,
): PromptVerdict | undefined {
  if (byPrompt === undefined || goodEnoughAt === undefined) return undefined;
  const { prompts, name } = fileOf(policy, model);
  const score = prompt?.score(model);
  if (prompts === undefined || name === undefined || score === undefined) return undefined;
  return verdictOf(prompts, name, score, goodEnoughAt);
}

function fileOf(
  policy: Policy,
  model: string,
): { readonly prompts: PromptModel | undefined; readonly name: string | undefined } {
  return { prompts: policy.quality?.prompts, name: promptNameOf(policy, model) };
}

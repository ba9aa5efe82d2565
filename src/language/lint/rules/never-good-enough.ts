// A pool whose threshold no row of the quality table reaches: whatever is asked, the first member that can serve answers.
import { type GradedPool, qualityRowsOf } from '../../planning/plan-quality.ts';
import { fixedPrice, promptNameOf } from '../../planning/prompt-quality.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import { canBeGoodEnough, poolReaches } from '../../quality/judge-prompt.ts';
import { provenQuality } from '../../quality/quality-table.ts';
import type { Policy } from '../../semantics/model.ts';
import { gradedPools } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const neverGoodEnough = defineRule({
  id: 'never-good-enough',
  severity: 'warning',
  category: 'money',
  summary: 'No member of a pool is ever known to be good enough, so its first member always answers.',
  messages: {
    never: (data: { bound: number; model: string; low: number }) => ({
      message: `no member's quality is known to reach ${data.bound}%; the best lower bound is ${data.low}%, by "${data.model}"`,
      because:
        'the lower bound of a row in the quality table counts; if none reaches it, the first member that can serve the request answers',
      help: `ask for ${Math.floor(data.low)}% or less, evaluate more answers to narrow the bounds, or use one model directly`,
    }),
  },
  policy({ policy }, report) {
    // No request is ever read as an intent that the policy does not have.
    const intents = new Set(['*', 'none']);
    for (const group of policy.intentGroups.values()) for (const { name } of group.intents) intents.add(name);
    for (const pool of gradedPools(policy)) {
      const { at, name, goodEnoughAt: bound } = pool;
      if (reachesByPrompt(policy, pool)) continue;
      const rows = [...modelsUnder(policy, name)].flatMap((model) =>
        qualityRowsOf(policy, model).flatMap((cell) =>
          intents.has(cell.intent) ? { model, low: provenQuality(cell) ?? 0 } : [],
        ),
      );
      const best = rows.toSorted((a, b) => b.low - a.low)[0];
      // If no member is in the table, `ungraded-model` reports it.
      if (best === undefined || best.low >= bound) continue;
      // Rounded down, so that a bound that just fails is never shown as if it were reached.
      report('never', at, { bound, model: best.model, low: Math.floor(best.low * 10) / 10 });
    }
  },
});

/** The pool is known to keep the bound, or some prompt to be answered well enough by a member. */
function reachesByPrompt(
  policy: Policy,
  { name, goodEnoughAt: bound, byPrompt, order }: GradedPool,
): boolean {
  const prompts = policy.quality?.prompts;
  if (byPrompt === undefined || prompts === undefined) return false;
  const members = [...modelsUnder(policy, name)].flatMap((one) => {
    const own = promptNameOf(policy, one);
    const model = policy.models.get(one);
    return own === undefined || model === undefined ? [] : [{ name: own, price: fixedPrice(model) }];
  });
  const together = order === 'cheapest' ? poolReaches(prompts, members, bound) : undefined;
  return together ?? members.some((member) => canBeGoodEnough(prompts, member.name, bound) === true);
}

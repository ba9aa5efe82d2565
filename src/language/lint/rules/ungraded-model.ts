// `good enough at` reads the quality table: a model without a row there is never known to be good enough.
import { qualityRowsOf } from '../../planning/plan-quality.ts';
import { promptNameOf } from '../../planning/prompt-quality.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import { gradedPools } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const ungradedModel = defineRule({
  id: 'ungraded-model',
  severity: 'warning',
  category: 'money',
  summary: 'A model that must be good enough has no row in the quality table.',
  messages: {
    ungraded: (data: { model: string; bound: number }) => ({
      message: `the quality table has no row of "${data.model}"`,
      because: `it is never known to be good enough at ${data.bound}%, so it is used only if it is listed first and no other member is good enough`,
      help: 'measure its quality with `llmr learn FILE --out quality.csv`, or remove it from this list',
    }),
  },
  policy({ policy }, report) {
    if (policy.quality === undefined) return;
    for (const { at, name, goodEnoughAt: bound, byPrompt } of gradedPools(policy)) {
      for (const model of modelsUnder(policy, name)) {
        const isJudged = byPrompt === true && promptNameOf(policy, model) !== undefined;
        if (!isJudged && qualityRowsOf(policy, model).length === 0) report('ungraded', at, { model, bound });
      }
    }
  },
});

// `good enough at` reads the quality table: a model without a row there is never known to be good enough, and where no
// row reaches what is asked, the words choose nothing.
import { qualityRowsOf } from '../../planning/plan-quality.ts';
import { gradedPools, modelsUnder } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const ungradedModel = defineRule({
  id: 'ungraded-model',
  severity: 'warning',
  category: 'money',
  summary:
    'A model that should be good enough has no row in the quality table, or none reaches what is asked.',
  messages: {
    ungraded: (data: { model: string; bound: number }) => ({
      message: `the quality table has no row of "${data.model}"`,
      because: `it is never known to be good enough at ${data.bound}%, so it is asked only where it stands first and nobody else is`,
      help: 'learn its quality too: `llmr learn FILE --out quality.csv`, or take it out of this list',
    }),
    unreachable: (data: { bound: number }) => ({
      message: `no row of the quality table reaches ${data.bound}%`,
      because: 'nobody is ever known to be good enough: the first that can serve always answers',
      help: 'ask for less, or name the one model that is to answer',
    }),
  },
  policy({ policy }, report) {
    if (policy.quality === undefined) return;
    for (const { at, name, goodEnoughAt: bound } of gradedPools(policy)) {
      const graded = [...modelsUnder(policy, name)].map((model) => ({
        model,
        rows: qualityRowsOf(policy, model),
      }));
      for (const { model } of graded.filter(({ rows }) => rows.length === 0))
        report('ungraded', at, { model, bound });
      if (graded.every(({ rows }) => rows.length > 0 && rows.every(({ low }) => low < bound)))
        report('unreachable', at, { bound });
    }
  },
});

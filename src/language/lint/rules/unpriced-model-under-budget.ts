// Dollars are counted and one of the models has no price: what it costs would never reach the budget, so the
// service refuses to ask it.
import { billedModels } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const unpricedModelUnderBudget = defineRule({
  id: 'unpriced-model-under-budget',
  severity: 'error',
  category: 'money',
  summary: 'A budget counts dollars, and a model that can answer has no price.',
  messages: {
    unpriced: (data: { model: string; budget: string }) => ({
      message: `model "${data.model}" has no price, and budget "${data.budget}" counts dollars`,
      because: 'without a price the budget cannot be enforced, so the service does not call this model',
      help: 'add `price $… in, $… out` (dollars per million tokens), or `price from catalogue "…"`',
    }),
  },
  policy({ policy }, report) {
    const budget = [...policy.budgets.values()].find((one) => one.lines.some((line) => line.unit === 'usd'));
    if (budget === undefined) return;
    const labels = [{ path: budget.at.path, span: budget.at.span, text: 'counts dollars' }];
    for (const name of billedModels(policy)) {
      const model = policy.models.get(name);
      if (model === undefined || model.price !== undefined) continue;
      report('unpriced', model.at, { model: name, budget: budget.name }, { labels });
    }
  },
});

// A chain falls back to a more expensive model while a budget counts dollars: an outage is paid for from the budget.

import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { commonCost } from '../common-cost.ts';
import { targetsInUse } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

export const costlierFallbackUnderBudget = defineRule({
  id: 'costlier-fallback-under-budget',
  severity: 'warning',
  category: 'money',
  summary: 'A budget counts dollars, and a chain falls back to a more expensive model than its first.',
  messages: {
    costlier: (data: {
      step: string;
      chain: string;
      first: string;
      budget: string;
      cost: number;
      before: number;
    }) => ({
      message: `"${data.chain}" falls back from "${data.first}" to the more expensive "${data.step}"`,
      because: `a request of 3k tokens and 1k answered costs ${formatMoney(data.cost)} instead of ${formatMoney(data.before)}: an outage uses up budget "${data.budget}" sooner`,
      help: 'fall back to a model that is not more expensive, or do not use expensive models in routes with a budget',
    }),
  },
  policy({ policy }, report) {
    const budget = [...policy.budgets.values()].find((one) => one.lines.some((line) => line.unit === 'usd'));
    if (budget === undefined) return;
    const labels = [{ path: budget.at.path, span: budget.at.span, text: 'counts dollars' }];
    for (const name of targetsInUse(policy)) {
      const chain = policy.targets.get(name);
      if (chain?.kind !== 'chain') continue;
      const [first, ...others] = chain.steps;
      const before = first === undefined ? undefined : commonCost(policy, first.target)?.most;
      if (first === undefined || before === undefined) continue;
      const costlier = others.find((step) => (commonCost(policy, step.target)?.least ?? 0) > before);
      const cost = costlier === undefined ? undefined : commonCost(policy, costlier.target)?.least;
      if (costlier === undefined || cost === undefined) continue;
      const data = {
        step: costlier.target,
        chain: name,
        first: first.target,
        budget: budget.name,
        cost,
        before,
      };
      report('costlier', costlier.at, data, { labels });
    }
  },
});

// A chain falls back to a more expensive model while a budget counts dollars: an outage is paid for from the budget.

import { modelsUnder } from '../../planning/targets-under.ts';
import type { Policy } from '../../semantics/model.ts';
import { formatMoney } from '../../vocabulary/format-quantity.ts';
import { targetsInUse } from '../policy-targets.ts';
import { defineRule } from '../rule.ts';

/** What a price is compared by: input and output tokens of a common request. */
const COMMON = { input: 3_000, output: 1_000 };

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
      const before = first === undefined ? undefined : costs(policy, first.target)?.most;
      if (first === undefined || before === undefined) continue;
      const costlier = others.find((step) => (costs(policy, step.target)?.least ?? 0) > before);
      const cost = costlier === undefined ? undefined : costs(policy, costlier.target)?.least;
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

/** Dollars for a common request, of the cheapest and the most expensive model under a target; undefined where one has no price. */
function costs(
  policy: Policy,
  target: string,
): { readonly least: number; readonly most: number } | undefined {
  const all = [...modelsUnder(policy, target)].map((name) => {
    const price = policy.models.get(name)?.price;
    return price === undefined
      ? undefined
      : (price.input * COMMON.input + price.output * COMMON.output) / 1e6;
  });
  const known = all.filter((cost) => cost !== undefined);
  if (known.length === 0 || known.length < all.length) return undefined;
  return { least: Math.min(...known), most: Math.max(...known) };
}

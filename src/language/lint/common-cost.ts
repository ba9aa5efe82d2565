// What a request of common size costs with the models of a target. Must not know: which request reaches them.
import { modelsUnder } from '../planning/targets-under.ts';
import type { Policy } from '../semantics/model.ts';

/** What a price is compared by: input and output tokens of a common request. */
const COMMON = { input: 3_000, output: 1_000 };

/** Dollars for a common request, of the cheapest and the most expensive model under a target; undefined where one has no price. */
export function commonCost(
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

/**
 * The models that the pools of a target choose among, as a key: equal keys mean equal choices, whatever members can serve.
 * Thresholds and figures of a quality table are in it only as far as they change a choice; so are prices, as far as both
 * policies agree on which is more expensive. Must not know regions or rules.
 */
import type { IsDearer } from '../../planning/compare-prices.ts';
import { type AskFact, isGradedPool, qualityIn } from '../../planning/plan-quality.ts';
import { modelsUnder } from '../../planning/targets-under.ts';
import type { Policy, Pool } from '../../semantics/model.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';

/** Percent, the lower bound; undefined: the table has no row for the model. */
export type QualityOf = (model: string) => number | undefined;

/** All subsets of so many members are looked at one by one. */
const MOST_MEMBERS = 8;

/** By the table of one policy, for a request of which these values are known. */
export function qualityFor(policy: Policy, values: ReadonlyMap<string, FactValue>): QualityOf {
  const ask: AskFact = ({ id, domain }) => {
    const value = values.get(id);
    // An intent that only the other policy has is none here.
    if (domain.kind === 'choice' && typeof value === 'string' && !domain.values.includes(value))
      return 'none';
    return value;
  };
  return qualityIn(policy, ask);
}

/** Models at or below the pool that are known to be good enough; all where nothing is asked. */
export function goodModels(policy: Policy, pool: Pool, quality: QualityOf): readonly string[] {
  const models = [...modelsUnder(policy, pool.name)];
  if (!isGradedPool(pool)) return models;
  return models.filter((model) => (quality(model) ?? -1) >= pool.goodEnoughAt);
}

export function choicesKey(policy: Policy, pool: Pool, quality: QualityOf, isDearer: IsDearer): string {
  const good = goodModels(policy, pool, quality);
  const isPlain = pool.targets.every((name) => policy.models.has(name));
  if (isPlain && pool.targets.length <= MOST_MEMBERS) return choicesOfEach(pool, new Set(good), isDearer);
  // No model can be called so.
  if (good.length === modelsUnder(policy, pool.name).size) return '*';
  return good.join();
}

/** For every set of members that can serve: those that may be taken. */
function choicesOfEach({ order, targets }: Pool, good: ReadonlySet<string>, isDearer: IsDearer): string {
  const choices: string[] = [];
  for (let subset = 1; subset < 1 << targets.length; subset += 1) {
    const able = targets.flatMap((name, at) => ((subset & (1 << at)) === 0 ? [] : [{ name, at }]));
    const known = able.filter(({ name }) => good.has(name));
    const open = known.length === 0 ? able.slice(0, 1) : known;
    const taken =
      order !== 'cheapest'
        ? open
        : open.filter(
            (one) =>
              !open.some((other) => other !== one && isDearer(one.name, other.name, one.at > other.at)),
          );
    choices.push(taken.map(({ at }) => at).join());
  }
  return choices.join(';');
}

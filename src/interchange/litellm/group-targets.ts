/**
 * The deployments of one name as one target: a model with its deployments, a split or pool where the models differ, a
 * chain where they have an order. Knows no fallbacks between names.
 */
import { type DraftPolicy, shares } from '../draft-policy.ts';
import type { ModelDrafts } from '../model-drafts.ts';
import type { LossList } from '../report.ts';
import type { Deployment } from './read-deployment.ts';

export interface GroupTarget {
  /** The target's name. */
  readonly name: string;
  /** Where it chooses between different models: their targets, for a retry. */
  readonly arms: readonly string[];
  readonly deployments: readonly Deployment[];
}

/** Steps of one name, the first to be tried first. There is always one. */
export type GroupLevels = readonly [GroupTarget, ...GroupTarget[]];

/** LiteLLM's strategies, and the pool that is nearest. */
const ORDERS: Readonly<Record<string, string>> = {
  'simple-shuffle': 'in turn',
  'least-busy': 'least busy of',
  'latency-based-routing': 'fastest of',
  'cost-based-routing': 'cheapest of',
  'usage-based-routing': 'least busy of',
  'usage-based-routing-v2': 'least busy of',
};
const MOST_ARMS = 50;

export function createGroupTargets(
  draft: DraftPolicy,
  models: ModelDrafts,
  losses: LossList,
  strategy: string,
): (group: string, deployments: readonly Deployment[]) => GroupLevels {
  const targets = new TargetsOfGroups(draft, models, losses, strategy);
  return (group, deployments) => targets.levelsOf(group, deployments);
}

class TargetsOfGroups {
  readonly #draft: DraftPolicy;
  readonly #models: ModelDrafts;
  readonly #lose: LossList['lose'];
  readonly #strategy: string;

  constructor(draft: DraftPolicy, models: ModelDrafts, { lose }: LossList, strategy: string) {
    this.#draft = draft;
    this.#models = models;
    this.#lose = lose;
    this.#strategy = strategy;
    if (!Object.hasOwn(ORDERS, this.#strategy) || this.#strategy.startsWith('usage-based'))
      this.#lose(
        'routing_strategy',
        'router_settings',
        this.#strategy.startsWith('usage-based')
          ? 'llmr counts what is under way, not the tokens of this minute'
          : 'llmr has `in turn`, `least busy of`, `fastest of` and `cheapest of`, and this is none of them',
        'look at the pools, and choose the order that is meant',
        'answers',
      );
  }

  levelsOf(group: string, deployments: readonly Deployment[]): GroupLevels {
    const orders = [...new Set(deployments.map(({ order }) => order ?? Number.POSITIVE_INFINITY))].sort(
      (a, b) => a - b,
    );
    const levels = orders.map((order) =>
      this.#levelOf(
        group,
        deployments.filter((one) => (one.order ?? Number.POSITIVE_INFINITY) === order),
      ),
    );
    const [first, ...others] = levels;
    if (first === undefined) throw new Error(`group ${group} has no deployment`);
    return [first, ...others];
  }

  #levelOf(group: string, deployments: readonly Deployment[]): GroupTarget {
    const weighed = this.#weightsOf(group, deployments);
    const byModel = new Map<string, { readonly cards: Deployment[]; weight: number }>();
    for (const [index, one] of deployments.entries()) {
      const weight = weighed.weights[index] ?? 1;
      if (weight === 0) continue;
      const same = weighed.apart ? String(index) : modelOf(one);
      const found = byModel.get(same) ?? { cards: [], weight: 0 };
      byModel.set(same, found);
      found.cards.push(one);
      found.weight += weight;
    }
    const drafted = [...byModel.values()].map(({ cards, weight }) => ({
      name: this.#models.model(
        byModel.size === 1 ? group : `${group}-${cards[0]?.card.upstream.replace(/^.*\//, '') || 'model'}`,
        cards.map(({ card }) => card),
        cards.map(({ where }) => where).join(', '),
      ),
      weight,
    }));
    const names = drafted.map(({ name }) => name);
    const [only] = names;
    if (only !== undefined && names.length === 1) return { name: only, arms: [], deployments };
    const name = this.#draft.name('target', group);
    const order = Object.hasOwn(ORDERS, this.#strategy) ? ORDERS[this.#strategy] : 'in turn';
    const uneven = new Set(drafted.map(({ weight }) => weight)).size > 1;
    if (this.#strategy === 'simple-shuffle' && uneven && names.length <= MOST_ARMS) {
      const { percent, changed } = shares(drafted.map(({ weight }) => weight));
      if (changed) this.#sayRounding(group, percent);
      this.#draft.declare(
        `split ${name} by request {\n${names.map((arm, index) => `${percent[index]}% ${arm}`).join('\n')}\n}`,
      );
    } else this.#draft.declare(`pool ${name} { ${order} ${names.join(', ')} }`);
    return { name, arms: names, deployments };
  }

  /**
   * As LiteLLM's simple-shuffle weighs: by the first of weight, rpm and tpm that the first entry has, where an entry
   * without it gets nothing. `apart`: shares between deployments of one model matter.
   */
  #weightsOf(
    group: string,
    deployments: readonly Deployment[],
  ): { readonly weights: readonly number[]; readonly apart: boolean } {
    const even = { weights: deployments.map(() => 1), apart: false };
    if (this.#strategy !== 'simple-shuffle' || deployments.length < 2) return even;
    const by = (['weight', 'rpm', 'tpm'] as const).find((key) => deployments[0]?.weights[key] !== undefined);
    if (by === undefined) {
      if (deployments.some(({ weights }) => weights.weight !== undefined))
        this.#lose(
          `weight of ${group}`,
          deployments.map(({ where }) => where).join(', '),
          'the first entry has none, and then LiteLLM reads none of the others: all get the same share',
          'give each entry a weight and import again, if shares are meant',
          'answers',
        );
      return even;
    }
    const weights = deployments.map((one) => Math.max(0, one.weights[by] ?? 0));
    if (weights.every((weight) => weight === 0)) return even;
    for (const [index, weight] of weights.entries()) {
      const one = deployments[index];
      if (weight > 0 || one === undefined) continue;
      this.#lose(
        `${by} ${one.weights[by] ?? 'not set'} of ${group}`,
        one.where,
        'with it a deployment gets no requests while others of its name have more, in LiteLLM as here: it is left out',
        `give it a ${by}, or add it to the chain of ${group}`,
        'answers',
      );
    }
    const uneven = new Set(weights).size > 1;
    if (by !== 'weight' && uneven && new Set(deployments.map(modelOf)).size < deployments.length)
      this.#lose(
        `the shares of ${group}`,
        deployments.map(({ where }) => where).join(', '),
        `LiteLLM picks among its deployments by ${by}; deployments of one model share its requests by health and load here`,
        'write `weight` instead and import again, if shares are meant: they become a split',
        'answers',
      );
    return { weights, apart: by === 'weight' && uneven };
  }

  #sayRounding(group: string, percent: readonly number[]): void {
    this.#lose(
      `shares of ${group}`,
      'model_list',
      `a split has shares of 0.01% or more: ${percent.map((one) => `${one}%`).join(', ')} are written`,
      'check that these shares serve you',
      'answers',
    );
  }
}

/** Deployments of one model have one name here, whatever Azure or a gateway calls them. */
function modelOf({ card }: Deployment): string {
  return (card.base ?? card.upstream).replace(/^.*\//, '').toLowerCase();
}

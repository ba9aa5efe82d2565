// Which member of a pool a prompt is worth: a more expensive one only where it is expected to be better by enough for its
// price. The exchange rate between quality and price is calibrated on held-out prompts, so that the answers chosen
// reach the quality that is asked for. Routing on this difference is worth more than on the difficulty of a prompt: a
// prompt that is hard for all members gains nothing from an expensive one. Must not know: policies, requests.

import { meanInterval } from './mean-interval.ts';
import {
  HELD_ABSENT,
  type LearningRun,
  type ModelByPrompt,
  qualityOfByte,
  scoreOfByte,
} from './prompt-model.ts';

export interface PricedMember {
  readonly name: string;
  /** On any scale, the same for all members and all prompts. */
  readonly price: number;
}

export interface PoolRule {
  /** Points of quality that the price of the most expensive member is worth. */
  readonly exchange: number;
  /** Held-out prompts answered by all members, and the quality of the answers chosen by this rule. Percent. */
  readonly rows: number;
  readonly quality: number;
  readonly low: number;
}

/** From quality at any price to the cheapest for every prompt. */
const EXCHANGES = [0, ...Array.from({ length: 49 }, (_, at) => 10 ** (at / 8 - 1))];
const DEVIATIONS = 1.96;
/** Of fewer held-out prompts no rule is made. */
export const FEWEST_ROWS = 30;

/**
 * The cheapest rule that is known to reach the bound; undefined if none is. Rules are tested from the best towards the
 * cheapest until one fails, so their number needs no correction (fixed-sequence testing: Angelopoulos et al., "Learn
 * then test", 2021).
 */
export function poolRule(
  { models }: LearningRun,
  pool: readonly PricedMember[],
  bound: number,
): PoolRule | undefined {
  const members = pool.flatMap(({ name, price }) => {
    const own = models.find((model) => model.name === name);
    return own === undefined ? [] : [{ own, price }];
  });
  const prices = relativePrices(members);
  const rows = rowsOf(members.map(({ own }) => own));
  if (rows.length < FEWEST_ROWS) return undefined;
  let found: PoolRule | undefined;
  for (const exchange of EXCHANGES) {
    let sum = 0;
    let squares = 0;
    for (const { scores, quality } of rows) {
      const share = (quality[bestAt(scores, prices, exchange)] ?? 0) / 100;
      sum += share;
      squares += share * share;
    }
    const mean = sum / rows.length;
    const variance = Math.max(0, squares / rows.length - mean * mean);
    const low = 100 * meanInterval({ rows: rows.length, mean, variance }, DEVIATIONS).low;
    if (low < bound) break;
    found = { exchange, rows: rows.length, quality: 100 * mean, low };
  }
  return found;
}

/** In units of the highest. */
export function relativePrices(members: readonly { readonly price: number }[]): number[] {
  const highest = Math.max(...members.map(({ price }) => price));
  return members.map(({ price }) => (highest > 0 ? price / highest : 0));
}

/** The position of the member whose score less its price is highest; of equals the cheaper one. */
export function bestAt(scores: readonly number[], prices: readonly number[], exchange: number): number {
  let best = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < scores.length; at++) {
    const value = (scores[at] ?? 0) - exchange * (prices[at] ?? 0);
    if (value < most || (value === most && (prices[at] ?? 0) >= (prices[best] ?? 0))) continue;
    most = value;
    best = at;
  }
  return best;
}

/** Those that all members answered. */
function rowsOf(
  members: readonly ModelByPrompt[],
): { readonly scores: readonly number[]; readonly quality: readonly number[] }[] {
  const count = members[0]?.held.scores.length ?? 0;
  return Array.from({ length: count }, (_, at) => at).flatMap((at) => {
    if (members.some(({ held }) => (held.quality[at] ?? HELD_ABSENT) === HELD_ABSENT)) return [];
    return [
      {
        scores: members.map(({ held }) => scoreOfByte(held.scores[at] ?? 0)),
        quality: members.map(({ held }) => qualityOfByte(held.quality[at] ?? 0)),
      },
    ];
  });
}

/** Dollars and whole micro-dollars, and what an attempt is charged. The formula is `language/planning/price.ts`. */
import { costMicros, dearestPrice, MICROS_PER_DOLLAR } from '../../language/planning/price.ts';
import type { Price } from '../../language/semantics/model.ts';
import type { Usage } from '../dispatch/outcome.ts';

export function microsOfDollars(dollars: number): bigint {
  return BigInt(Math.round(dollars * MICROS_PER_DOLLAR));
}

/**
 * What an attempt is charged: its usage at the policy's price, or the amount that the provider reports, if that is
 * more.
 */
export function chargeOf(price: Price, usage: Usage): bigint {
  const cost = costMicros(usage.estimated === true ? dearestPrice(price) : price, usage);
  const billed = usage.billedUsd === undefined ? 0n : microsOfDollars(usage.billedUsd);
  return billed > cost && billed <= mostBelieved(cost) ? billed : cost;
}

/** Fees and prices of other models reach several times the price; credits and other currencies thousands of times. */
function mostBelieved(cost: bigint): bigint {
  const share = cost * 20n;
  return share > FEE ? share : FEE;
}

/** Micro-dollars that a provider may charge for one call in addition to its tokens. */
const FEE = 50_000n;

export function dollarsOfMicros(micros: bigint): number {
  return Number(micros) / MICROS_PER_DOLLAR;
}

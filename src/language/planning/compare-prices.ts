/** Which of two models a pool of the cheapest never takes while the other can serve. Knows prices, no request. */
import type { Policy } from '../semantics/model.ts';

/** Whether the first is never taken by a pool of the cheapest while the second can serve. */
export type IsDearer = (model: string, than: string, comesLater: boolean) => boolean;

/** True where the prices of all of the policies say so, for any number of tokens. Equals keep declared order. */
export function dearerInAll(policies: readonly Pick<Policy, 'models'>[]): IsDearer {
  return (model, than, comesLater) =>
    policies.every(({ models }) => {
      const price = models.get(model)?.price;
      const other = models.get(than)?.price;
      if (price === undefined) return other !== undefined || comesLater;
      if (other === undefined) return false;
      return comesLater
        ? price.input >= other.input && price.output >= other.output
        : price.input > other.input && price.output > other.output;
    });
}

/** Which of two models a `cheapest` pool never chooses while the other can serve. Knows prices, no request. */
import type { Policy } from '../semantics/model.ts';

/** Whether a `cheapest` pool never chooses the first while the second can serve. */
export type IsDearer = (model: string, than: string, comesLater: boolean) => boolean;

/**
 * True where this follows from the prices of all policies, for any number of tokens. Equal prices keep declared
 * order.
 */
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

/**
 * The actual amounts of an attempt, per bucket. Without a usage: nothing where nothing was sent or the provider
 * refused (providers do not charge for that), otherwise the reservation, because it cannot be shown to be less.
 */
import { tokensOf } from '../../language/planning/reserve.ts';
import type { Model } from '../../language/semantics/model.ts';
import type { AttemptRecord } from '../dispatch/outcome.ts';
import type { Charge } from './ledger.ts';
import { chargeOf } from './money.ts';
import type { RequestCount } from './request-count.ts';

/** `count`: whether the request counts in a bucket of requests, which this attempt alone does not decide. */
export function settledAmounts(
  charges: readonly Charge[],
  record: AttemptRecord,
  model: Model,
  count: Pick<RequestCount, 'has'>,
): Map<string, bigint> {
  const { usage, maybeSent, outcome, status } = record;
  const turnedDown = usage === undefined && outcome === 'failed' && status !== undefined && status >= 400;
  const amountOf = ({ bucket, amount }: Charge): bigint => {
    // Where another attempt has counted the request, this one charged nothing and settles nothing.
    if (bucket.unit === 'requests') return count.has(bucket.key) ? amount : 0n;
    if (!maybeSent || turnedDown) return 0n;
    if (usage === undefined || usage.estimated === true) return amount;
    if (bucket.unit === 'tokens') return tokensOf(usage);
    return model.price === undefined ? amount : chargeOf(model.price, usage);
  };
  const amounts = new Map<string, bigint>();
  for (const charge of charges) amounts.set(charge.bucket.key, amountOf(charge));
  return amounts;
}

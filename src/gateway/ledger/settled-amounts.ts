/**
 * What an attempt came to, bucket by bucket. Without a usage: nothing where nothing was sent or the provider turned it
 * down (providers do not charge for that), else what was reserved, because nobody can say that it was less.
 */
import type { Model } from '../../language/semantics/model.ts';
import type { AttemptRecord } from '../dispatch/outcome.ts';
import { tokensOf } from './estimate.ts';
import type { Charge } from './ledger.ts';
import { costOf } from './money.ts';

/** `stillCounted`: whether the request counts in a bucket of requests, which is not this attempt's to decide. */
export function settledAmounts(
  charges: readonly Charge[],
  record: AttemptRecord,
  model: Model,
  images: number,
  stillCounted: (bucket: string) => boolean,
): Map<string, bigint> {
  const { usage, maybeSent, outcome, status } = record;
  const turnedDown = usage === undefined && outcome === 'failed' && status !== undefined && status >= 400;
  const amountOf = ({ bucket, amount }: Charge): bigint => {
    if (bucket.unit === 'requests') return stillCounted(bucket.key) ? 1n : 0n;
    if (!maybeSent || turnedDown) return 0n;
    if (usage === undefined) return amount;
    if (bucket.unit === 'tokens') return tokensOf(usage);
    return model.price === undefined ? amount : costOf(model.price, usage, images);
  };
  return new Map(charges.map((charge) => [charge.bucket.key, amountOf(charge)]));
}

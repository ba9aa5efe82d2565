/** Buckets as tests need them. */
import type { Bucket } from '../../../src/gateway/ledger/ledger.ts';

export function bucketOf(
  key: string,
  limit: bigint,
  unit: Bucket['unit'] = 'usd',
  resetsAt = Date.UTC(2126, 10, 23),
): Bucket {
  return { key, name: 'cap', unit, limit, resetsAt };
}

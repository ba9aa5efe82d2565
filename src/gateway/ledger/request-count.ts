/**
 * Counts one request once in each bucket of requests, however many attempts it takes. Bookkeeping only; the charge
 * itself is made elsewhere.
 */

export interface RequestCount {
  has(bucket: string): boolean;
  /** An attempt begins that relies on the request being counted in these buckets. */
  take(buckets: readonly string[]): void;
  /**
   * An attempt was not made after all. Where it charged the request (`charged`) and other attempts rely on that, the
   * charge stays.
   */
  giveBack(buckets: readonly string[], charged: (bucket: string) => boolean): void;
}

export function createRequestCount(): RequestCount {
  const users = new Map<string, number>();
  return {
    has: (bucket) => users.has(bucket),
    take(buckets) {
      for (const bucket of buckets) users.set(bucket, (users.get(bucket) ?? 0) + 1);
    },
    giveBack(buckets, charged) {
      for (const bucket of buckets) {
        const left = (users.get(bucket) ?? 1) - 1;
        if (left === 0) users.delete(bucket);
        else users.set(bucket, charged(bucket) ? Number.POSITIVE_INFINITY : left);
      }
    },
  };
}

/**
 * Counts one request once in each bucket of requests, however many attempts it takes. Bookkeeping only; the charge
 * itself is made elsewhere.
 */

export interface RequestCount {
  has(bucket: string): boolean;
  /** An attempt begins that relies on the request being counted in this bucket. */
  take(bucket: string): void;
  /**
   * An attempt was not made after all. Where it charged the request (`charged`) and other attempts rely on that, the
   * charge stays.
   */
  giveBack(bucket: string, charged: boolean): void;
}

export function createRequestCount(): RequestCount {
  /** Made for the first bucket of requests: most requests have none. */
  let users: Map<string, number> | undefined;
  return {
    has: (bucket) => users?.has(bucket) === true,
    take(bucket) {
      users ??= new Map();
      users.set(bucket, (users.get(bucket) ?? 0) + 1);
    },
    giveBack(bucket, charged) {
      const left = (users?.get(bucket) ?? 1) - 1;
      if (left === 0) users?.delete(bucket);
      else users?.set(bucket, charged ? Number.POSITIVE_INFINITY : left);
    },
  };
}

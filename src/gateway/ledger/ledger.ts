/**
 * Spend, kept so that limits hold: reserve before a call, settle or refund after it. The embedded SQLite ledger and
 * the Redis ledger implement this one interface and pass one test suite. Knows no policy: callers bring buckets.
 */

/** One counter: a budget's or limit's line for one caller in one calendar window. */
export interface Bucket {
  /** `BUDGET/line/per:value/2026-11-22`; equal keys are the same counter. */
  readonly key: string;
  /** Budget or limit by name, for messages. */
  readonly name: string;
  readonly unit: 'usd' | 'tokens' | 'requests';
  /** In micro-dollars, tokens or requests. */
  readonly limit: bigint;
  /** Epoch milliseconds at which the window ends and the counter may be forgotten. */
  readonly resetsAt: number;
}

/** The limit of a bucket to which something is charged that has happened already: it always fits. */
export const NO_LIMIT: bigint = 2n ** 62n;

/** `amount` in micro-dollars, tokens or requests. */
export interface Charge {
  readonly bucket: Bucket;
  readonly amount: bigint;
}

export type Reservation =
  | { readonly ok: true; readonly id: string }
  /** The first bucket that had no room; nothing was reserved anywhere. */
  | { readonly ok: false; readonly bucket: Bucket; readonly used: bigint };

export interface Ledger {
  /** All charges or none, atomically; durable before it resolves. `id` makes it idempotent. */
  reserve(id: string, charges: readonly Charge[], now: number): Promise<Reservation>;
  /** Replaces what was reserved by what it came to (amounts by bucket key); more than reserved is still charged. */
  settle(id: string, amounts: ReadonlyMap<string, bigint>, now: number): Promise<void>;
  /** Only where nothing can have been sent. */
  refund(id: string, now: number): Promise<void>;
  /** Reserved plus settled, by bucket key; 0 for a bucket never seen. */
  used(buckets: readonly Bucket[], now: number): Promise<ReadonlyMap<string, bigint>>;
  /** False while the store does not answer. */
  healthy(): boolean;
  close(): Promise<void>;
}

/**
 * Tracks spend so that limits hold: reserve before a call, settle or refund after it. The SQLite ledger and the one
 * in memory implement this one interface and pass one test suite. Knows no policy: callers bring buckets.
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
  /** Epoch milliseconds at which the window ends and the counter may be deleted. */
  readonly resetsAt: number;
  /** How far reservations may run ahead of the disk, 0: not at all. By default see `lending.ts`. */
  readonly slack?: bigint;
}

/** The limit of a bucket for charges of calls that have already happened: they always fit. */
export const NO_LIMIT: bigint = 2n ** 62n;

/** `amount` in micro-dollars, tokens or requests. */
export interface Charge {
  readonly bucket: Bucket;
  readonly amount: bigint;
}

/** Reserved plus settled, by bucket key. */
export type Levels = ReadonlyMap<string, bigint>;

export type Reservation =
  /** `levels`: of its buckets, this reservation included. */
  | { readonly ok: true; readonly id: string; readonly levels: Levels }
  /** The first bucket that had no room; nothing was reserved anywhere. */
  | { readonly ok: false; readonly bucket: Bucket; readonly used: bigint; readonly levels: Levels };

/** A bucket as stored. */
export interface StoredBucket {
  readonly key: string;
  readonly used: bigint;
  /** Epoch milliseconds. */
  readonly resetsAt: number;
  /** Part of `used`: the open slack of crashes, which counts as spent. */
  readonly assumed: bigint;
}

/** At once, or a promise where something has to be read or written first. */
export type Awaitable<T> = T | Promise<T>;

/** Its operations throw nothing: what fails is a promise that rejects. */
export interface Ledger {
  /**
   * All charges or none, atomically. Answers when the disk covers them: they are written, or within the slack that
   * the disk already counts as spent if the process ends without warning, and then at once. `id` makes it idempotent.
   */
  reserve(id: string, charges: readonly Charge[], now: number): Awaitable<Reservation>;
  /**
   * Replaces the reservation by the actual amounts (by bucket key); more than reserved is charged, too. Answers with
   * the levels of its buckets after that; none where nothing was reserved under this id.
   */
  settle(id: string, amounts: ReadonlyMap<string, bigint>, now: number): Awaitable<Levels>;
  /** Only where certainly nothing was sent. Answers as `settle` does. */
  refund(id: string, now: number): Awaitable<Levels>;
  /** 0 for an unknown bucket. */
  used(buckets: readonly Bucket[], now: number): Awaitable<Levels>;
  /** Every bucket whose window is still open: after a restart, what was spent before it. */
  running(now: number): Promise<readonly StoredBucket[]>;
  /** The open slack of a bucket: what a crash now would count as spent in addition to `used`. */
  lent(key: string): bigint;
  /** A number that changes whenever the store completes an operation, to distinguish busy from down. */
  progress(): number;
  /** False while the store does not answer. */
  healthy(): boolean;
  close(): Promise<void>;
}

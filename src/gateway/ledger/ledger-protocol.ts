/**
 * The messages between the service's thread and the ledger's thread. The service keeps the levels; the thread writes
 * them down, many buckets in one transaction. Data only; knows neither SQLite nor budgets.
 */
import type { StoredBucket } from './ledger.ts';

/** A bucket as it is to be stored: its level, not a change, so that a repeated write does no harm. */
export interface LevelRow {
  readonly key: string;
  /** Reserved plus settled. */
  readonly used: bigint;
  readonly resetsAt: number;
  /** Counts as spent if the process ends without warning. */
  readonly lent: bigint;
}

export type LedgerRequest =
  | {
      readonly kind: 'write';
      readonly rows: readonly LevelRow[];
      /** Reservations that are neither settled nor refunded. */
      readonly open: number;
      /** Windows that ended before this are deleted, in epoch milliseconds. */
      readonly horizon?: number;
    }
  | { readonly kind: 'read'; readonly keys: readonly string[] }
  | { readonly kind: 'running'; readonly now: number };

/** The reply to each kind of request; a write has none. */
export type LedgerReply = readonly StoredBucket[];

export type ToWorker =
  | { readonly kind: 'ask'; readonly number: number; readonly request: LedgerRequest }
  | { readonly kind: 'close' };

/** What a process that ended without warning left behind, and what now counts as spent because of it. */
export interface AfterCrash {
  /** Reservations found open, which stay charged at their estimate. */
  readonly charged: number;
  /** Buckets whose open slack was charged. */
  readonly assumed: number;
}

export type FromWorker =
  | ({ readonly kind: 'ready' } & AfterCrash)
  /** The store could not be opened; the thread ends. */
  | { readonly kind: 'unusable'; readonly inUse: boolean; readonly message: string }
  | { readonly kind: 'done'; readonly number: number; readonly reply: LedgerReply }
  /** The request had no effect: the transaction was rolled back. */
  | { readonly kind: 'failed'; readonly number: number; readonly message: string };

export interface LedgerWorkerData {
  readonly path: string;
  /**
   * Shared memory that distinguishes busy from hung: the thread increments the first number with each completed
   * operation, and the second is 1 while a transaction is synced to disk.
   */
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
  /**
   * True at the start of the service: open reservations and loans were left by a crash. False when only the thread
   * was replaced.
   */
  readonly afterStart: boolean;
  /** Milliseconds to wait for another owner to release the file. */
  readonly patience: number;
}

/**
 * The messages between the service's thread and the ledger's thread. They are sent in batches both ways, because one
 * fsync covers a batch. Data only; knows neither SQLite nor budgets.
 */
import type { Charge, Levels, Reservation, StoredBucket } from './ledger.ts';

export type LedgerRequest =
  | {
      readonly kind: 'reserve';
      readonly id: string;
      readonly charges: readonly Charge[];
      readonly now: number;
    }
  | {
      readonly kind: 'settle';
      readonly id: string;
      readonly amounts: ReadonlyMap<string, bigint>;
      readonly now: number;
    }
  | { readonly kind: 'refund'; readonly id: string; readonly now: number }
  | { readonly kind: 'used'; readonly keys: readonly string[]; readonly now: number }
  | { readonly kind: 'running'; readonly now: number };

/** The reply to each kind of request. */
export type LedgerReply = Reservation | Levels | readonly StoredBucket[];

export interface Numbered {
  readonly number: number;
  readonly request: LedgerRequest;
}

export type ToWorker =
  | { readonly kind: 'batch'; readonly requests: readonly Numbered[] }
  | { readonly kind: 'close' };

export type FromWorker =
  /** `charged`: reservations found open at start, which stay charged at their estimate. */
  | { readonly kind: 'ready'; readonly charged: number }
  /** The store could not be opened; the thread ends. */
  | { readonly kind: 'unusable'; readonly inUse: boolean; readonly message: string }
  | {
      readonly kind: 'done';
      readonly replies: readonly { readonly number: number; readonly reply: LedgerReply }[];
    }
  /** None of these requests took effect: the transaction was rolled back. */
  | { readonly kind: 'failed'; readonly numbers: readonly number[]; readonly message: string };

export interface LedgerWorkerData {
  readonly path: string;
  /**
   * Shared memory that distinguishes busy from hung: the thread increments the first number with each completed
   * operation, and the second is 1 while a transaction is synced to disk.
   */
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
  /**
   * True at the start of the service: open reservations were left by a crash. False when only the thread was
   * replaced.
   */
  readonly afterStart: boolean;
  /** Milliseconds to wait for another owner to release the file. */
  readonly patience: number;
}

/**
 * What the service's thread and the ledger's thread say to each other. Messages go in batches both ways, because a
 * batch is what one fsync pays for. Data only; knows neither SQLite nor budgets.
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

/** What each kind of request is answered with. */
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
  /** Nothing of these requests has happened: the transaction was rolled back. */
  | { readonly kind: 'failed'; readonly numbers: readonly number[]; readonly message: string };

export interface LedgerWorkerData {
  readonly path: string;
  /**
   * Shared, so that busy can be told from hung: the thread adds to the first number with each thing it gets done, and the
   * second is 1 while a disk syncs a transaction.
   */
  readonly heartbeat: Int32Array<SharedArrayBuffer>;
  /** True at the start of the service: what is open was left by a crash. False when only the thread was replaced. */
  readonly afterStart: boolean;
  /** Milliseconds to wait for another owner to let go. */
  readonly patience: number;
}

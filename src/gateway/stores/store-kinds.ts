/**
 * The SQLite files of the data folder: how each is recognised, and what an operator loses with it. Data only.
 */

export type StoreName = 'ledger.sqlite' | 'keys.sqlite' | 'rollouts.sqlite';

export interface StoreKind {
  readonly name: StoreName;
  /** A file that holds tables, but none of these, is somebody else's. */
  readonly tables: readonly string[];
  /** What is in it, to follow "it holds". */
  readonly holds: string;
  /** What is so in a new one. */
  readonly whenNew: string;
}

/** SQLite's `application_id` of every file that llmr makes: `llmr` in ASCII. */
export const APPLICATION_ID = 0x6c6c6d72;
/** SQLite's `user_version`: raised when a later llmr lays its tables out in a way that this one cannot read. */
export const SCHEMA_VERSION = 1;

export const STORES: Readonly<Record<StoreName, StoreKind>> = {
  'ledger.sqlite': {
    name: 'ledger.sqlite',
    tables: ['spend', 'open'],
    holds: 'what budgets and limits have used',
    whenNew: 'nothing is spent',
  },
  'keys.sqlite': {
    name: 'keys.sqlite',
    tables: ['keys'],
    holds: 'the keys of callers',
    whenNew: 'no key is known',
  },
  'rollouts.sqlite': {
    name: 'rollouts.sqlite',
    tables: ['rollouts', 'events'],
    holds: 'how far rollouts are',
    whenNew: 'every rollout begins at its first step',
  },
};

/** The parts that SQLite keeps beside a file. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

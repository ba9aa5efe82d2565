/** The SQLite files of the data folder: how each is recognized, and what is lost with it. Data only. */

export type StoreName = 'ledger.sqlite' | 'keys.sqlite' | 'rollouts.sqlite';

export interface StoreKind {
  readonly name: StoreName;
  /** A file that holds tables, but none of these, belongs to another program. */
  readonly tables: readonly string[];
  /** Its content, to follow "it holds". */
  readonly holds: string;
  /** The state of a new one. */
  readonly whenNew: string;
}

/** SQLite's `application_id` of every file that llmr creates: `llmr` in ASCII. */
export const APPLICATION_ID = 0x6c6c6d72;
/** SQLite's `user_version`: incremented when the layout of tables changes so that older versions cannot read it. */
export const SCHEMA_VERSION = 1;

export const STORES: Readonly<Record<StoreName, StoreKind>> = {
  'ledger.sqlite': {
    name: 'ledger.sqlite',
    tables: ['spend', 'state'],
    holds: 'the usage of budgets and limits',
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
    holds: 'the progress of rollouts',
    whenNew: 'every rollout starts at its first step',
  },
};

/** The companion files that SQLite creates. */
export const COMPANIONS = ['-wal', '-shm', '-journal'] as const;

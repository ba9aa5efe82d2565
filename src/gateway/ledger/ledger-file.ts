/**
 * The ledger's file: opened for this process alone, and marked as open in the file itself for as long as it is. Where a
 * mark is found and the log beside the file is gone, the start is refused (`stores/check-file.ts`): what was spent last
 * was in it. Knows no thread and no budget.
 */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openStore } from '../stores/open-store.ts';
import { STORES } from '../stores/store-kinds.ts';

export const LEDGER_SCHEMA = `
  CREATE TABLE IF NOT EXISTS spend (
    bucket TEXT PRIMARY KEY, used INTEGER NOT NULL, resets_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS spend_resets_at ON spend (resets_at);
  CREATE TABLE IF NOT EXISTS open (
    id TEXT NOT NULL, bucket TEXT NOT NULL, amount INTEGER NOT NULL, PRIMARY KEY (id, bucket)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS state (only INTEGER PRIMARY KEY CHECK (only = 1), is_open INTEGER NOT NULL) STRICT;
`;

export interface LedgerFile {
  readonly database: DatabaseSync;
  /** Throws where the file was deleted or moved: what is written now would be lost with the process. */
  mustBeThere(): void;
  close(): void;
}

/** Milliseconds between two looks at the file's place. */
const LOOK_EVERY = 1_000;

/** @throws StoreFault; an Error of SQLite where another process owns the file */
export function openLedgerFile(path: string, patience: number): LedgerFile {
  const database = openStore(path, STORES['ledger.sqlite'], {
    patience,
    readBigInts: true,
    exclusive: true,
    synchronous: 'FULL',
    schema: LEDGER_SCHEMA,
  });
  const mark = (isOpen: 0 | 1): void =>
    database.exec(`INSERT INTO state VALUES (1, ${isOpen}) ON CONFLICT DO UPDATE SET is_open = ${isOpen}`);
  mark(1);
  // Into the file itself. The log keeps its frames, so that from here on it is never empty while the mark is there.
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  let lookedAt = performance.now();
  return {
    database,
    mustBeThere() {
      const now = performance.now();
      if (now - lookedAt < LOOK_EVERY) return;
      if (!existsSync(path))
        throw new Error(`${path} was deleted or moved while llmr used it: stop llmr and put it back`);
      lookedAt = now;
    },
    close() {
      mark(0);
      database.close();
    },
  };
}

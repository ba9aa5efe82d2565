/**
 * The ledger's file: opened exclusively, and marked as open in the file itself while in use. Where the mark is found
 * and the write-ahead log is missing, the start is refused (`stores/check-file.ts`), because the log held the latest
 * spend. Knows no thread and no budget.
 */
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openStore } from '../stores/open-store.ts';
import { STORES } from '../stores/store-kinds.ts';

export const LEDGER_SCHEMA = `
  CREATE TABLE IF NOT EXISTS spend (
    bucket TEXT PRIMARY KEY, used INTEGER NOT NULL, resets_at INTEGER NOT NULL,
    lent INTEGER NOT NULL DEFAULT 0, assumed INTEGER NOT NULL DEFAULT 0
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS spend_resets_at ON spend (resets_at);
  CREATE TABLE IF NOT EXISTS state (
    only INTEGER PRIMARY KEY CHECK (only = 1), is_open INTEGER NOT NULL, open INTEGER NOT NULL DEFAULT 0
  ) STRICT;
`;

export interface LedgerFile {
  readonly database: DatabaseSync;
  /** Throws where the file was deleted or moved: further writes would be lost when the process ends. */
  mustBeThere(): void;
  close(): void;
}

/** Milliseconds between two checks that the file still exists. */
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
  upgrade(database);
  const mark = (isOpen: 0 | 1): void =>
    database.exec(
      `INSERT INTO state (only, is_open) VALUES (1, ${isOpen}) ON CONFLICT DO UPDATE SET is_open = ${isOpen}`,
    );
  mark(1);
  // Writes into the database file itself. The log keeps its frames, so from here on it is never empty while the mark
  // is set.
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

/** A file of the time when each open reservation had a row in a table of its own, which holds nothing but those. */
function upgrade(database: DatabaseSync): void {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name = 'open' AND type = 'table'");
  if (tables.get() === undefined) return;
  database.exec(`
    BEGIN IMMEDIATE;
    ALTER TABLE spend ADD COLUMN lent INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE spend ADD COLUMN assumed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE state ADD COLUMN open INTEGER NOT NULL DEFAULT 0;
    INSERT INTO state (only, is_open, open) SELECT 1, 1, count(DISTINCT id) FROM open
      ON CONFLICT DO UPDATE SET open = excluded.open;
    DROP TABLE open;
    COMMIT;
  `);
}

/**
 * Opens a SQLite file of the data folder, or reports why it cannot be used. Every fault is found here and within
 * seconds, so that no store silently starts empty. Of tables it knows only the names.
 */
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { checkFile } from './check-file.ts';
import { makeDataFolder, noteThere, tightenFile, wasThere } from './data-folder.ts';
import { closedStore, lostStore, StoreFault } from './store-fault.ts';
import { APPLICATION_ID, SCHEMA_VERSION, type StoreKind } from './store-kinds.ts';

export interface OpenOptions {
  /** Milliseconds to wait for another process that holds the file; default `PATIENCE`. */
  readonly patience?: number;
  readonly readBigInts?: boolean;
  /** Only this process may use the file, until it ends. */
  readonly exclusive?: boolean;
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Tables, `IF NOT EXISTS`. */
  readonly schema: string;
}

const PATIENCE = 2_000;

/** Opens or creates. @throws StoreFault; with `exclusive` an Error of SQLite where another process holds the file */
export function openStore(path: string, kind: StoreKind, options: OpenOptions): DatabaseSync {
  makeDataFolder(dirname(path));
  const found = checkFile(path, kind);
  if (found instanceof StoreFault) throw found;
  let database: DatabaseSync | undefined;
  try {
    // SQLite would make it readable by others; its companion files get the mode of this file.
    if (found === 'new' && !existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    tightenFile(path);
    database = new DatabaseSync(path, {
      timeout: options.patience ?? PATIENCE,
      readBigInts: options.readBigInts ?? false,
    });
    // Exclusive before WAL: the lock is held from the first read until the process ends, however it ends.
    if (options.exclusive === true) database.exec('PRAGMA locking_mode = EXCLUSIVE');
    const fault = found === 'there' ? contentFault(database, path, kind) : undefined;
    if (fault !== undefined) throw fault;
    useLog(database, options.patience ?? PATIENCE);
    database.exec(`PRAGMA synchronous = ${options.synchronous}`);
    create(database, options.schema);
    noteThere(path);
    // A start must fail soon; a running service may wait for another process that writes.
    database.exec('PRAGMA busy_timeout = 5000');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StoreFault || (options.exclusive === true && isHeld(error))) throw error;
    throw unusable(path, kind, error);
  }
}

/** SQLite does not wait for a process that is making the same change, so this does. */
function useLog(database: DatabaseSync, patience: number): void {
  const until = performance.now() + patience;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isHeld(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Another process holds the file. */
export function isHeld(error: unknown): boolean {
  const code = (error as { errcode?: number }).errcode;
  return code !== undefined && ((code & 0xff) === 5 || (code & 0xff) === 6);
}

/** Checks a file that SQLite can open: intact, created by llmr, of this store, of a known version. */
export function contentFault(database: DatabaseSync, path: string, kind: StoreKind): StoreFault | undefined {
  // Read first: another process may be creating the file now, and records it when it is complete.
  const mustBeThere = wasThere(path);
  // Before SQLite creates a log: with one, a truncated page is restored from it.
  const hasLog = existsSync(`${path}-wal`);
  const whole = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'];
  if (whole !== 'ok') return lostStore(path, kind, `is damaged: ${String(whole).split('\n').at(-1)}`);
  const pageSize = Number(database.prepare('PRAGMA page_size').get()?.['page_size']);
  if (!hasLog && statSync(path).size % pageSize !== 0) {
    return lostStore(path, kind, 'is damaged: it ends within a page');
  }
  // Before the tables, which come with the mark: read after them it could be of a file completed in between.
  const id = Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  const tables = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map((row) => String(row['name']));
  if (tables.length === 0) {
    // Another process is creating it: its first page is written before its tables are, which come with the mark.
    const isBeingCreated = id === 0 && !mustBeThere;
    return isBeingCreated ? undefined : lostStore(path, kind, 'has lost its tables');
  }
  const missing = kind.tables.filter((table) => !tables.includes(table));
  if ((id !== 0 && id !== APPLICATION_ID) || missing.length === kind.tables.length) {
    return closedStore(
      path,
      `belongs to another program, or is a different file of llmr: it holds the tables ${tables.slice(0, 5).join(', ')}`,
      'move it away, or name another folder with --data DIR',
    );
  }
  // The tables of a file and its mark are created in one transaction: a missing table was dropped.
  if (id === APPLICATION_ID && missing.length > 0) {
    return lostStore(path, kind, `has lost its table ${missing.join(' and ')}`);
  }
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
  if (version <= SCHEMA_VERSION) return undefined;
  return closedStore(
    path,
    `was written by a newer llmr: its version is ${version}, and this llmr supports up to ${SCHEMA_VERSION}`,
    'start the newer llmr, or name another folder with --data DIR',
  );
}

function create(database: DatabaseSync, schema: string): void {
  const before = Number(database.prepare('PRAGMA application_id').get()?.['application_id']);
  database.exec('BEGIN IMMEDIATE');
  database.exec(schema);
  if (before !== APPLICATION_ID) {
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
  }
  database.exec('COMMIT');
  // The mark by which the file is recognized must not be only in its log.
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
}

/** SQLite's error, with the file's name and what to do. */
export function unusable(path: string, kind: StoreKind, error: unknown): StoreFault {
  const { errcode = 0, message } = error as { errcode?: number; message: string };
  switch (errcode & 0xff) {
    case 5:
    case 6:
      return closedStore(
        path,
        'is held by another program',
        'close the program that uses it, such as a sqlite3 shell or a backup',
      );
    case 11:
      return lostStore(path, kind, `is damaged: ${message}`);
    case 26:
      return lostStore(path, kind, 'is not a SQLite database, or its beginning was overwritten');
    case 13:
      return closedStore(path, `cannot be written: ${message}`, 'free space on its disk');
    default:
      return closedStore(
        path,
        `cannot be used: ${message}`,
        `check the file, its folder and its disk; it holds ${kind.holds}`,
      );
  }
}

/**
 * Checks a store's file before SQLite opens it: that it exists, is a regular file, readable and not empty, and has
 * its write-ahead log where needed. Changes nothing. The file is not opened here while it may be in use: closing it
 * again would release the locks that this process holds on it.
 */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { wasThere } from './data-folder.ts';
import { closedStore, lostStore, type StoreFault } from './store-fault.ts';
import type { StoreKind } from './store-kinds.ts';

/** `new`: there is none, and there never was one. */
export function checkFile(path: string, kind: StoreKind): 'new' | 'there' | StoreFault {
  // Read first: another process may be creating the file now, and records it when it is complete.
  const mustBeThere = wasThere(path);
  const stats = statsOf(path);
  if (stats === undefined) {
    return mustBeThere
      ? lostStore(path, kind, 'is missing, although this folder had one')
      : (companionsFault(path, kind) ?? 'new');
  }
  if (typeof stats === 'string') return closedStore(path, `cannot be inspected: ${stats}`, ASK_FOR_ACCESS);
  if (!stats.isFile()) {
    const what = stats.isDirectory() ? 'a folder' : 'not a regular file';
    return closedStore(path, `is ${what}`, `move it away; llmr keeps ${kind.holds} in a file of this name`);
  }
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
  } catch {
    return closedStore(path, 'cannot be read and written by this user', ASK_FOR_ACCESS);
  }
  const fault = companionsFault(path, kind);
  if (fault !== undefined) return fault;
  if (stats.size === 0) return mustBeThere ? lostStore(path, kind, 'is empty') : 'new';
  return !isLog(`${path}-wal`) && wasLeftOpen(path)
    ? lostStore(
        path,
        kind,
        'was not closed, and what was written last is missing: its -wal file is missing or damaged',
      )
    : 'there';
}

const ASK_FOR_ACCESS = 'give this user the file and its folder, or name another folder with --data DIR';

function statsOf(path: string): Stats | string | undefined {
  try {
    return statSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code !== 'ENOENT') return code;
    const entry = lstatSync(path, { throwIfNoEntry: false });
    if (entry?.isSymbolicLink() === true) return 'it is a link to a file that is not there';
    // Undefined, or another process has just created it.
    return entry;
  }
}

/** SQLite would report each of these without naming the file. */
function companionsFault(path: string, kind: StoreKind): StoreFault | undefined {
  for (const part of ['-wal', '-shm', '-journal']) {
    const stats = lstatSync(path + part, { throwIfNoEntry: false });
    if (stats === undefined || stats.isFile()) continue;
    const what = stats.isDirectory() ? 'a folder' : 'not a regular file';
    return closedStore(path + part, `is ${what}`, `move it away: SQLite keeps a part of ${kind.name} there`);
  }
  return undefined;
}

function beginningOf(path: string, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const file = openSync(path, 'r');
  try {
    return buffer.subarray(0, readSync(file, buffer, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

/**
 * The mark in the file alone, without its log. Call it only where no process can have it open. Undefined for old and
 * damaged files.
 */
function wasLeftOpen(path: string): boolean {
  const address = pathToFileURL(path);
  address.searchParams.set('immutable', '1');
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(address, { readOnly: true });
    return database.prepare('SELECT is_open FROM state').get()?.['is_open'] === 1;
  } catch {
    return false;
  } finally {
    database?.close();
  }
}

/** SQLite treats a log with a damaged header as empty. */
function isLog(path: string): boolean {
  try {
    const head = beginningOf(path, 32);
    if (head.length < 32) return false;
    const magic = head.readUInt32BE(0);
    if (magic !== 0x377f0682 && magic !== 0x377f0683) return false;
    const read = (at: number): number => (magic & 1 ? head.readUInt32BE(at) : head.readUInt32LE(at));
    let [one, two] = [0, 0];
    for (let at = 0; at < 24; at += 8) {
      one = (one + read(at) + two) >>> 0;
      two = (two + read(at + 4) + one) >>> 0;
    }
    return one === head.readUInt32BE(24) && two === head.readUInt32BE(28);
  } catch {
    return false;
  }
}

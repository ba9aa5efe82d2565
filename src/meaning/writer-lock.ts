// One writer at a time for a folder: a lock file created exclusively, with the writer's process id. A lock whose
// process has ended is taken over. Must not know: what is written.

import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';

export type Lock =
  | { readonly kind: 'held'; readonly release: () => Promise<void> }
  | { readonly kind: 'busy' };

/** Never waits: the caller reports a busy folder. */
export async function lockForWriting(directory: string): Promise<Lock> {
  const path = join(directory, 'writer.lock');
  makeFolder(directory);
  if (!(await tryCreate(path)) && !((await takeOver(path)) && (await tryCreate(path))))
    return { kind: 'busy' };
  return { kind: 'held', release: () => rm(path, { force: true }) };
}

async function tryCreate(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead process's lock away. Renaming, not deleting: of two that try, one finds nothing left to move. */
async function takeOver(path: string): Promise<boolean> {
  if (!(await isDead(path))) return false;
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
    await rm(aside, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** A process killed between creating the file and writing its id leaves an empty one. */
const WRITTEN_WITHIN_MS = 1000;

async function isDead(path: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(path, 'utf8'));
    if (Number.isInteger(owner) && owner > 0) return !isAlive(owner);
    return Date.now() - (await stat(path)).mtimeMs > WRITTEN_WITHIN_MS;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

// A short hash of the content of a folder's files. Timestamps are not used: a checkout or an image resets them, and a
// copy may keep them over other bytes. A file is read once per process as long as its size and times do not change.
// Must not know: what the files are.

import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const known = new Map<string, { readonly stamp: string; readonly hash: string }>();

/** 12 hex digits over the names and contents, in the order given. Throws where a file cannot be read. */
export function folderHash(folder: string, names: readonly string[]): string {
  const all = createHash('sha256');
  for (const name of names) all.update(`${name} ${fileHash(join(folder, name))}\n`);
  return all.digest('hex').slice(0, 12);
}

function fileHash(path: string): string {
  const { size, mtimeNs, ctimeNs, ino } = statSync(path, { bigint: true });
  const stamp = `${size} ${mtimeNs} ${ctimeNs} ${ino}`;
  const before = known.get(path);
  if (before?.stamp === stamp) return before.hash;
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const part = Buffer.allocUnsafe(1 << 20);
    for (let read = readSync(file, part); read > 0; read = readSync(file, part))
      hash.update(part.subarray(0, read));
  } finally {
    closeSync(file);
  }
  const made = hash.digest('hex');
  known.set(path, { stamp, hash: made });
  return made;
}

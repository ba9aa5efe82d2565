// Trained heads on disk, named by the hash of what they were trained from. An entry is never changed, only replaced
// atomically: written to a temporary file, then renamed. An entry that cannot be read as the expected head counts as
// absent. Must not know: training, policies.

import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../files/make-folder.ts';
import type { Head } from '../language/heads/head.ts';
import { decodeHead } from '../language/heads/head-codec.ts';

export async function readCachedHead(directory: string, hash: string): Promise<Head | undefined> {
  const bytes = await readFile(pathOf(directory, hash)).catch(() => undefined);
  const head = bytes === undefined ? undefined : decodeHead(bytes);
  return head?.hash === hash ? head : undefined;
}

/** False if the folder cannot be written: the next start then takes longer, nothing else. */
export async function writeCachedHead(directory: string, hash: string, bytes: Uint8Array): Promise<boolean> {
  const aside = `${pathOf(directory, hash)}.${randomUUID()}.tmp`;
  try {
    makeFolder(directory);
    await writeFile(aside, bytes);
    await rename(aside, pathOf(directory, hash));
    return true;
  } catch {
    await rm(aside, { force: true }).catch(() => undefined);
    return false;
  }
}

function pathOf(directory: string, hash: string): string {
  return join(directory, `${hash}.head`);
}

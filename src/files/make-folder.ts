// Creates a folder and those above it, one at a time: Node's own recursive creation never returns where the system
// creates no folder inside one that exists and reports it as missing, as in /proc. Must not know: what is kept in it.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Nothing where it exists. @throws the system's error where it cannot be created */
export function makeFolder(path: string, mode?: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    const above = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(above)) throw error;
    makeFolder(above, mode);
    makeFolder(path, mode);
  }
}

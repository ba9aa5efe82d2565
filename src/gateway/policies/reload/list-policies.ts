/**
 * Which `.route` files a folder holds, and the folders they were found in. Follows links, enters no folder twice, and
 * stops with an error where a folder holds too many files. Opens no file.
 */
import { opendir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { isMissing, UnreadableError, unreadable } from './policy-file.ts';

/** Folders with third-party files. Dot folders are skipped, too: Kubernetes keeps its real copies there. */
const NOT_ENTERED = new Set(['node_modules', 'dist', 'coverage']);
/** Files and folders of any name. */
const MOST_ENTRIES = 20_000;

export interface ListedPolicies {
  /** Relative to the folder, with `/`. */
  readonly paths: readonly string[];
  /** The folders that were entered, the folder itself first. */
  readonly folders: readonly ListedFolder[];
}

export interface ListedFolder {
  /** Full. */
  readonly path: string;
  /** Another one where a folder was replaced by one of the same name. */
  readonly inode: number;
}

/** A missing folder is empty. @param most maximum entries of any kind @throws UnreadableError */
export async function listPolicies(directory: string, most = MOST_ENTRIES): Promise<ListedPolicies> {
  const entered = new Set<string>();
  const paths: string[] = [];
  const folders: ListedFolder[] = [];
  const queue = [''];
  let entries = 0;
  let root: string | undefined;
  for (const folder of queue) {
    const full = join(directory, folder);
    try {
      const real = await realpath(full);
      if (entered.has(real)) continue;
      entered.add(real);
      if (root === undefined) root = real;
      else if (root.startsWith(real === sep ? sep : real + sep)) {
        throw new UnreadableError(`${folder} is a link to a folder around the policy folder: remove it`);
      }
      folders.push({ path: full, inode: (await stat(real)).ino });
      for await (const entry of await opendir(full, { bufferSize: 256 })) {
        entries += 1;
        if (entries > most) throw tooMany(directory, most);
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.name.startsWith('.')) continue;
        const isFolder =
          entry.isDirectory() || (entry.isSymbolicLink() && (await leadsToFolder(join(directory, path))));
        if (isFolder && !NOT_ENTERED.has(entry.name)) queue.push(path);
        else if (!isFolder && entry.name.endsWith('.route')) paths.push(path);
      }
    } catch (cause) {
      if (!isMissing(cause)) throw unreadable(folder === '' ? directory : folder, cause);
    }
  }
  return { paths, folders };
}

function tooMany(directory: string, most: number): UnreadableError {
  return new UnreadableError(
    `${directory} holds more than ${most} files: give policies a folder of their own`,
  );
}

async function leadsToFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

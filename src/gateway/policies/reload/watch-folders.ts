/**
 * Reports that something has changed in one of several folders, not what: one watch per folder, none per file, so the
 * cost does not depend on the number of files. A folder that cannot be watched is reported once; the caller also
 * polls.
 */
import { type FSWatcher, watch } from 'node:fs';
import type { ListedFolder } from './list-policies.ts';

export interface FolderWatches {
  /** Watches exactly these folders; true where one is new. */
  follow(folders: readonly ListedFolder[]): boolean;
  close(): void;
}

export function createFolderWatches(
  onEvent: () => void,
  onTrouble: (message: string) => void,
): FolderWatches {
  const watches = new Map<string, FSWatcher>();
  let troubled = false;

  function trouble(cause: unknown): void {
    if (troubled) return;
    troubled = true;
    onTrouble(cause instanceof Error ? cause.message : String(cause));
  }

  function begin(key: string, path: string): boolean {
    try {
      const watcher = watch(path, { persistent: false }, onEvent);
      watcher.on('error', (cause) => {
        watcher.close();
        watches.delete(key);
        // Deleting a folder ends its watch: polling finds out what happened.
        if ((cause as NodeJS.ErrnoException).code !== 'EPERM') trouble(cause);
        onEvent();
      });
      watches.set(key, watcher);
      return true;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') trouble(cause);
      return false;
    }
  }

  return {
    follow(folders) {
      const wanted = new Map(folders.map(({ path, inode }) => [`${inode}:${path}`, path]));
      for (const [key, watcher] of watches) {
        if (wanted.has(key)) continue;
        watcher.close();
        watches.delete(key);
      }
      let added = false;
      for (const [key, path] of wanted) if (!watches.has(key) && begin(key, path)) added = true;
      return added;
    },
    close() {
      for (const watcher of watches.values()) watcher.close();
      watches.clear();
    },
  };
}

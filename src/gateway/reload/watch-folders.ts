/**
 * Reports that something has happened in one of some folders, not what: one watch per folder, none per file, so that it
 * costs the same however many files there are. A folder that cannot be watched is reported once; the caller also looks
 * at fixed times.
 */
import { type FSWatcher, watch } from 'node:fs';
import type { ListedFolder } from './list-policies.ts';

export interface FolderWatches {
  /** Watches these folders and no others; true where one is new. */
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
        // A folder that is deleted ends its watch: what became of it is seen by looking.
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

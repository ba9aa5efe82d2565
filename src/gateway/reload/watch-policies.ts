/**
 * Sees that a folder of policies has changed, however it was changed: editors' renames, git checkouts, Kubernetes'
 * symlink swaps. Any event only means "look again"; what counts is the content's hash, looked at also without an
 * event. A change is told once the content has been still for a moment. Knows no policy.
 */
import { watch } from 'chokidar';
import { contentHash, readPolicies } from './read-policies.ts';

export interface Watching {
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly directory: string;
  /** Milliseconds for which content must not change before it is told. */
  readonly still?: number;
  /** Milliseconds between two looks without an event. */
  readonly poll?: number;
  readonly onChange: () => void;
  readonly onTrouble: (message: string) => void;
}

export function watchPolicies(options: WatchOptions): Watching {
  const { directory, still = 100, poll = 2_000 } = options;
  let told: string | undefined;
  let looking = false;
  let asked = false;
  let closed = false;

  async function look(): Promise<void> {
    asked = true;
    if (looking) return;
    looking = true;
    try {
      while (asked && !closed) {
        asked = false;
        await tellWhenStill();
      }
    } catch (cause) {
      options.onTrouble(
        `the policies cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    } finally {
      looking = false;
    }
  }

  async function tellWhenStill(): Promise<void> {
    let before = await hashNow();
    if (before === told) return;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, still));
      const after = await hashNow();
      if (closed) return;
      if (after === before) break;
      before = after;
    }
    if (before === told) return;
    told = before;
    options.onChange();
  }

  async function hashNow(): Promise<string> {
    return contentHash(await readPolicies(directory));
  }

  // The folder and not its files: a file that is replaced takes its watch with it.
  const watcher = watch(directory, { ignoreInitial: true, followSymlinks: true, ignored: /node_modules/ });
  watcher.on('all', () => void look());
  watcher.on('error', (cause) =>
    options.onTrouble(`watching failed, looking every ${poll} ms: ${String(cause)}`),
  );
  const timer = setInterval(() => void look(), poll).unref();
  return {
    async close() {
      closed = true;
      clearInterval(timer);
      await watcher.close();
    },
  };
}

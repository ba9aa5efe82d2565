/**
 * Sees that a folder of policies has changed, however it was changed: editors' renames, git checkouts, Kubernetes'
 * symlink swaps. Any event only means "look again"; what counts is the content's hash, looked at also without an
 * event. A change is told once the content has been still for a moment. Parses nothing; knows no policy.
 */
import { sep } from 'node:path';
import { watch } from 'chokidar';
import { fingerprint } from './read-policies.ts';

export interface Watching {
  /** Settles once changes raise events; until then only the poll sees them. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly directory: string;
  /** Milliseconds for which content must not change before it is told. */
  readonly still?: number;
  /** Milliseconds between two looks without an event. */
  readonly poll?: number;
  /** What was looked at last; a folder that still is like that is no change. */
  readonly seen: () => { readonly hash: string | null; readonly paths: readonly string[] };
  /** Looks are not taken while it runs. */
  readonly onChange: () => Promise<void>;
  readonly onTrouble: (message: string) => void;
}

export function watchPolicies(options: WatchOptions): Watching {
  const { directory, still = 100, poll = 2_000, seen, onChange, onTrouble } = options;
  /** Told last: what could not be vetted is not told again and again. */
  let told: string | undefined;
  let trouble: string | undefined;
  let looking = false;
  let asked = false;
  let closed = false;

  async function look(): Promise<void> {
    asked = true;
    if (looking) return;
    looking = true;
    while (asked && !closed) {
      asked = false;
      try {
        await tellWhenStill();
        trouble = undefined;
      } catch (cause) {
        const words = cause instanceof Error ? cause.message : String(cause);
        if (words !== trouble) onTrouble(`the policies cannot be read: ${words}`);
        trouble = words;
      }
    }
    looking = false;
  }

  async function tellWhenStill(): Promise<void> {
    let before = await hashNow();
    if (isKnown(before)) return;
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, still));
      const after = await hashNow();
      if (closed) return;
      if (after === before) break;
      before = after;
    }
    if (isKnown(before)) return;
    told = before;
    await onChange();
  }

  /** What was told and vetted without a result is known, too, until something else is seen in between. */
  function isKnown(hash: string): boolean {
    const known = hash === seen().hash || hash === told;
    if (known && hash !== told) told = undefined;
    return known;
  }

  const hashNow = (): Promise<string> => fingerprint(directory, seen().paths);

  // The folder and not its files: a file that is replaced takes its watch with it.
  const watcher = watch(directory, { ignoreInitial: true, followSymlinks: true, ignored: isIgnored });
  watcher.on('all', () => void look());
  watcher.on('error', (cause) => onTrouble(`watching failed, looking every ${poll} ms: ${String(cause)}`));
  const timer = setInterval(() => void look(), poll).unref();
  const ready = new Promise<void>((resolve) => {
    watcher.once('ready', resolve);
  });
  return {
    ready,
    async close() {
      closed = true;
      clearInterval(timer);
      await watcher.close();
    },
  };
}

/** `..data`, whose swap is what changes a mounted ConfigMap, is watched though it is never read as a folder. */
function isIgnored(path: string): boolean {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  return name === 'node_modules' || name === '.git';
}

/**
 * Sees that a folder of policies has changed, however it was changed: editors' renames, git checkouts, Kubernetes'
 * symlink swaps. Any event only means "look again"; what counts is the content's hash, looked at also without an
 * event. A change is told once the content has been still for a moment. Parses nothing; knows no policy.
 */
import { type KnownHashes, lookAtPolicies, UnreadableError } from './read-policies.ts';
import { createFolderWatches } from './watch-folders.ts';

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
  const hashes: KnownHashes = new Map();
  // The folders and not their files: a file that is replaced takes its watch with it.
  const watches = createFolderWatches(
    () => void look(),
    (message) => onTrouble(`watching failed, looking every ${poll} ms: ${message}`),
  );

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
        await tellTrouble(cause);
      }
    }
    looking = false;
  }

  /** A folder that cannot be read is a change like any other: who vets it says why it is not in force. */
  async function tellTrouble(cause: unknown): Promise<void> {
    const words = cause instanceof Error ? cause.message : String(cause);
    if (words === trouble) return;
    trouble = words;
    // What was in force before comes back as a change.
    told = undefined;
    if (cause instanceof UnreadableError) await onChange();
    else onTrouble(`the policies cannot be read: ${words}`);
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

  async function hashNow(): Promise<string> {
    const { hash, folders } = await lookAtPolicies(directory, seen().paths, hashes);
    // What happened in a new folder before its watch began is seen by looking once more.
    if (!closed && watches.follow(folders)) asked = true;
    return hash;
  }

  const timer = setInterval(() => void look(), poll).unref();
  return {
    ready: look(),
    async close() {
      closed = true;
      clearInterval(timer);
      watches.close();
    },
  };
}

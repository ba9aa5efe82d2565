/**
 * Detects that a folder of policies has changed, however it was changed: editors' renames, git checkouts, Kubernetes'
 * symlink swaps. Any event only means "check again"; the content's hash decides, and it is also polled without an
 * event. A change is reported once the content has been stable for a moment. Parses nothing; knows no policy.
 */
import { type KnownHashes, lookAtPolicies } from './look-at-policies.ts';
import { UnreadableError } from './policy-file.ts';
import { createFolderWatches } from './watch-folders.ts';

export interface Watching {
  /** Resolves once changes raise events; until then only polling detects them. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

export interface WatchOptions {
  readonly directory: string;
  /** Milliseconds for which content must not change before it is reported. */
  readonly still?: number;
  /** Milliseconds between two checks without an event. */
  readonly poll?: number;
  /** The content checked last; a folder with the same content has not changed. */
  readonly seen: () => { readonly hash: string | null; readonly paths: readonly string[] };
  /** No check runs while this does. */
  readonly onChange: () => Promise<void>;
  readonly onTrouble: (message: string) => void;
}

export function watchPolicies(options: WatchOptions): Watching {
  const { directory, still = 100, poll = 2_000, seen, onChange, onTrouble } = options;
  /** The content reported last: content that failed vetting is not reported repeatedly. */
  let told: string | undefined;
  let trouble: string | undefined;
  let looking = false;
  let asked = false;
  let closed = false;
  const hashes: KnownHashes = new Map();
  // Folders and not files: replacing a file ends its watch.
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

  /** A folder that cannot be read is a change like any other: vetting reports why it is not active. */
  async function tellTrouble(cause: unknown): Promise<void> {
    const words = cause instanceof Error ? cause.message : String(cause);
    if (words === trouble) return;
    trouble = words;
    // Returning to an earlier active set is a change.
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

  /** Content that was reported and vetted without a result counts as known, too, until it changes. */
  function isKnown(hash: string): boolean {
    const known = hash === seen().hash || hash === told;
    if (known && hash !== told) told = undefined;
    return known;
  }

  async function hashNow(): Promise<string> {
    const { hash, folders } = await lookAtPolicies(directory, seen().paths, hashes);
    // Changes in a new folder before its watch began are found by checking once more.
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

/**
 * Collects changed keys and writes them together: one write at a time, and what changes meanwhile goes into the next.
 * A failed write keeps its keys for the next one. Must not know: what is written, or where.
 */

export interface GroupCommit {
  /** Goes into the next write. */
  touch(key: string): void;
  /** Resolves when everything touched so far is written; rejects where that write fails. */
  written(): Promise<void>;
  /** Nothing waits for it: the write may begin a moment later, unless `now`. */
  soon(now: boolean): void;
  /** Touched, and not known to be written. */
  pending(key: string): boolean;
  /** No write begins by itself any more. */
  stop(): void;
}

export interface GroupCommitOptions {
  /** `failed` by the returned promise: none of the keys is written, or some may be. */
  readonly write: (keys: readonly string[]) => Promise<void>;
  /** Milliseconds for which changes that nothing waits for are collected. */
  readonly linger: number;
  /** Milliseconds after which a failed write is tried again, if nothing asks for one before. */
  readonly again: number;
}

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createGroupCommit({ write, linger, again }: GroupCommitOptions): GroupCommit {
  let touched = new Set<string>();
  let waiters: Waiter[] = [];
  /** The write that is under way, and the keys that it writes. */
  let writing: { readonly keys: ReadonlySet<string>; readonly done: Promise<void> } | undefined;
  let queued = false;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  function queue(): void {
    if (queued || writing !== undefined) return;
    queued = true;
    // Everything of this turn of the event loop goes into one write.
    queueMicrotask(begin);
  }

  function begin(): void {
    queued = false;
    if (writing !== undefined || touched.size + waiters.length === 0) return;
    clearTimeout(timer);
    timer = undefined;
    const [keys, own] = [touched, waiters];
    [touched, waiters] = [new Set(), []];
    const done = write([...keys]);
    writing = { keys, done };
    done.then(
      () => {
        writing = undefined;
        for (const { resolve } of own) resolve();
        next();
      },
      (error: unknown) => {
        writing = undefined;
        for (const key of keys) touched.add(key);
        for (const { reject } of own) reject(error);
        next(again);
      },
    );
  }

  /** Those that waited meanwhile need a write at once; changes alone can wait. */
  function next(wait = linger): void {
    if (waiters.length > 0) queue();
    else if (touched.size > 0) later(wait);
  }

  function later(wait: number): void {
    if (timer !== undefined || stopped || writing !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      begin();
    }, wait).unref();
  }

  return {
    touch: (key) => void touched.add(key),
    written() {
      if (touched.size === 0) return writing?.done ?? Promise.resolve();
      return new Promise((resolve, reject) => {
        waiters.push({ resolve, reject });
        queue();
      });
    },
    soon(now) {
      if (now) queue();
      else later(linger);
    },
    pending: (key) => touched.has(key) || writing?.keys.has(key) === true,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

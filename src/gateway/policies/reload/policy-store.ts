/**
 * Which policies are active: one pointer, swapped when a folder has been vetted. The last good set stays active until
 * a new one passes; what was wrong with a rejected set is kept for `/admin/policy`. Knows no HTTP.
 */
import type { Verdict, VetOptions, VettedPolicy } from './vet-policies.ts';
import type { Vetting } from './vetting.ts';

export interface PolicyStatus {
  /** Hash of the active set; null before the first good one. */
  readonly hash: string | null;
  /** ISO instant of the last swap. */
  readonly since: string | null;
  /** Hashes that were active, newest first. */
  readonly history: readonly { readonly hash: string; readonly since: string }[];
  /** The present content of the folder, and why it is not active. */
  readonly rejected?: {
    readonly hash: string | null;
    readonly at: string;
    readonly reason: string;
    readonly findings: readonly object[];
  };
}

/** The content checked last, whatever the result, so that a watcher can recognize a change. */
export interface SeenFiles {
  readonly hash: string | null;
  readonly paths: readonly string[];
}

export interface PolicyStore<Live> {
  current(): Live | undefined;
  status(): PolicyStatus;
  seen(): SeenFiles;
  /** Vets the folder and swaps if it passes; overlapping calls cause one further round. Never rejects. */
  reload(): Promise<void>;
  /** The service stops: a check that this ends is not reported, and nothing is checked again by itself. */
  close(): void;
}

export interface PolicyStoreOptions<Live> {
  readonly vetting: Vetting;
  readonly vetOptions: () => VetOptions;
  /** Prepares a vetted set for serving; called once per swap. */
  readonly make: (policies: readonly VettedPolicy[], hash: string, since: number) => Live;
  readonly now: () => number;
  readonly onSwap: (live: Live, hash: string, policies: readonly VettedPolicy[]) => void;
  readonly onRejected: (reason: string, text: string) => void;
  /** The folder matches the active set again. */
  readonly onRecovered?: () => void;
  /** Calls back after this many milliseconds; without: a timer that keeps no process running. */
  readonly later?: (call: () => void, ms: number) => void;
}

const REMEMBERED = 20;
/** Milliseconds until a set that could not be checked is checked again: doubled each time, up to the second. */
const FIRST_RETRY = 2_000;
const LONGEST_RETRY = 60_000;

export function createPolicyStore<Live>(options: PolicyStoreOptions<Live>): PolicyStore<Live> {
  const retries = new Retries(() => void reload(), options.later);
  let live: Live | undefined;
  let status: PolicyStatus = { hash: null, since: null, history: [] };
  let seen: SeenFiles = { hash: null, paths: [] };

  async function once(): Promise<void> {
    try {
      take(await options.vetting.vet(options.vetOptions()));
      retries.succeeded();
    } catch (cause) {
      if (retries.closed) return;
      const words = cause instanceof Error ? cause.message : String(cause);
      reject(null, `the policies could not be checked: ${words}`, [], '');
      retries.failed();
    }
  }

  function take(verdict: Verdict): void {
    seen = { hash: verdict.hash, paths: verdict.paths };
    const { hash } = verdict;
    if (verdict.kind === 'bad') reject(hash, verdict.reason, verdict.findings, verdict.text);
    else if (verdict.kind === 'empty') {
      reject(hash, 'the folder holds no policy; an empty set never replaces one', [], '');
    } else if (hash !== status.hash) swap(verdict.policies, hash ?? '', verdict.since ?? options.now());
    else if (status.rejected !== undefined) {
      const { rejected: _, ...clean } = status;
      status = clean;
      options.onRecovered?.();
    }
  }

  function swap(policies: readonly VettedPolicy[], hash: string, at: number): void {
    const next = options.make(policies, hash, at);
    live = next;
    const since = new Date(at).toISOString();
    const before = status.hash === null ? [] : [{ hash: status.hash, since: status.since ?? since }];
    status = { hash, since, history: [...before, ...status.history].slice(0, REMEMBERED) };
    options.onSwap(next, hash, policies);
  }

  function reject(hash: string | null, reason: string, findings: readonly object[], text: string): void {
    const known = status.rejected?.hash === hash && status.rejected.reason === reason;
    status = { ...status, rejected: { hash, at: new Date(options.now()).toISOString(), reason, findings } };
    if (!known) options.onRejected(reason, text);
  }

  const reload = withoutOverlap(once);
  return {
    current: () => live,
    status: () => status,
    seen: () => seen,
    reload,
    close() {
      retries.closed = true;
    },
  };
}

/**
 * Checks that could not be made: a busy machine or a bug, not the policies. The same content may pass next time, and no
 * change would start it.
 */
class Retries {
  closed = false;
  readonly #check: () => void;
  readonly #later: (call: () => void, ms: number) => void;
  #wait = FIRST_RETRY;
  #waiting = false;

  constructor(
    check: () => void,
    later = (call: () => void, ms: number): void => void setTimeout(call, ms).unref(),
  ) {
    this.#check = check;
    this.#later = later;
  }

  succeeded(): void {
    this.#wait = FIRST_RETRY;
  }

  failed(): void {
    if (this.#waiting) return;
    this.#waiting = true;
    const later = this.#later;
    later(() => {
      this.#waiting = false;
      if (!this.closed) this.#check();
    }, this.#wait);
    this.#wait = Math.min(2 * this.#wait, LONGEST_RETRY);
  }
}

/** Calls meanwhile cause one further round, and wait for it. */
function withoutOverlap(once: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  let again = false;
  return () => {
    if (running !== undefined) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await once();
      } while (again);
      running = undefined;
    })();
    return running;
  };
}

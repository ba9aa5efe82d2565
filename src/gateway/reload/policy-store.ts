/**
 * Which policies are in force: one pointer, swapped when a folder has been vetted. The last good set stays until a
 * better one is there; what was wrong with the other is kept to be asked for. Knows no HTTP.
 */
import type { Verdict, VetOptions, VettedPolicy } from './vet-policies.ts';
import type { Vetting } from './vetting.ts';

export interface PolicyStatus {
  /** Hash of the set in force; null before the first good one. */
  readonly hash: string | null;
  /** ISO instant of the last swap. */
  readonly since: string | null;
  /** Hashes that were in force, newest first. */
  readonly history: readonly { readonly hash: string; readonly since: string }[];
  /** What the folder holds now and why it is not in force. */
  readonly rejected?: {
    readonly hash: string | null;
    readonly at: string;
    readonly reason: string;
    readonly findings: readonly object[];
  };
}

export interface PolicyStore<Live> {
  current(): Live | undefined;
  status(): PolicyStatus;
  /** Vets the folder and swaps if it is good; calls that overlap become one more round. Never rejects. */
  reload(): Promise<void>;
}

export interface PolicyStoreOptions<Live> {
  readonly vetting: Vetting;
  readonly vetOptions: () => VetOptions;
  /** Makes a vetted set ready to serve; called once a swap. */
  readonly make: (policies: readonly VettedPolicy[], hash: string, since: number) => Live;
  readonly now: () => number;
  readonly onSwap: (live: Live, hash: string) => void;
  readonly onRejected: (reason: string, text: string) => void;
}

const REMEMBERED = 20;

export function createPolicyStore<Live>(options: PolicyStoreOptions<Live>): PolicyStore<Live> {
  let live: Live | undefined;
  let status: PolicyStatus = { hash: null, since: null, history: [] };
  let running: Promise<void> | undefined;
  let again = false;

  async function once(): Promise<void> {
    let verdict: Verdict;
    try {
      verdict = await options.vetting.vet(options.vetOptions());
    } catch (cause) {
      reject(
        null,
        `the policies could not be checked: ${cause instanceof Error ? cause.message : String(cause)}`,
        [],
        '',
      );
      return;
    }
    if (verdict.kind === 'bad') return reject(verdict.hash, verdict.reason, verdict.findings, verdict.text);
    if (verdict.kind === 'empty') {
      return reject(verdict.hash, 'the folder holds no policy; an empty set never replaces one', [], '');
    }
    const { rejected: _, ...clean } = status;
    status = clean;
    if (verdict.hash !== status.hash) swap(verdict);
  }

  function swap(verdict: Verdict & { kind: 'good' }): void {
    const at = options.now();
    live = options.make(verdict.policies, verdict.hash, at);
    const since = new Date(at).toISOString();
    const before = status.hash === null ? [] : [{ hash: status.hash, since: status.since ?? since }];
    status = { hash: verdict.hash, since, history: [...before, ...status.history].slice(0, REMEMBERED) };
    options.onSwap(live, verdict.hash);
  }

  function reject(hash: string | null, reason: string, findings: readonly object[], text: string): void {
    const known = status.rejected?.hash === hash && status.rejected.reason === reason;
    status = { ...status, rejected: { hash, at: new Date(options.now()).toISOString(), reason, findings } };
    if (!known) options.onRejected(reason, text);
  }

  return {
    current: () => live,
    status: () => status,
    reload() {
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
    },
  };
}

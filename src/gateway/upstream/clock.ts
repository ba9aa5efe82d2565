/**
 * Time as dispatch and upstreams see it, so that tests can control it. `elapsed` is for durations and never jumps;
 * `now` is for dates. Knows nothing else.
 */

export type Timer = { readonly cancel: () => void };

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds since some start; monotonic. */
  elapsed(): number;
  after(ms: number, run: () => void): Timer;
}

/** Longest delay that `setTimeout` accepts; a longer one would fire at once. */
const LONGEST = 2_147_483_647;

class NodeTimer {
  readonly #timeout: NodeJS.Timeout;
  constructor(ms: number, run: () => void) {
    this.#timeout = setTimeout(run, Math.min(ms, LONGEST));
  }
  cancel(): void {
    clearTimeout(this.#timeout);
  }
}

export const systemClock: Clock = {
  now: Date.now,
  elapsed: () => performance.now(),
  after: (ms, run) => new NodeTimer(ms, run),
};

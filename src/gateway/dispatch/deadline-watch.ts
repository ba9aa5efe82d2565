/**
 * Watches the deadlines of all attempts with one timer, set for the earliest of them: nearly every attempt ends before
 * its deadline, so a timer of its own would be made in vain. Knows no deadline's meaning.
 */
import type { Clock, Timer } from '../upstream/clock.ts';

export interface Watched {
  /** When it is due next, on the clock's `elapsed`. May move, later without notice. */
  dueAt(): number;
  /** It is due. */
  due(): void;
}

/** Timers may fire a little early. */
const TOLERANCE = 0.5;

export class DeadlineWatch {
  readonly clock: Clock;
  readonly #watched = new Set<Watched>();
  readonly #look = (): void => this.#lookAtAll();
  #timer: Timer | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Call it again where it is due sooner than it was. */
  add(one: Watched): void {
    this.#watched.add(one);
    this.#arm(one.dueAt());
  }

  remove(one: Watched): void {
    if (this.#watched.delete(one) && this.#watched.size === 0) this.#disarm();
  }

  #arm(at: number): void {
    if (at >= this.#armedFor) return;
    this.#disarm();
    this.#armedFor = at;
    this.#timer = this.clock.after(Math.max(0, Math.ceil(at - this.clock.elapsed())), this.#look);
  }

  #disarm(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#armedFor = Number.POSITIVE_INFINITY;
  }

  #lookAtAll(): void {
    this.#disarm();
    const now = this.clock.elapsed() + TOLERANCE;
    const due: Watched[] = [];
    let next = Number.POSITIVE_INFINITY;
    for (const one of this.#watched) {
      const at = one.dueAt();
      if (at <= now) due.push(one);
      else next = Math.min(next, at);
    }
    if (next < Number.POSITIVE_INFINITY) this.#arm(next);
    // What one of them does may have ended another.
    for (const one of due) if (this.#watched.has(one)) one.due();
  }
}

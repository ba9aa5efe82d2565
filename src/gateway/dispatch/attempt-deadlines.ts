/**
 * The deadlines of one attempt: which of them applies depends on the progress of the attempt. Knows neither upstream
 * nor plan; reports the deadline that has passed, once.
 */
import type { Deadlines } from '../../language/semantics/model.ts';
import type { DeadlineWatch, Watched } from './deadline-watch.ts';

export type Deadline = 'connect' | 'first token' | 'idle' | 'attempt' | 'whole' | 'ending';

/** What the deadlines are for. */
export interface Timed {
  timedOut(which: Deadline): void;
}

export class AttemptDeadlines implements Watched {
  readonly #watch: DeadlineWatch;
  readonly #limits: Deadlines;
  readonly #stream: boolean;
  readonly #began: number;
  /** On the clock's `elapsed`, for the whole request. */
  readonly #wholeEnd: number;
  readonly #timed: Timed;
  #phase: 'connecting' | 'waiting' | 'flowing' | 'ending' | 'owing' = 'connecting';
  /** Some content has arrived: the deadlines of the attempt and of the first token no longer apply. */
  #begun = false;
  /** When the silence of the current phase began. */
  #since: number;
  #held = false;
  #stopped = false;
  /** The deadline that `dueAt` has found. */
  #which: Deadline = 'whole';

  constructor(watch: DeadlineWatch, limits: Deadlines, stream: boolean, wholeEnd: number, timed: Timed) {
    this.#watch = watch;
    this.#limits = limits;
    this.#stream = stream;
    this.#began = watch.clock.elapsed();
    this.#since = this.#began;
    this.#wholeEnd = wholeEnd;
    this.#timed = timed;
    this.#arm();
  }

  connected(): void {
    if (this.#phase === 'connecting') this.#phase = 'waiting';
  }

  /**
   * Content has arrived, or a further piece of an event that may hold it; `idle` applies from here on. Called for
   * every chunk.
   */
  content(): void {
    this.#begun = true;
    this.#since = this.#watch.clock.elapsed();
    if (this.#phase === 'flowing' || this.#phase === 'owing') return;
    this.#phase = 'flowing';
    this.#arm();
  }

  /** The model has finished: `ending` applies, from the latest event on. Called for every chunk after the finish. */
  ending(): void {
    if (this.#phase === 'owing') return;
    this.#since = this.#watch.clock.elapsed();
    if (this.#phase === 'ending') return;
    this.#phase = 'ending';
    this.#arm();
  }

  /** The answer is over and its usage is awaited. False where the attempt has no time left for that. */
  owing(): boolean {
    if (this.#watch.clock.elapsed() >= Math.min(this.#began + this.#limits.attempt, this.#wholeEnd))
      return false;
    this.#phase = 'owing';
    this.#held = false;
    this.#stopped = false;
    this.#arm();
    return true;
  }

  /** While the caller does not read, the upstream is not to blame for silence. */
  hold(): void {
    this.#held = true;
  }

  release(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#since = this.#watch.clock.elapsed();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#watch.remove(this);
  }

  dueAt(): number {
    const { connect, firstToken, attempt, idle, ending } = this.#limits;
    const flows = !this.#held;
    let at = this.#wholeEnd;
    this.#which = 'whole';
    if (!this.#begun || this.#phase === 'owing') at = this.#sooner(at, this.#began + attempt, 'attempt');
    if (!this.#begun && this.#stream) at = this.#sooner(at, this.#began + firstToken, 'first token');
    if (this.#phase === 'connecting') at = this.#sooner(at, this.#began + connect, 'connect');
    if (this.#phase === 'flowing' && flows) at = this.#sooner(at, this.#since + idle, 'idle');
    if (this.#phase === 'ending' && flows) at = this.#sooner(at, this.#since + ending, 'ending');
    return at;
  }

  due(): void {
    this.stop();
    this.#timed.timedOut(this.#which);
  }

  #sooner(at: number, other: number, which: Deadline): number {
    if (other >= at) return at;
    this.#which = which;
    return other;
  }

  #arm(): void {
    if (!this.#stopped) this.#watch.add(this);
  }
}

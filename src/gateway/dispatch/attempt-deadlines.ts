/**
 * Watches the deadlines of one attempt with one timer: which of them applies depends on the progress of the attempt.
 * Knows neither upstream nor plan; reports the deadline that has passed, once.
 */
import type { Deadlines } from '../../language/semantics/model.ts';
import type { Clock, Timer } from '../upstream/clock.ts';

export type Deadline = 'connect' | 'first token' | 'idle' | 'attempt' | 'whole' | 'ending';

/** Timers may fire a little early. */
const TOLERANCE = 0.5;

export class AttemptDeadlines {
  readonly #clock: Clock;
  readonly #limits: Deadlines;
  readonly #stream: boolean;
  readonly #began: number;
  /** On the clock's `elapsed`, for the whole request. */
  readonly #wholeEnd: number;
  readonly #passed: (which: Deadline) => void;
  #phase: 'connecting' | 'waiting' | 'flowing' | 'ending' | 'owing' = 'connecting';
  /** Some content has arrived: the deadlines of the attempt and of the first token no longer apply. */
  #begun = false;
  /** When the silence of the current phase began. */
  #since: number;
  #held = false;
  #stopped = false;
  #timer: Timer | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  constructor(
    clock: Clock,
    limits: Deadlines,
    stream: boolean,
    wholeEnd: number,
    passed: (which: Deadline) => void,
  ) {
    this.#clock = clock;
    this.#limits = limits;
    this.#stream = stream;
    this.#began = clock.elapsed();
    this.#since = this.#began;
    this.#wholeEnd = wholeEnd;
    this.#passed = passed;
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
    this.#since = this.#clock.elapsed();
    if (this.#phase === 'flowing' || this.#phase === 'owing') return;
    this.#phase = 'flowing';
    this.#arm();
  }

  /** The model has finished: `ending` applies, from the latest event on. Called for every chunk after the finish. */
  ending(): void {
    if (this.#phase === 'owing') return;
    this.#since = this.#clock.elapsed();
    if (this.#phase === 'ending') return;
    this.#phase = 'ending';
    this.#arm();
  }

  /** The answer is over and its usage is awaited. False where the attempt has no time left for that. */
  owing(): boolean {
    if (this.#clock.elapsed() >= Math.min(this.#began + this.#limits.attempt, this.#wholeEnd)) return false;
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
    this.#since = this.#clock.elapsed();
    this.#arm();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #due(): { at: number; which: Deadline } {
    let at = this.#wholeEnd;
    let which: Deadline = 'whole';
    const consider = (time: number, name: Deadline): void => {
      if (time < at) {
        at = time;
        which = name;
      }
    };
    if (!this.#begun || this.#phase === 'owing') consider(this.#began + this.#limits.attempt, 'attempt');
    if (!this.#begun && this.#stream) consider(this.#began + this.#limits.firstToken, 'first token');
    if (this.#phase === 'connecting') consider(this.#began + this.#limits.connect, 'connect');
    if (this.#phase === 'flowing' && !this.#held) consider(this.#since + this.#limits.idle, 'idle');
    if (this.#phase === 'ending' && !this.#held) consider(this.#since + this.#limits.ending, 'ending');
    return { at, which };
  }

  /** Sets the timer unless one is set that fires no later and will check again. */
  #arm(): void {
    if (this.#stopped) return;
    const { at } = this.#due();
    if (this.#timer !== undefined && this.#armedFor <= at) return;
    this.#timer?.cancel();
    this.#armedFor = at;
    this.#timer = this.#clock.after(Math.max(0, Math.ceil(at - this.#clock.elapsed())), () => this.#look());
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#stopped) return;
    const { at, which } = this.#due();
    if (this.#clock.elapsed() + TOLERANCE < at) {
      this.#arm();
      return;
    }
    this.stop();
    this.#passed(which);
  }
}

/**
 * Watches the deadlines of one attempt with one timer: which of them holds depends on how far the attempt has come.
 * Knows neither upstream nor plan; says which deadline has passed, once.
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
  #phase: 'connecting' | 'waiting' | 'flowing' | 'ending' = 'connecting';
  /** Since when the present phase's silence counts. */
  #since: number;
  #grace = 0;
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

  /** The first content event of a stream; `idle` holds from here on. */
  content(): void {
    if (this.#phase === 'flowing' || this.#phase === 'ending') return;
    this.#phase = 'flowing';
    this.#since = this.#clock.elapsed();
    this.#arm();
  }

  /** Something came. Costs a clock reading: called for every chunk. */
  activity(): void {
    if (this.#phase === 'flowing') this.#since = this.#clock.elapsed();
  }

  /** The model has finished; what follows has `grace` milliseconds. */
  ending(grace: number): void {
    if (this.#phase === 'ending') return;
    this.#phase = 'ending';
    this.#since = this.#clock.elapsed();
    this.#grace = grace;
    this.#arm();
  }

  /** While the caller does not read, silence is not the upstream's. */
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
    switch (this.#phase) {
      case 'connecting':
      case 'waiting':
        consider(this.#began + this.#limits.attempt, 'attempt');
        if (this.#stream) consider(this.#began + this.#limits.firstToken, 'first token');
        if (this.#phase === 'connecting') consider(this.#began + this.#limits.connect, 'connect');
        break;
      case 'flowing':
        if (!this.#held) consider(this.#since + this.#limits.idle, 'idle');
        break;
      case 'ending':
        if (!this.#held) consider(this.#since + this.#grace, 'ending');
        break;
    }
    return { at, which };
  }

  /** Sets the timer unless one is set that fires no later: that one looks again. */
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

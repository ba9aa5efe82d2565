/** A clock that stands still until it is told to go on. */
import type { Clock } from '../../../src/gateway/upstream/clock.ts';

export interface ManualClock extends Clock {
  /** Runs what falls due on the way, in order. */
  pass(ms: number): void;
  /** Timers that are set. */
  readonly pending: number;
}

export function manualClock(): ManualClock {
  let time = 1_000;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => 1_700_000_000_000 + time,
    elapsed: () => time,
    after(ms, run) {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return {
        cancel: () => {
          timers = timers.filter((each) => each !== timer);
        },
      };
    },
    pass(ms) {
      const until = time + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((each) => each !== due);
        time = Math.max(time, due.at);
        due.run();
      }
      time = until;
    },
    get pending() {
      return timers.length;
    },
  };
}

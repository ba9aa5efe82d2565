/** The primary's decision log and feedback, as a worker writes and reads them: one process writes each file. */
import type { DecisionFiles } from '../decisions/keep-decisions.ts';
import type { Channel } from './channel.ts';
import type { ForWorkers } from './protocol.ts';

/** Messages on their way to the primary beyond which lines are dropped, so that they cannot exhaust the memory. */
const MOST_WAITING = 2_000;

/** `days`: as configured; 0 turns the log off. */
export function createRemoteFiles(primary: Channel<ForWorkers>, days: number): DecisionFiles {
  let dropped = 0;
  let reported = 0;

  return {
    log: {
      append(text, time) {
        if (days === 0) return;
        if (primary.waiting() > MOST_WAITING) {
          dropped += 1;
          return;
        }
        if (dropped > reported) primary.tell('dropped', dropped - reported);
        reported = dropped;
        primary.tell('decision', text, time);
      },
      find: (id) => primary.ask('findDecision', id),
      get dropped() {
        return dropped;
      },
      close: async () => {},
    },
    feedback: {
      put: (given) => primary.ask('giveFeedback', given),
      find: (decision) => primary.ask('findFeedback', decision),
    },
  };
}

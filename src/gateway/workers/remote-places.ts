/** The primary's permits for limits such as `5 at once per user`, as a worker takes them. Knows no limit by name. */
import type { ConcurrencyLimiter } from '../admission/limits/concurrency-limiter.ts';
import type { Channel } from './channel.ts';
import type { ForWorkers } from './protocol.ts';

export function createRemotePlaces(primary: Channel<ForWorkers>): ConcurrencyLimiter {
  let last = 0;
  return {
    async take({ signal, ...wanted }) {
      if (signal.aborted) return 'gone';
      const number = ++last;
      let left = false;
      const leave = (): void => {
        if (left) return;
        left = true;
        primary.tell('leavePlace', number);
      };
      signal.addEventListener('abort', leave, { once: true });
      // Without a primary this process ends, too.
      const answer = await primary.ask('takePlace', number, wanted).catch(() => 'gone' as const);
      signal.removeEventListener('abort', leave);
      if (answer !== 'held') return answer;
      return left ? 'gone' : { release: leave };
    },
    taken: (key) => primary.ask('placesTaken', key),
  };
}

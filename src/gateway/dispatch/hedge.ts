/**
 * A second call in parallel to a slow first one: the first to answer is used, the other is cancelled. Knows neither
 * plan nor wire format; the second call is passed in as a function.
 */
import type { Clock } from '../upstream/clock.ts';
import type { AttemptCall, Made } from './attempt-call.ts';

/** `second` returns undefined where no second call may be made: no budget, no healthy deployment. */
export async function hedge(
  first: AttemptCall,
  after: number,
  clock: Clock,
  second: () => Promise<AttemptCall | undefined>,
): Promise<Made> {
  const early = await firstOrTimer(first, after, clock);
  if (early !== undefined) return early;
  // A budget that cannot be checked prevents the second call and does not affect the first.
  const other = await second().catch(() => undefined);
  if (other === undefined) return first.done;
  const { made, loser } = await Promise.race([tagged(first, other), tagged(other, first)]);
  // The other one may still answer.
  if (made.attempted.kind === 'failed') return loser.done;
  loser.abandon();
  return made;
}

async function tagged(running: AttemptCall, loser: AttemptCall): Promise<{ made: Made; loser: AttemptCall }> {
  return { made: await running.done, loser };
}

/** Undefined: the time is up and the first call has no result yet. */
function firstOrTimer(first: AttemptCall, ms: number, clock: Clock): Promise<Made | undefined> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () => resolve(undefined));
    void first.done.then((made) => {
      timer.cancel();
      resolve(made);
    });
  });
}

/**
 * A second call in parallel to a slow first one: the first to answer is used, the other is cancelled. Knows neither
 * plan nor wire format; the second call is passed in as a function.
 */
import type { Clock } from '../upstream/clock.ts';
import type { AttemptCall, Attempted } from './attempt-call.ts';
import type { AttemptRecord } from './outcome.ts';

export interface Running {
  readonly call: AttemptCall;
  readonly record: AttemptRecord;
  readonly done: Promise<Attempted>;
}

export interface Raced {
  readonly attempted: Attempted;
  readonly record: AttemptRecord;
}

/** `second` returns undefined where no second call may be made: no budget, no healthy deployment. */
export async function hedge(
  first: Running,
  after: number,
  clock: Clock,
  second: () => Promise<Running | undefined>,
): Promise<Raced> {
  const early = await firstOrTimer(first, after, clock);
  if (early !== undefined) return { attempted: early, record: first.record };
  // A budget that cannot be checked prevents the second call and does not affect the first.
  const other = await second().catch(() => undefined);
  if (other === undefined) return { attempted: await first.done, record: first.record };
  const race = await Promise.race([tagged(first, other), tagged(other, first)]);
  if (race.attempted.kind === 'failed') {
    // The other one may still answer.
    return { attempted: await race.loser.done, record: race.loser.record };
  }
  race.loser.call.abandon();
  return race;
}

async function tagged(running: Running, loser: Running): Promise<Raced & { loser: Running }> {
  return { attempted: await running.done, record: running.record, loser };
}

/** Undefined: the time is up and the first call has no result yet. */
function firstOrTimer(first: Running, ms: number, clock: Clock): Promise<Attempted | undefined> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () => resolve(undefined));
    void first.done.then((attempted) => {
      timer.cancel();
      resolve(attempted);
    });
  });
}

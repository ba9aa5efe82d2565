/**
 * The primary's ledger, as a worker uses it. Each call is one item of a message; calls of the same turn go together.
 * Must not know: budgets, limits.
 */
import type { SettlingLedger } from '../ledger/settle-later.ts';
import type { Channel } from './channel.ts';
import type { ForWorkers, StoreState } from './protocol.ts';

export interface RemoteLedger extends SettlingLedger {
  /** The state of the store has changed. */
  hear(state: StoreState): void;
}

/** Milliseconds between checks while a shutdown waits. */
const LOOK = 20;
/**
 * The primary reports twenty times a second. After so many milliseconds without a word it is busy, and until so many it
 * does not count as hung: whether its store works is not known then.
 */
const BUSY = 150;
const HUNG = 2_000;

export function createRemoteLedger(primary: Channel<ForWorkers>): RemoteLedger {
  /** Reserved, or about to be, and neither settled nor refunded. */
  const open = new Set<string>();
  let state: StoreState = { progress: 0, healthy: true };
  let heardAt = performance.now();
  /** Answers, and looks at a busy primary. */
  let signs = 0;

  async function answered<T>(question: Promise<T>): Promise<T> {
    const answer = await question;
    signs += 1;
    heardAt = performance.now();
    return answer;
  }

  async function closing<T>(id: string, question: Promise<T>): Promise<T> {
    try {
      return await answered(question);
    } finally {
      open.delete(id);
    }
  }

  return {
    async reserve(id, charges, now) {
      open.add(id);
      try {
        const reservation = await answered(primary.ask('reserve', id, charges, now));
        if (!reservation.ok) open.delete(id);
        return reservation;
      } catch (error) {
        open.delete(id);
        throw error;
      }
    },
    settle: (id, amounts, now) => closing(id, primary.ask('settle', id, amounts, now)),
    refund: (id, now) => closing(id, primary.ask('refund', id, now)),
    used: (buckets, now) => answered(primary.ask('used', buckets, now)),
    running: (now) => answered(primary.ask('running', now)),
    // Shown to operators only, who see the primary's.
    lent: () => 0n,
    progress() {
      const silent = performance.now() - heardAt;
      if (silent > BUSY && silent < HUNG) signs += 1;
      return state.progress + signs;
    },
    healthy: () => state.healthy,
    hear(latest) {
      state = latest;
      heardAt = performance.now();
    },
    async settled(ms) {
      const end = performance.now() + ms;
      while (open.size > 0 && performance.now() < end)
        await new Promise((resolve) => setTimeout(resolve, LOOK));
      return open.size;
    },
    close: async () => {},
  };
}

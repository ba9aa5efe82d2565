/**
 * `N at once`: permits and the queue for them. Waiting callers are served round-robin: each gets one turn before any
 * gets a second, so that one caller with a hundred requests does not block the others. In memory; worker processes
 * take theirs from the primary process. Knows no limit by name, no request and no HTTP.
 */
import type { LeaveSignal } from '../../bounds/leave-signal.ts';
import type { Clock, Timer } from '../../upstream/clock.ts';

export interface Slot {
  /** May be called more than once; only the first call counts. */
  release(): void;
}

export interface Wanted {
  /** Equal keys share permits. */
  readonly key: string;
  readonly most: number;
  /** The caller, for round-robin. */
  readonly who: string;
  /** Milliseconds; 0: now or not at all. */
  readonly wait: number;
  /** Aborts when the caller leaves. */
  readonly signal: LeaveSignal;
}

export interface ConcurrencyLimiter {
  /** Never rejects. */
  take(wanted: Wanted): Promise<Slot | 'full' | 'gone'>;
  taken(key: string): number | Promise<number>;
}

export interface LocalPlaces extends ConcurrencyLimiter {
  taken(key: string): number;
  waiting(key: string): number;
}

interface Waiting {
  readonly grant: () => void;
}

interface Room {
  taken: number;
  /** In order of turns: the first is next. */
  readonly queues: Map<string, Waiting[]>;
  waiting: number;
}

/** Most waiters for one key; more would only wait in vain. */
const MOST_WAITING = 10_000;

export function createConcurrencyLimiter(clock: Clock): LocalPlaces {
  const rooms = new Map<string, Room>();

  function release(key: string, room: Room): void {
    const next = nextIn(room);
    if (next !== undefined) {
      next.grant();
      return;
    }
    room.taken -= 1;
    if (room.taken === 0 && room.waiting === 0) rooms.delete(key);
  }

  function placeIn(key: string, room: Room): Slot {
    let held = true;
    return {
      release() {
        if (!held) return;
        held = false;
        release(key, room);
      },
    };
  }

  function wait({ key, who, wait: ms, signal }: Wanted, room: Room): Promise<Slot | 'full' | 'gone'> {
    return new Promise((resolve) => {
      let timer: Timer | undefined;
      const done = (): void => {
        timer?.cancel();
        signal.removeEventListener('abort', leave);
      };
      const waiting: Waiting = {
        grant() {
          done();
          resolve(placeIn(key, room));
        },
      };
      const give = (answer: 'full' | 'gone'): void => {
        done();
        forget(room, who, waiting);
        resolve(answer);
      };
      const leave = (): void => give('gone');
      timer = clock.after(ms, () => give('full'));
      signal.addEventListener('abort', leave, { once: true });
      room.queues.set(who, [...(room.queues.get(who) ?? []), waiting]);
      room.waiting += 1;
    });
  }

  return {
    async take(wanted) {
      const { key, most, signal } = wanted;
      if (signal.aborted) return 'gone';
      const room = rooms.get(key) ?? { taken: 0, queues: new Map(), waiting: 0 };
      rooms.set(key, room);
      // Callers that already wait come first.
      if (room.taken < most && room.waiting === 0) {
        room.taken += 1;
        return placeIn(key, room);
      }
      return wanted.wait <= 0 || room.waiting >= MOST_WAITING ? 'full' : wait(wanted, room);
    },
    taken: (key) => rooms.get(key)?.taken ?? 0,
    waiting: (key) => rooms.get(key)?.waiting ?? 0,
  };
}

/** Takes the first request of the next caller; a caller with more requests goes to the end of the queue. */
function nextIn(room: Room): Waiting | undefined {
  const [turn] = room.queues;
  if (turn === undefined) return undefined;
  const [who, [first, ...rest]] = turn;
  room.queues.delete(who);
  if (rest.length > 0) room.queues.set(who, rest);
  room.waiting -= 1;
  return first;
}

function forget(room: Room, who: string, waiting: Waiting): void {
  const queue = room.queues.get(who) ?? [];
  const rest = queue.filter((each) => each !== waiting);
  if (rest.length === queue.length) return;
  room.waiting -= 1;
  if (rest.length > 0) room.queues.set(who, rest);
  else room.queues.delete(who);
}

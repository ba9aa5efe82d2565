/**
 * `N at once`: places that are taken and given back, and who waits for one. Fair among those who wait: each gets a turn
 * before anybody gets a second, so that one caller with a hundred requests does not keep the others out. In memory, for
 * this process. Knows no limit by name, no request and no HTTP.
 */
import type { Clock, Timer } from '../upstream/clock.ts';

export interface Place {
  /** May be called more than once; only the first call counts. */
  release(): void;
}

export interface Wanted {
  /** Equal keys share places. */
  readonly key: string;
  readonly most: number;
  /** Takes turns with others. */
  readonly who: string;
  /** Milliseconds; 0: now or not at all. */
  readonly wait: number;
  /** The caller leaves. */
  readonly signal: AbortSignal;
}

export interface Places {
  /** Never rejects. */
  take(wanted: Wanted): Promise<Place | 'full' | 'gone'>;
  taken(key: string): number;
  waiting(key: string): number;
}

interface Waiting {
  readonly grant: () => void;
}

interface Room {
  taken: number;
  /** In order of turns: who is first is next. */
  readonly queues: Map<string, Waiting[]>;
  waiting: number;
}

/** So many may wait for one kind of place; more would only wait in vain. */
const MOST_WAITING = 10_000;

export function createPlaces(clock: Clock): Places {
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

  function placeIn(key: string, room: Room): Place {
    let held = true;
    return {
      release() {
        if (!held) return;
        held = false;
        release(key, room);
      },
    };
  }

  function wait({ key, who, wait: ms, signal }: Wanted, room: Room): Promise<Place | 'full' | 'gone'> {
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
      // Who waits already comes first.
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

/** The first of whoever's turn it is; who has more to come goes to the end of the line. */
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

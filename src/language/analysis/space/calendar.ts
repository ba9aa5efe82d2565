/**
 * Clock facts of several zones are free of each other in a search; witnesses are held against the real calendar here. A
 * list of instants, one for each way in which the conditions of a space can see the clocks of one moment: a witness is
 * moved to one of them, or marked where none will do. Knows spaces and clocks only.
 */
import { readClock } from '../../vocabulary/read-clock.ts';
import type { FactValue } from '../../vocabulary/value-set.ts';
import type { Region } from './search.ts';
import { atomsIn, type Space } from './space.ts';
import { TYPICAL_DATE } from './typical-values.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
/** Dates that conditions name are tried with the days around them; more of them are not. */
const MOST_DATES = 40;

export interface Instant {
  /** Of every clock dimension: its atom and its value at this moment. */
  readonly clocks: readonly { readonly dim: number; readonly atom: number; readonly value: FactValue }[];
}

interface Clock {
  readonly dim: number;
  readonly fact: string;
  readonly zone: string;
}

function clocksOf(space: Space): Clock[] {
  return space.dimensions.flatMap(({ spec: { fact, zone } }, dim) =>
    zone === undefined ? [] : [{ dim, fact, zone }],
  );
}

const known = new WeakMap<Space, readonly Instant[]>();

/** The most typical first. Empty where a single clock fact is asked: it needs no other to agree with. */
export function instantsOf(space: Space): readonly Instant[] {
  const made = known.get(space) ?? makeInstants(space);
  known.set(space, made);
  return made;
}

function makeInstants(space: Space): Instant[] {
  const clocks = clocksOf(space);
  if (clocks.length < 2) return [];
  const found = new Map<string, Instant>();
  for (const epoch of epochs(space, clocks)) {
    const readings = clocks.map(({ dim, fact, zone }) => {
      const clock = readClock(epoch, zone);
      const value = fact === 'time' ? Math.floor(clock.time) : fact === 'day' ? clock.day : clock.date;
      return { dim, atom: space.dimensions[dim]?.atomOf(value) ?? 0, value };
    });
    const sign = readings.map(({ atom }) => atom).join();
    if (!found.has(sign)) found.set(sign, { clocks: readings });
  }
  return [...found.values()];
}

export function isAt(space: Space, region: Region, { clocks }: Instant): boolean {
  return clocks.every(({ dim, atom }) => {
    const word = region[(space.starts[dim] as number) + (atom >> 5)] as number;
    return (word & (1 << (atom & 31))) !== 0;
  });
}

/** Changes clock facts of `values` within the region; answers an assumption where no instant was found. */
export function settleClocks(
  space: Space,
  region: Region,
  values: Map<string, FactValue>,
): string | undefined {
  const instants = instantsOf(space);
  if (instants.length === 0) return undefined;
  const instant = instants.find((each) => isAt(space, region, each));
  if (instant !== undefined) {
    for (const { dim, value } of instant.clocks) values.set(space.dimensions[dim]?.spec.id ?? '', value);
    return undefined;
  }
  const restricted = clocksOf(space).filter(
    ({ dim }) => atomsIn(space, region, dim).length < (space.dimensions[dim]?.atoms ?? 0),
  );
  return `some instant has these values of ${restricted.map(({ dim }) => space.dimensions[dim]?.spec.id).join(', ')}`;
}

/** Weekdays around every date that is named, in winter and summer: noon, every half hour, and the edges of times. */
function* epochs(space: Space, clocks: readonly Clock[]): Generator<number> {
  const dates = new Set([TYPICAL_DATE, TYPICAL_DATE + 182]);
  for (const { dim, fact } of clocks)
    for (const atom of fact === 'date' ? (space.dimensions[dim]?.order ?? []) : [])
      if (dates.size < MOST_DATES) dates.add(Number(space.dimensions[dim]?.valueOf(atom)));
  const severalZones = new Set(clocks.map(({ zone }) => zone)).size > 1;
  for (const date of dates) {
    const minutes = new Set([720]);
    for (const { dim, fact, zone } of clocks) {
      const offset = Math.round(readClock(date * DAY, zone).time);
      for (const range of fact === 'time' ? (space.dimensions[dim]?.numbers?.atoms ?? []) : [])
        for (const edge of [range.low, range.high]) minutes.add((edge - offset + 1440) % 1440);
    }
    // Days and times of one zone are free of each other; of several zones they are not.
    for (let minute = 0; severalZones && minute < 1440; minute += 30) minutes.add(minute);
    for (const shift of [0, 1, 2, 3, 4, 5, 6, -1])
      for (const minute of minutes) yield (date + shift) * DAY + minute * MINUTE;
  }
}

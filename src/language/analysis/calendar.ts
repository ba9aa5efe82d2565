/**
 * Clock facts of several zones are free of each other in a search; a witness is held against the real calendar here:
 * moved to an instant at which all of them are true where one is found, else marked. Knows regions and clocks only.
 */
import { readClock } from '../vocabulary/read-clock.ts';
import type { FactValue } from '../vocabulary/value-set.ts';
import type { Region } from './search.ts';
import { atomsIn, type Space } from './space.ts';
import { TYPICAL_DATE } from './typical-values.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

interface Clock {
  readonly id: string;
  readonly fact: 'time' | 'day' | 'date';
  readonly zone: string;
  readonly atoms: ReadonlySet<number>;
  atomOf(value: FactValue): number;
}

/** Changes clock facts of `values` within the region; answers an assumption where no instant was found. */
export function settleClocks(
  space: Space,
  region: Region,
  values: Map<string, FactValue>,
): string | undefined {
  const clocks = space.dimensions.flatMap((dimension, dim): Clock[] => {
    const { fact, zone, id } = dimension.spec;
    if (zone === undefined || (fact !== 'time' && fact !== 'day' && fact !== 'date')) return [];
    const { atomOf } = dimension;
    return [{ id, fact, zone, atoms: new Set(atomsIn(space, region, dim)), atomOf }];
  });
  if (clocks.length < 2) return undefined;
  const start = values.get(clocks.find(({ fact }) => fact === 'date')?.id ?? '');
  for (const instant of instants(typeof start === 'number' ? start : TYPICAL_DATE, clocks, space, region)) {
    const readings = clocks.map((clock) => reading(clock, instant));
    if (!clocks.every((clock, index) => clock.atoms.has(clock.atomOf(readings[index] ?? null)))) continue;
    clocks.forEach((clock, index) => {
      values.set(clock.id, readings[index] ?? null);
    });
    return undefined;
  }
  const told = clocks.map(({ id }) => id).join(', ');
  return `some instant has these values of ${told}`;
}

function reading({ fact, zone }: Clock, instant: number): FactValue {
  const clock = readClock(instant, zone);
  return fact === 'time' ? Math.floor(clock.time) : fact === 'day' ? clock.day : clock.date;
}

/** A fortnight around the date, half a year later too, noon first, then every quarter and the edges of the times asked. */
function* instants(date: number, clocks: readonly Clock[], space: Space, region: Region): Generator<number> {
  const minutes = new Set([720]);
  for (const { id, fact, zone } of clocks) {
    if (fact !== 'time') continue;
    const dim = space.dimensionOf(id) ?? 0;
    const offset = Math.round((readClock(date * DAY, zone).time + 1440) % 1440);
    for (const atom of atomsIn(space, region, dim)) {
      const range = space.dimensions[dim]?.numbers?.atoms[atom];
      if (range === undefined) continue;
      for (const edge of [range.low, range.high]) minutes.add((edge - offset + 1440) % 1440);
    }
  }
  for (let minute = 0; minute < 1440; minute += 15) minutes.add(minute);
  for (const later of [0, 182])
    for (const shift of [0, 1, 2, 3, 4, 5, 6, -1])
      for (const minute of minutes) yield (date + later + shift) * DAY + minute * MINUTE;
}

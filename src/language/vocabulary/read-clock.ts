/**
 * The values of the clock facts at one instant in one zone. A function of its arguments: the caller passes the time.
 */

export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export interface ClockReading {
  /** Minutes after midnight, with fractions of a minute. */
  readonly time: number;
  readonly day: (typeof DAYS)[number];
  /** Days since 1970-01-01 of the zone's calendar. */
  readonly date: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
/** By zone, for the last requested second: a busy service often reads the same one. */
const latest = new Map<string, { readonly second: number; readonly local: number }>();

/** @param epochMs milliseconds since 1970-01-01 UTC. @param zone an IANA name the checker has accepted. */
export function readClock(epochMs: number, zone: string): ClockReading {
  const local = zone === 'UTC' ? epochMs : wallClock(epochMs, zone);
  const date = Math.floor(local / 86_400_000);
  // 1970-01-01 was a Thursday, which is number 3 when weeks begin on Monday.
  const day = DAYS[(((date + 3) % 7) + 7) % 7] ?? 'mon';
  return { time: (local - date * 86_400_000) / 60_000, day, date };
}

/** The zone's wall clock read as if it were UTC. */
function wallClock(epochMs: number, zone: string): number {
  const second = Math.floor(epochMs / 1_000);
  const known = latest.get(zone);
  if (known?.second === second) return known.local;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(epochMs)) part[type] = Number(value);
  const local = Date.UTC(
    part['year'] ?? 1970,
    (part['month'] ?? 1) - 1,
    part['day'] ?? 1,
    part['hour'] ?? 0,
    part['minute'] ?? 0,
    part['second'] ?? 0,
  );
  latest.set(zone, { second, local });
  return local;
}

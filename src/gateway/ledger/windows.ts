/**
 * Calendar-aligned windows: the minute, hour, day, week (from Monday) or month of a time zone that an instant lies
 * in. With daylight saving a day may have 23 or 25 hours. Pure except for a cache; knows no budget.
 */
import type { BudgetWindow } from '../../language/semantics/model.ts';

export interface CalendarWindow {
  /** Names the window among those of its kind and zone: `2026-11-22`, `2026-11`, `2026-11-22T13:00Z`. */
  readonly id: string;
  /** Epoch milliseconds, included. */
  readonly start: number;
  /** Epoch milliseconds, not included. */
  readonly end: number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

interface WallTime {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const latest = new Map<string, CalendarWindow>();

/** Throws RangeError for a zone that the platform does not know; the compiler rejects such a zone earlier. */
export function windowAt(window: BudgetWindow, zone: string, now: number): CalendarWindow {
  const key = `${window} ${zone}`;
  const cached = latest.get(key);
  if (cached !== undefined && cached.start <= now && now < cached.end) return cached;
  const fresh = computeWindow(window, zone, now);
  latest.set(key, fresh);
  return fresh;
}

function computeWindow(window: BudgetWindow, zone: string, now: number): CalendarWindow {
  if (window === 'min') return clockWindow(now - positiveModulo(now, MINUTE), MINUTE);
  const wall = wallTimeAt(zone, now);
  switch (window) {
    case 'hour': {
      const minuteStart = now - positiveModulo(now, MINUTE);
      return clockWindow(minuteStart - wall.minute * MINUTE, HOUR);
    }
    case 'day':
      return dateWindow(zone, wall.year, wall.month, wall.day, { days: 1 });
    case 'week': {
      const sinceMonday = (new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay() + 6) % 7;
      return dateWindow(zone, wall.year, wall.month, wall.day - sinceMonday, { days: 7 });
    }
    case 'month':
      return dateWindow(zone, wall.year, wall.month, 1, { months: 1 });
  }
}

/** Named by its start in UTC, because a local hour occurs twice when clocks are set back. */
function clockWindow(start: number, length: number): CalendarWindow {
  return { id: `${new Date(start).toISOString().slice(0, 16)}Z`, start, end: start + length };
}

function dateWindow(
  zone: string,
  year: number,
  month: number,
  day: number,
  length: { readonly days?: number; readonly months?: number },
): CalendarWindow {
  const first = new Date(Date.UTC(year, month - 1, day));
  const next = new Date(Date.UTC(year, month - 1 + (length.months ?? 0), day + (length.days ?? 0)));
  const name = first.toISOString();
  return {
    id: length.months === undefined ? name.slice(0, 10) : name.slice(0, 7),
    start: midnightOf(zone, first.getTime()),
    end: midnightOf(zone, next.getTime()),
  };
}

/** The first instant of a zone's date, given as its midnight in UTC. Where clocks skip midnight: when the date begins. */
function midnightOf(zone: string, utcMidnight: number): number {
  const before = offsetAt(zone, utcMidnight - DAY);
  const after = offsetAt(zone, utcMidnight + DAY);
  // Two offsets around a change give two candidates; the earlier one whose local time is 00:00 begins the date.
  const candidates = [utcMidnight - Math.max(before, after), utcMidnight - Math.min(before, after)];
  const fitting = candidates.find((instant) => instant + offsetAt(zone, instant) === utcMidnight);
  return fitting ?? utcMidnight - before;
}

/** Milliseconds by which a zone's clocks are ahead of UTC. */
function offsetAt(zone: string, instant: number): number {
  const wall = wallTimeAt(zone, instant);
  const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute);
  return asUtc - (instant - positiveModulo(instant, MINUTE));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallTimeAt(zone: string, instant: number): WallTime {
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, format);
  }
  const read = { year: 0, month: 0, day: 0, hour: 0, minute: 0 };
  for (const { type, value } of format.formatToParts(instant)) {
    if (type in read) read[type as keyof WallTime] = Number(value);
  }
  return read;
}

/** `2026-11-23 00:00 UTC`: an instant as the zone's clocks show it. */
export function clockTime(zone: string, instant: number): string {
  const wall = wallTimeAt(zone, instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${wall.year}-${two(wall.month)}-${two(wall.day)} ${two(wall.hour)}:${two(wall.minute)} ${zone}`;
}

function positiveModulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}

/**
 * Quantities in the policy's own spelling, `100k`, `$2`, `5%`, `20s`, `09:00`, `2026-12-31`, and back. Every message,
 * trace, test and facts file formats numbers with this file. Knows units only.
 */
import type { NumberUnit } from './value-set.ts';

const MS_A_DAY = 86_400_000;
/** Largest first; a duration is written in the largest unit that divides it. */
const DURATIONS = [
  ['d', MS_A_DAY],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `value` as in `NumberUnit`; infinities as `any`. The shortest spelling that reads back as the same number. */
export function formatQuantity(unit: NumberUnit, value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'any' : '-any';
  switch (unit) {
    case 'tokens':
    case 'count':
      return formatCount(value);
    case 'percent':
      return `${plain(value)}%`;
    case 'usd':
      return formatMoney(value);
    case 'ms':
      return formatDuration(value);
    case 'score':
      return plain(value);
    case 'clock':
      return formatTime(value);
    case 'date':
      return formatDate(value);
  }
}

/** `900`, `8k`, `2M`: k and M only where nothing is lost. */
export function formatCount(value: number): string {
  if (value !== 0 && value % 1_000_000 === 0) return `${plain(value / 1_000_000)}M`;
  if (value !== 0 && value % 1_000 === 0) return `${plain(value / 1_000)}k`;
  return plain(value);
}

const GROUPED = new Intl.NumberFormat('en-US');

/** The same for reading, not for a policy: `64k`, `62,875`. */
export function groupedCount(value: number): string {
  return value % 1_000 === 0 ? formatCount(value) : GROUPED.format(value);
}

/** `$2`, `$0.15`, `$2.50`: whole dollars or at least two decimals. */
export function formatMoney(value: number): string {
  if (Number.isInteger(value)) return `$${plain(value)}`;
  const text = plain(value);
  return `$${text}${'0'.repeat(Math.max(0, 2 - (text.split('.')[1] ?? '').length))}`;
}

/** Milliseconds: `200ms`, `20s`, `2h`, `1d`. */
export function formatDuration(value: number): string {
  if (value !== 0) {
    for (const [unit, size] of DURATIONS) if (value % size === 0) return `${plain(value / size)}${unit}`;
  }
  return value === 0 ? '0s' : `${plain(value)}ms`;
}

/** Minutes after midnight. */
export function formatTime(value: number): string {
  const minutes = Math.floor(value);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Days since 1970-01-01 as `YYYY-MM-DD`. */
export function formatDate(days: number): string {
  return new Date(Math.floor(days) * MS_A_DAY).toISOString().slice(0, 10);
}

/** Days since 1970-01-01 of a `YYYY-MM-DD`, or undefined when there is no such day. */
export function daysOfDate(iso: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(iso)) return undefined;
  const days = Date.parse(`${iso}T00:00:00Z`) / MS_A_DAY;
  return Number.isInteger(days) && formatDate(days) === iso && days >= 0 ? days : undefined;
}

/** The number that a text represents in a unit (`8k`, `96%`, `$2`, `6s`, `09:30`), or undefined. */
export function readQuantity(unit: NumberUnit, text: string): number | undefined {
  const pattern = READERS[unit];
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const value = Number(found[1]);
  switch (unit) {
    case 'tokens':
    case 'count':
      return tidy(value * (found[2] === 'k' ? 1_000 : found[2] === 'M' ? 1_000_000 : 1));
    case 'ms':
      return tidy(value * (DURATIONS.find(([name]) => name === found[2])?.[1] ?? 1));
    case 'clock': {
      const minutes = Number(found[1]) * 60 + Number(found[2]);
      return Number(found[1]) < 24 && Number(found[2]) < 60 ? minutes : undefined;
    }
    case 'date':
      return daysOfDate(text);
    default:
      return value;
  }
}

const READERS: Readonly<Record<NumberUnit, RegExp>> = {
  tokens: /^(\d+(?:\.\d+)?)(k|M)?$/,
  count: /^(\d+(?:\.\d+)?)(k|M)?$/,
  percent: /^(\d+(?:\.\d+)?)%?$/,
  usd: /^\$?(\d+(?:\.\d+)?)$/,
  ms: /^(\d+(?:\.\d+)?)(ms|s|min|h|d)$/,
  score: /^(\d+(?:\.\d+)?)$/,
  clock: /^(\d{2}):(\d{2})$/,
  date: /^(\d{4})-\d{2}-\d{2}$/,
};

/** `1.1 * 1000` is 1100.0000000000002 in binary; quantities have at most a dozen significant digits. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Never in exponent notation. */
function plain(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toFixed(20).replace(/\.?0+$/, '');
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockTime, windowAt } from '../../../src/gateway/ledger/windows.ts';
import type { BudgetWindow } from '../../../src/language/semantics/model.ts';

const at = (text: string): number => Date.parse(text);
function shown(window: BudgetWindow, zone: string, now: string): string {
  const { id, start, end } = windowAt(window, zone, at(now));
  return `${id}: ${new Date(start).toISOString().slice(0, 16)} to ${new Date(end).toISOString().slice(0, 16)}`;
}

describe('windows lie where the calendar says', () => {
  test.each<[BudgetWindow, string, string, string]>([
    ['min', 'UTC', '2026-11-22T13:45:59.999Z', '2026-11-22T13:45Z: 2026-11-22T13:45 to 2026-11-22T13:46'],
    ['hour', 'UTC', '2026-11-22T13:45:00Z', '2026-11-22T13:00Z: 2026-11-22T13:00 to 2026-11-22T14:00'],
    [
      'hour',
      'Asia/Kolkata',
      '2026-11-22T13:45:00Z',
      '2026-11-22T13:30Z: 2026-11-22T13:30 to 2026-11-22T14:30',
    ],
    ['day', 'UTC', '2026-11-22T00:00:00Z', '2026-11-22: 2026-11-22T00:00 to 2026-11-23T00:00'],
    ['day', 'UTC', '2026-11-22T23:59:59.999Z', '2026-11-22: 2026-11-22T00:00 to 2026-11-23T00:00'],
    ['day', 'Europe/Berlin', '2026-11-22T23:30:00Z', '2026-11-23: 2026-11-22T23:00 to 2026-11-23T23:00'],
    [
      'day',
      'America/Los_Angeles',
      '2026-11-22T05:00:00Z',
      '2026-11-21: 2026-11-21T08:00 to 2026-11-22T08:00',
    ],
    // 23 hours in spring, 25 in autumn.
    ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29: 2026-03-28T23:00 to 2026-03-29T22:00'],
    ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25: 2026-10-24T22:00 to 2026-10-25T23:00'],
    // In Beirut clocks skip from 00:00 to 01:00: the date begins with the jump.
    ['day', 'Asia/Beirut', '2026-03-29T12:00:00Z', '2026-03-29: 2026-03-28T22:00 to 2026-03-29T21:00'],
    // In Havana 00:00 to 01:00 comes twice: the date begins with the first.
    ['day', 'America/Havana', '2026-11-01T12:00:00Z', '2026-11-01: 2026-11-01T04:00 to 2026-11-02T05:00'],
    ['day', 'America/Havana', '2026-11-01T04:30:00Z', '2026-11-01: 2026-11-01T04:00 to 2026-11-02T05:00'],
    ['week', 'UTC', '2026-11-22T12:00:00Z', '2026-11-16: 2026-11-16T00:00 to 2026-11-23T00:00'],
    ['week', 'UTC', '2026-11-23T00:00:00Z', '2026-11-23: 2026-11-23T00:00 to 2026-11-30T00:00'],
    ['week', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-19: 2026-10-18T22:00 to 2026-10-25T23:00'],
    ['month', 'UTC', '2026-02-10T00:00:00Z', '2026-02: 2026-02-01T00:00 to 2026-03-01T00:00'],
    ['month', 'Europe/Berlin', '2026-12-31T23:30:00Z', '2027-01: 2026-12-31T23:00 to 2027-01-31T23:00'],
    ['month', 'Europe/Berlin', '2026-03-15T00:00:00Z', '2026-03: 2026-02-28T23:00 to 2026-03-31T22:00'],
  ])('/%s in %s at %s', (window, zone, now, expected) => {
    expect(shown(window, zone, now)).toBe(expected);
  });

  test('an hour that comes twice is two windows', () => {
    const first = windowAt('hour', 'Europe/Berlin', at('2026-10-25T00:30:00Z'));
    const second = windowAt('hour', 'Europe/Berlin', at('2026-10-25T01:30:00Z'));
    expect(first.id).not.toBe(second.id);
    expect(first.end).toBe(second.start);
  });
});

test('every instant lies in its window, and windows of a kind do not overlap', () => {
  const zones = [
    'UTC',
    'Europe/Berlin',
    'Asia/Kolkata',
    'America/Havana',
    'Australia/Lord_Howe',
    'Asia/Beirut',
  ];
  fc.assert(
    fc.property(
      fc.constantFrom<BudgetWindow>('min', 'day', 'week', 'month'),
      fc.constantFrom(...zones),
      fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') }),
      (window, zone, now) => {
        const one = windowAt(window, zone, now);
        expect(one.start).toBeLessThanOrEqual(now);
        expect(now).toBeLessThan(one.end);
        const next = windowAt(window, zone, one.end);
        expect(next.start).toBe(one.end);
        expect(next.id).not.toBe(one.id);
        expect(windowAt(window, zone, one.end - 1).id).toBe(one.id);
      },
    ),
    { numRuns: 300 },
  );
});

test('clock time is told in the zone', () => {
  expect(clockTime('UTC', at('2026-11-23T00:00:00Z'))).toBe('2026-11-23 00:00 UTC');
  expect(clockTime('Europe/Berlin', at('2026-11-23T00:00:00Z'))).toBe('2026-11-23 01:00 Europe/Berlin');
});

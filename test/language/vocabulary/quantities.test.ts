import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LAST_DATE } from '../../../src/language/vocabulary/facts.ts';
import {
  daysOfDate,
  formatQuantity,
  readQuantity,
} from '../../../src/language/vocabulary/format-quantity.ts';
import type { NumberUnit } from '../../../src/language/vocabulary/value-set.ts';

describe('quantities', () => {
  test.each<[NumberUnit, number, string]>([
    ['tokens', 900, '900'],
    ['tokens', 100_000, '100k'],
    ['tokens', 128_500, '128500'],
    ['tokens', 2_000_000, '2M'],
    ['tokens', 0, '0'],
    ['count', 3, '3'],
    ['percent', 5, '5%'],
    ['percent', 33.3, '33.3%'],
    ['usd', 2, '$2'],
    ['usd', 0.15, '$0.15'],
    ['usd', 2.5, '$2.50'],
    ['usd', 0.075, '$0.075'],
    ['ms', 800, '800ms'],
    ['ms', 20_000, '20s'],
    ['ms', 90_000, '90s'],
    ['ms', 7_200_000, '2h'],
    ['ms', 86_400_000, '1d'],
    ['ms', 0, '0s'],
    ['score', 0.75, '0.75'],
    ['clock', 570, '09:30'],
    ['clock', 0, '00:00'],
    ['date', 0, '1970-01-01'],
    ['date', LAST_DATE, '9999-12-31'],
  ])('%s %d is written %s and read back', (unit, value, text) => {
    expect(formatQuantity(unit, value)).toBe(text);
    expect(readQuantity(unit, text)).toBe(value);
  });

  test.each<[NumberUnit, string]>([
    ['clock', '9:00'],
    ['clock', '24:00'],
    ['ms', '20'],
    ['ms', '20sec'],
    ['date', '2027-02-30'],
    ['date', '2027-2-3'],
    ['percent', '5 %'],
    ['tokens', '8K'],
    ['usd', '-1'],
  ])('%s is never written %s', (unit, text) => expect(readQuantity(unit, text)).toBeUndefined());

  test('every number of a unit is read back as itself', () => {
    const integers: NumberUnit[] = ['tokens', 'count', 'ms', 'usd', 'percent'];
    fc.assert(
      fc.property(fc.constantFrom(...integers), fc.nat(10_000_000), (unit, value) => {
        expect(readQuantity(unit, formatQuantity(unit, value))).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LAST_DATE }), (days) => {
        expect(daysOfDate(formatQuantity('date', days))).toBe(days);
      }),
    );
  });

  test('is never written with an exponent', () => {
    expect(formatQuantity('usd', 0.0000001)).toBe('$0.0000001');
    expect(formatQuantity('tokens', 1e21)).not.toContain('e');
  });
});

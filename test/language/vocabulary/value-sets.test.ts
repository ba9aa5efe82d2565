import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  globMatches,
  patternFits,
  regularPatternProblem,
} from '../../../src/language/vocabulary/text-patterns.ts';
import type { NumberRange } from '../../../src/language/vocabulary/value-set.ts';
import {
  complementRanges,
  holds,
  intersectRanges,
  rangeIsEmpty,
  rangesHold,
  uniteRanges,
} from '../../../src/language/vocabulary/value-sets.ts';

const range: fc.Arbitrary<NumberRange> = fc.record({
  low: fc.integer({ min: -5, max: 5 }),
  high: fc.integer({ min: -5, max: 5 }),
  lowOpen: fc.boolean(),
  highOpen: fc.boolean(),
});
const ranges = fc.array(range, { maxLength: 4 });
/** Ends of ranges and points between them. */
const point = fc.integer({ min: -12, max: 12 }).map((halves) => halves / 2);

describe('ranges', () => {
  test('united ones hold the same points, sorted, disjoint and not touching', () => {
    fc.assert(
      fc.property(ranges, point, (list, value) => {
        const united = uniteRanges(list);
        expect(rangesHold(united, value)).toBe(rangesHold(list, value));
        united.slice(1).forEach((next, index) => {
          const before = united[index];
          if (before === undefined) return;
          const apart =
            before.high < next.low || (before.high === next.low && before.highOpen && next.lowOpen);
          expect(apart).toBe(true);
        });
      }),
    );
  });

  test('intersection and complement are exact', () => {
    fc.assert(
      fc.property(ranges, ranges, point, (a, b, value) => {
        expect(rangesHold(intersectRanges(a, b), value)).toBe(rangesHold(a, value) && rangesHold(b, value));
        const rest = complementRanges(intersectRanges(uniteRanges(a), [FULL]), -6, 6);
        expect(rangesHold(rest, value)).toBe(!rangesHold(a, value) && value >= -6 && value <= 6);
      }),
    );
  });

  test('emptiness knows whole numbers', () => {
    expect(rangeIsEmpty({ low: 3, lowOpen: true, high: 4, highOpen: true })).toBe(false);
    expect(rangeIsEmpty({ low: 3, lowOpen: true, high: 4, highOpen: true }, true)).toBe(true);
    expect(rangeIsEmpty({ low: 3, lowOpen: false, high: 3, highOpen: false }, true)).toBe(false);
  });
});
const FULL: NumberRange = { low: -6, lowOpen: false, high: 6, highOpen: false };

describe('membership', () => {
  test('unknown is in no set but its own', () => {
    expect(holds({ kind: 'unknown' }, null)).toBe(true);
    expect(holds({ kind: 'unknown' }, 'x')).toBe(false);
    expect(holds({ kind: 'texts', any: [], negated: true }, null)).toBe(false);
    expect(holds({ kind: 'choices', values: ['a'] }, null)).toBe(false);
    expect(holds({ kind: 'numbers', ranges: [FULL] }, null)).toBe(false);
    expect(holds({ kind: 'flag', value: false }, null)).toBe(false);
  });

  test('`is not a or b` means neither', () => {
    const any = [{ kind: 'equals', text: 'a' } as const, { kind: 'equals', text: 'b' } as const];
    expect(holds({ kind: 'texts', any, negated: true }, 'a')).toBe(false);
    expect(holds({ kind: 'texts', any, negated: true }, 'b')).toBe(false);
    expect(holds({ kind: 'texts', any, negated: true }, 'c')).toBe(true);
  });
});

describe('text patterns', () => {
  test('globs agree with the regular expression they stand for', () => {
    const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 });
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
    fc.assert(
      fc.property(glob, text, (pattern, value) => {
        const source = pattern.replace(/\./g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.');
        expect(globMatches(pattern, value)).toBe(new RegExp(`^${source}$`, 's').test(value));
      }),
    );
  });

  test('no glob and no regular pattern can be made to take long', () => {
    // Exponential for an engine that goes back: it would not end in the time a test has.
    expect(globMatches(`${'*a'.repeat(20)}b`, 'a'.repeat(5_000))).toBe(false);
    expect(patternFits({ kind: 'regular', source: '(a+)+$' }, `${'a'.repeat(5_000)}b`)).toBe(false);
  });

  test('regular patterns are found anywhere and keep case, `contains` ignores it', () => {
    expect(patternFits({ kind: 'regular', source: 'b+' }, 'abba')).toBe(true);
    expect(patternFits({ kind: 'regular', source: 'B' }, 'abba')).toBe(false);
    expect(patternFits({ kind: 'contains', text: 'Invoice' }, 'my INVOICE')).toBe(true);
  });

  test('says what is wrong with a pattern', () => {
    expect(regularPatternProblem('(a')).toContain('missing');
    expect(regularPatternProblem('(?=a)')).toBeDefined();
    expect(regularPatternProblem('^a{1,3}$')).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { didYouMean, editDistance, onlyNearest } from '../../../src/language/diagnostics/suggest.ts';

describe('did you mean', () => {
  test.each([
    ['sonet', ['haiku', 'sonnet'], 'sonnet'],
    ['teir', ['tier', 'time'], 'tier'],
    ['HAIKU', ['haiku'], 'haiku'],
    ['saturday', ['sat', 'sun'], 'sat'],
    ['budget-tea', ['budget-team', 'budget-all'], 'budget-team'],
    ['mood', ['load', 'key'], undefined],
    ['a', ['b', 'c'], undefined],
    ['xyz', [], undefined],
  ])('%s among %j', (written, names, meant) => expect(didYouMean(written, names)).toBe(meant));

  test('a fix needs a single nearest name', () => {
    expect(onlyNearest('haik', ['haiku', 'haiko'])).toBeUndefined();
    expect(onlyNearest('haik', ['haiku', 'sonnet'])).toBe('haiku');
    expect(onlyNearest('saturday', ['sat'])).toBeUndefined();
  });
});

describe('edit distance', () => {
  test.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'xbc', 1],
    ['kitten', 'sitting', 3],
  ])('%s → %s is %i', (a, b, distance) => expect(editDistance(a, b, 9)).toBe(distance));

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

  test('is symmetric, zero for equals only, and cut off at the bound', () => {
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, bound) => {
        const whole = editDistance(a, b, 20);
        expect(editDistance(b, a, 20)).toBe(whole);
        expect(whole === 0).toBe(a === b);
        expect(editDistance(a, b, bound)).toBe(Math.min(whole, bound + 1));
      }),
    );
  });
});

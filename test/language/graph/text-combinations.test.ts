/** No combination that some text shows is ever left out, and the common impossible ones are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileTextPattern } from '../../../src/language/graph/match-text.ts';
import { possibleCombinations } from '../../../src/language/graph/text-combinations.ts';
import { patternFits } from '../../../src/language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../../src/language/vocabulary/value-set.ts';

const glob = (glob: string): TextPattern => ({ kind: 'glob', glob });
const told = (patterns: readonly TextPattern[]): string[] =>
  possibleCombinations(patterns).map((fitting) =>
    fitting.map((pattern) => (pattern.kind === 'glob' ? pattern.glob : pattern.kind)).join(' '),
  );

test('beginnings and ends that differ are never together; a narrower glob never comes without the wider', () => {
  expect(told([glob('gpt-*'), glob('claude-*')])).toEqual(['gpt-*', 'claude-*', '']);
  expect(told([glob('gpt-*'), glob('gpt-4*')])).toEqual(['gpt-* gpt-4*', 'gpt-*', '']);
  expect(told([glob('*-mini'), glob('*-large')])).toEqual(['*-mini', '*-large', '']);
  expect(told([glob('a*'), glob('*b')])).toEqual(['a* *b', 'a*', '*b', '']);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A'), maxLength: 6 });
const pattern: fc.Arbitrary<TextPattern> = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 }).map(glob),
  letters.map((text): TextPattern => ({ kind: 'contains', text })),
  letters.map((text): TextPattern => ({ kind: 'equals', text })),
  fc.constantFrom('^a', 'b+a$', '(?i)ab').map((source): TextPattern => ({ kind: 'regular', source })),
);

test('what a text fits is always among the combinations', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(pattern, { maxLength: 4, selector: (one) => JSON.stringify(one) }),
      letters,
      (patterns, text) => {
        const fitting = patterns.filter((one) => patternFits(one, text));
        expect(possibleCombinations(patterns)).toContainEqual(fitting);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('the pieces of a glob do not overlap', () => {
  const fits = compileTextPattern(glob('a*b*b'));
  expect(['ab', 'abb', 'axbyb', 'abab'].map(fits)).toEqual([false, true, true, true]);
});

test('a prepared pattern fits what the vocabulary says it fits', () => {
  fc.assert(
    fc.property(pattern, letters, (one, text) => {
      expect(compileTextPattern(one)(text)).toBe(patternFits(one, text));
    }),
    { numRuns: 2_000 },
  );
});

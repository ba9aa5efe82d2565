import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinedText, textFitting } from '../../../../src/language/analysis/regular/text-search.ts';
import { patternFits } from '../../../../src/language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../../../src/language/vocabulary/value-set.ts';

const glob = (text: string): TextPattern => ({ kind: 'glob', glob: text });
const anyGlob = fc.stringMatching(/^[ab*?]{1,4}$/).map(glob);
/** Every text of up to six letters: long enough for what two or three short globs can tell apart. */
const texts = [''];
for (let at = 0; (texts[at] as string).length < 6; at += 1)
  for (const letter of 'abc') texts.push(`${texts[at]}${letter}`);

test('a text is found where trying all short texts finds one, and fits as it should', () => {
  fc.assert(
    fc.property(fc.array(anyGlob, { maxLength: 2 }), fc.array(anyGlob, { maxLength: 1 }), (fits, misses) => {
      const isWanted = (text: string): boolean =>
        fits.every((pattern) => patternFits(pattern, text)) &&
        !misses.some((pattern) => patternFits(pattern, text));
      const found = textFitting(fits, misses);
      if (found.kind === 'open') throw new Error('a few short globs are no long walk');
      if (found.kind === 'none') expect(texts.filter(isWanted)).toEqual([]);
      else expect(isWanted(found.text)).toBe(true);
      const joined = joinedText(fits, misses);
      if (joined?.kind === 'text') expect(isWanted(joined.text)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('the shortest text is found, and the empty one only where there is no other', () => {
  expect(textFitting([glob('*-1-*'), glob('*-2-*')], [])).toEqual({ kind: 'text', text: '-1-2-' });
  expect(textFitting([glob('*')], [glob('?*')])).toEqual({ kind: 'text', text: '' });
  expect(textFitting([glob('*')], [])).not.toEqual({ kind: 'text', text: '' });
  expect(textFitting([glob('a*')], [glob('*')])).toEqual({ kind: 'none' });
});

test('of a pattern that is no machine nothing is said', () => {
  expect(textFitting([{ kind: 'regular', source: '(?<=a)b' }], [])).toEqual({ kind: 'open' });
});

/** Texts: every combination of patterns that some text fits is an atom, and the sample of each atom really fits it. */
import { expect, it } from 'vitest';
import { parseRegular } from '../../../../src/language/analysis/regular/regular-syntax.ts';
import { textAtoms } from '../../../../src/language/analysis/space/text-atoms.ts';
import { patternFits, regularPatternProblem } from '../../../../src/language/vocabulary/text-patterns.ts';
import type { TextPattern } from '../../../../src/language/vocabulary/value-set.ts';
import { type Random, randomFrom } from '../../../support/small-policy.ts';

const glob = (text: string): TextPattern => ({ kind: 'glob', glob: text });
const equals = (text: string): TextPattern => ({ kind: 'equals', text });
const contains = (text: string): TextPattern => ({ kind: 'contains', text });
const regular = (source: string): TextPattern => ({ kind: 'regular', source });

function fitsBySample(patterns: readonly TextPattern[]): Record<string, string> {
  const { atoms } = textAtoms(patterns);
  return Object.fromEntries(
    atoms.map(({ sample, fits }) => [patterns.map((_, place) => Number(fits.has(place))).join(''), sample]),
  );
}

it('relates a constant to the glob it fits', () => {
  expect(fitsBySample([glob('a*'), equals('abc')])).toEqual({ '00': 'e', '10': 'a', '11': 'abc' });
});

it('finds what fits several patterns at once', () => {
  expect(fitsBySample([glob('triage-*'), regular('[0-9]{2}$')])).toEqual({
    '00': 'a',
    '10': 'triage-',
    '01': '00',
    '11': 'triage-00',
  });
});

it('knows that upper and lower case are one to contains and to (?i)', () => {
  // Whatever fits (?i)^kit$ contains "KIT", the Kelvin sign included.
  expect(Object.keys(fitsBySample([contains('KIT'), regular('(?i)^kit$')])).sort()).toEqual([
    '00',
    '10',
    '11',
  ]);
  expect(patternFits(contains('kit'), '\u212ait')).toBe(true);
});

it('tells one character from two units', () => {
  // A pair of surrogates is one character to a regular pattern and two to a glob.
  expect(fitsBySample([regular('^.$'), glob('??')])['11']).toHaveLength(2);
});

it('leaves patterns over that no automaton is made for', () => {
  const { patterns, opaque } = textAtoms([regular('(?m)^a'), glob('a*'), regular('\\p{Greek}')]);
  expect(patterns).toEqual([glob('a*')]);
  expect(opaque).toEqual([regular('(?m)^a'), regular('\\p{Greek}')]);
});

it('gives up on products that grow too large, but never on constants', () => {
  const many = Array.from({ length: 24 }, (_, i) => contains(`word${String.fromCharCode(97 + i)}`));
  const { patterns, opaque } = textAtoms([equals('a'), ...many]);
  expect(patterns).toEqual([equals('a')]);
  expect(opaque).toHaveLength(24);
});

function randomRegular(random: Random, depth: number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  if (depth === 0)
    return pick([
      'a',
      'b',
      'B',
      '.',
      '[ab]',
      '[^a]',
      '\\d',
      '\\w',
      '[A-b]',
      's',
      '^',
      '$',
      '\\.',
      '[^\\w]',
      '\\S',
      '(?i)b',
      '\\b',
      '\\B',
    ]);
  const inner = (): string => randomRegular(random, depth - 1);
  return pick([
    () => inner() + inner(),
    () => inner() + inner(),
    () => `(${inner()}|${inner()})`,
    () => `(?:${inner()})*`,
    () => `(${inner()})+`,
    () => `(?:${inner()})?`,
    () => `(${inner()}){1,2}`,
    () => `(?i:${inner()})`,
    () => `^${inner()}`,
    () => `${inner()}$`,
  ])();
}

it('agrees with the real matchers on random patterns', () => {
  const random = randomFrom(7);
  const letters = ['a', 'b', 'B', 's', 'ſ', 'ı', '1', '.', '\n', '😀'];
  let read = 0;
  for (let round = 0; round < 400; round += 1) {
    const patterns = Array.from({ length: 1 + Math.floor(random() * 3) }, (): TextPattern => {
      const kind = random();
      if (kind < 0.7) return regular(randomRegular(random, 2));
      const text = Array.from({ length: 3 }, () => letters[Math.floor(random() * letters.length)]).join('');
      return kind < 0.8
        ? contains(text)
        : kind < 0.9
          ? equals(text)
          : glob(text.replace('a', '*').replace('s', '?'));
    }).filter((pattern) => pattern.kind !== 'regular' || regularPatternProblem(pattern.source) === undefined);
    const { atoms, atomOf, patterns: known } = textAtoms(patterns);
    if (known.length > 0) read += 1;
    for (const { sample, fits } of atoms)
      expect(known.map((pattern) => patternFits(pattern, sample))).toEqual(
        known.map((_, place) => fits.has(place)),
      );
    for (let tried = 0; tried < 300; tried += 1) {
      const length = Math.floor(random() * 6);
      const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('');
      // Throws where no atom has this combination.
      atomOf(text);
    }
  }
  expect(read).toBeGreaterThan(380);
});

it.each(['(?m)^a', '[[:alpha:]]', 'a{2}{3}', 'x**', '(?=a)', '(?i)é', '\\pL', 'a(b'])(
  'does not read %s',
  (source) => {
    expect(parseRegular(source)).toBeUndefined();
  },
);

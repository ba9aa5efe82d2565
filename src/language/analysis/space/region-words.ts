/**
 * A region in the policy's words, fact by fact: `tokens 32,001 to 120,000`, `tier pro`, `header "x-beta" like "a*"`. Only
 * facts that the region restricts are listed. Knows no finding.
 */
import { membersWords, patternsWords } from '../../graph/branch-words.ts';
import { COMPLEXITY_BANDS } from '../../quality/quality-table.ts';
import { FACT_KINDS, type FactKind } from '../../vocabulary/facts.ts';
import { formatQuantity } from '../../vocabulary/format-quantity.ts';
import { patternWords, rangeWords } from '../../vocabulary/set-words.ts';
import type { NumberRange } from '../../vocabulary/value-set.ts';
import { uniteRanges } from '../../vocabulary/value-sets.ts';
import type { Dimension } from './dimension.ts';
import type { NumberDomain } from './number-atoms.ts';
import type { Region } from './search.ts';
import { atomsIn, type Space } from './space.ts';

/** By fact id: who and what is asked for first, then how much; otherwise in the order of the vocabulary. */
export function regionWords(space: Space, region: Region): Map<string, string> {
  const words = new Map<string, string>();
  for (const [dim, dimension] of toldInOrder(space)) {
    const atoms = atomsIn(space, region, dim);
    if (atoms.length === dimension.atoms) continue;
    const { id } = dimension.spec;
    if (space.dimensionOf(id) === dim) words.set(id, atomsWords(dimension, atoms));
    else {
      const fact = opaqueOf(space, dim);
      if (fact !== undefined) words.set(fact, atoms.includes(1) ? 'yes' : 'no');
    }
  }
  return words;
}

const KINDS = ['choice', 'text', 'flag', 'number'];

function toldInOrder(space: Space): (readonly [number, Dimension])[] {
  const place = ({ spec }: Dimension): number => FACT_KINDS.indexOf(spec.fact as FactKind);
  const kind = ({ spec }: Dimension): number => KINDS.indexOf(spec.domain.kind);
  return [...space.dimensions.entries()].sort(([, a], [, b]) => kind(a) - kind(b) || place(a) - place(b));
}

/** `tier pro · intent refund · tokens 32,001 to 120,000`; `every request` where nothing is restricted. */
export function regionLine(words: ReadonlyMap<string, string>): string {
  const parts = [...words].map(([fact, set]) => `${fact} ${set}`);
  return parts.length === 0 ? 'every request' : parts.join(' · ');
}

function opaqueOf(space: Space, flag: number): string | undefined {
  for (const { fact, pattern } of space.opaque) {
    const dim = space.dimensionOf(fact);
    if (dim !== undefined && space.flagOf(dim, pattern) === flag) return `${fact} ${patternWords(pattern)}`;
  }
  return undefined;
}

function atomsWords(dimension: Dimension, atoms: readonly number[]): string {
  const { spec } = dimension;
  const unknown = spec.canBeUnknown ? dimension.atoms - 1 : -1;
  const known = atoms.filter((atom) => atom !== unknown);
  if (known.length === 0) return 'unknown';
  const every = dimension.atoms - (spec.canBeUnknown ? 1 : 0);
  const told = known.length === every ? 'known' : knownWords(dimension, known);
  return atoms.includes(unknown) ? `${told} or unknown` : told;
}

function knownWords(dimension: Dimension, atoms: readonly number[]): string {
  const { spec, numbers } = dimension;
  const { domain } = spec;
  switch (domain.kind) {
    case 'number': {
      const pieces = joinedRanges(
        domain,
        atoms.flatMap((atom) => numbers?.atoms[atom] ?? []),
      );
      const told = pieces.map((range) => spanWords(domain, range));
      return (spec.fact === 'complexity' ? (bandsOf(pieces) ?? told.map(thirdsIn)) : told).join(' or ');
    }
    case 'choice':
      return membersWords(
        domain.values,
        atoms.map((atom) => String(dimension.valueOf(atom))),
      );
    case 'flag':
      return dimension.valueOf(atoms[0] ?? 0) === true ? 'yes' : 'no';
    case 'text':
      return textWords(dimension, atoms);
  }
}

/** As a quality table names them, where the ranges are whole bands; otherwise as numbers. */
function bandsOf(ranges: readonly NumberRange[]): readonly string[] | undefined {
  const inside = COMPLEXITY_BANDS.filter((_, third) =>
    ranges.some(({ low, high }) => low <= third / 3 && high >= (third + 1) / 3),
  );
  const whole = uniteRanges(
    inside.map((band) => {
      const third = COMPLEXITY_BANDS.indexOf(band);
      return { low: third / 3, lowOpen: false, high: (third + 1) / 3, highOpen: third < 2 };
    }),
  );
  return JSON.stringify(whole) === JSON.stringify(ranges) ? inside : undefined;
}

/** The ends of bands, which have no short decimal. */
function thirdsIn(words: string): string {
  return words.replace(String(1 / 3), '1/3').replace(String(2 / 3), '2/3');
}

/** Neighbours among whole numbers touch, though their ends differ by one. */
function joinedRanges({ integer }: NumberDomain, ranges: readonly NumberRange[]): readonly NumberRange[] {
  if (!integer) return uniteRanges(ranges);
  const result: NumberRange[] = [];
  for (const range of ranges) {
    const last = result.at(-1);
    if (last !== undefined && range.low === last.high + 1)
      result[result.length - 1] = { ...last, high: range.high };
    else result.push(range);
  }
  return result;
}

const GROUPED = new Intl.NumberFormat('en-US');

function spanWords(domain: NumberDomain, range: NumberRange): string {
  const { low, high, lowOpen, highOpen } = range;
  const counted = domain.unit === 'tokens' || domain.unit === 'count';
  const grouped = (words: string): string =>
    counted
      ? words.replace(/(?<![\d.])\d{4,}(?![\d.]|k|M)/g, (digits) => GROUPED.format(Number(digits)))
      : words;
  if (!domain.integer) return rangeWords(domain, range);
  if (counted && low === high && low >= 1_000 && low % 1_000 !== 0) return GROUPED.format(low);
  if (low > domain.low && high < domain.high && !lowOpen && !highOpen && low !== high) {
    const write = (value: number): string =>
      counted ? GROUPED.format(value) : formatQuantity(domain.unit, value);
    return `${write(low)} to ${write(high)}`;
  }
  // `over 100k` is what a person would have written for 100,001 and more.
  const before = formatQuantity(domain.unit, low - 1);
  if (high === domain.high && low > domain.low && before.length < formatQuantity(domain.unit, low).length)
    return `over ${before}`;
  return grouped(rangeWords(domain, range));
}

/** By one pattern where one says it, else by what the first few kinds of text fit. */
function textWords({ texts }: Dimension, atoms: readonly number[]): string {
  if (texts === undefined) return 'known';
  const inside = new Set(atoms);
  const others = texts.atoms.length - inside.size;
  for (const [place, pattern] of texts.patterns.entries()) {
    const fitting = texts.fitting[place] ?? [];
    if (fitting.length === inside.size && fitting.every((atom) => inside.has(atom)))
      return patternWords(pattern);
    if (fitting.length === others && !fitting.some((atom) => inside.has(atom)))
      return `not ${patternWords(pattern)}`;
  }
  // Patterns that none of the region fits say it as well, where nothing outside fits none of them.
  const fits = new Set(atoms.flatMap((atom) => [...(texts.atoms[atom]?.fits ?? [])]));
  const told = texts.atoms.every(
    (other, atom) => inside.has(atom) || [...other.fits].some((place) => !fits.has(place)),
  );
  if (told)
    return patternsWords(
      [],
      texts.patterns.filter((_, place) => !fits.has(place)),
    );
  const kinds = atoms.slice(0, 3).map((atom) => {
    const own = texts.atoms[atom]?.fits ?? new Set();
    const fitting = texts.patterns.filter((_, place) => own.has(place));
    return patternsWords(
      fitting,
      texts.patterns.filter((_, place) => !own.has(place)),
    );
  });
  return [...new Set(kinds)].join(' or ') + (atoms.length > 3 ? ' or others' : '');
}

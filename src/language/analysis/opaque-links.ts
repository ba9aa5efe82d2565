/**
 * What opaque patterns cannot be, all the same: constants settle them, and two of them may exclude or imply each other.
 * Said as boxes that hold no request. Knows texts, no policy.
 */
import type { TextPattern } from '../vocabulary/value-set.ts';
import { coverOf } from './cover.ts';
import { type Dimension, fitsOpaque } from './dimension.ts';
import type { Cover } from './search.ts';
import { textAtoms } from './text-atoms.ts';

type WordsOf = (
  dim: number,
  atoms: readonly number[],
) => { readonly dim: number; readonly words: Int32Array };

/** The dimension that is the flag of an opaque pattern. */
type FlagOf = (dimension: number, pattern: TextPattern) => number | undefined;

export function opaqueLinks(dimensions: readonly Dimension[], flagOf: FlagOf, wordsOf: WordsOf): Cover[] {
  return [...constantLinks(dimensions, flagOf, wordsOf), ...pairLinks(dimensions, flagOf, wordsOf)];
}

/** A constant that is the only text of its atom settles every opaque pattern; an unknown text fits none. */
function constantLinks(dimensions: readonly Dimension[], flagOf: FlagOf, wordsOf: WordsOf): Cover[] {
  return dimensions.flatMap((dimension, dim) =>
    dimension.opaque.flatMap((pattern) => {
      const flag = flagOf(dim, pattern);
      if (flag === undefined) return [];
      const settled = dimension.order.filter((atom) => dimension.texts?.atoms[atom]?.only ?? true);
      return [true, false].flatMap((value) => {
        const atoms = settled.filter((atom) => fitsOpaque(pattern, dimension.valueOf(atom)) === value);
        const parts = [wordsOf(dim, atoms), wordsOf(flag, [value ? 0 : 1])];
        return coverOf(new Map(parts.map((part) => [part.dim, part.words]))) ?? [];
      });
    }),
  );
}

/** More pairs of opaque patterns are not related to each other. */
const MOST_PAIRS = 400;

/** What two opaque patterns cannot be together, as far as an automaton can be made of the two. */
function pairLinks(dimensions: readonly Dimension[], flagOf: FlagOf, wordsOf: WordsOf): Cover[] {
  let pairs = 0;
  return dimensions.flatMap(({ opaque }, dim) =>
    opaque.flatMap((one, index) =>
      opaque.slice(index + 1).flatMap((other) => {
        const flags = [flagOf(dim, one) ?? 0, flagOf(dim, other) ?? 0] as const;
        pairs += 1;
        const both = pairs > MOST_PAIRS ? undefined : textAtoms([one, other]);
        if (both === undefined || both.opaque.length > 0) return [];
        return [0, 1, 2, 3].flatMap((sign) => {
          const wanted = [sign & 1, sign >> 1] as const;
          if (
            both.atoms.some(
              ({ fits }) => Number(fits.has(0)) === wanted[0] && Number(fits.has(1)) === wanted[1],
            )
          )
            return [];
          const parts = [wordsOf(flags[0], [wanted[0]]), wordsOf(flags[1], [wanted[1]])];
          return coverOf(new Map(parts.map((part) => [part.dim, part.words]))) ?? [];
        });
      }),
    ),
  );
}

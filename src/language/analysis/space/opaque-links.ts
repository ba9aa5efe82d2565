/**
 * What opaque patterns cannot be, all the same: constants settle them. Said as boxes that hold no request. What several
 * of them cannot occur together is determined on demand, by `opaque-texts.ts`. Knows texts, no policy.
 */
import type { TextPattern } from '../../vocabulary/value-set.ts';
import { coverOf } from './cover.ts';
import { type Dimension, fitsOpaque } from './dimension.ts';
import type { Cover } from './search.ts';

type WordsOf = (
  dim: number,
  atoms: readonly number[],
) => { readonly dim: number; readonly words: Int32Array };

/** The dimension that is the flag of an opaque pattern. */
type FlagOf = (dimension: number, pattern: TextPattern) => number | undefined;

/** A constant that is the only text of its atom settles every opaque pattern; an unknown text fits none. */
export function constantLinks(dimensions: readonly Dimension[], flagOf: FlagOf, wordsOf: WordsOf): Cover[] {
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

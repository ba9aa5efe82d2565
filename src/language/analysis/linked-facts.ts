/**
 * Facts that are not free of each other, said as combinations no request can have: a share is unknown exactly where its
 * key is, and a date of one zone has its day of the week. Between zones clocks are taken as free; witnesses are held
 * against the calendar afterwards. Knows dimensions only.
 */
import { keyWords } from '../vocabulary/fact-spec.ts';
import { DAYS } from '../vocabulary/facts.ts';
import type { Dimension } from './dimension.ts';

/** A list of dimension and atoms: whoever has one of the atoms in each of them does not exist. */
export type AtomBox = readonly (readonly [dim: number, atoms: readonly number[]])[];

export function impossibleBoxes(dimensions: readonly Dimension[]): AtomBox[] {
  return dimensions.flatMap((dimension, dim) => [
    ...shareLinks(dimensions, dimension, dim),
    ...dayLinks(dimensions, dimension, dim),
  ]);
}

function shareLinks(dimensions: readonly Dimension[], { spec, atoms }: Dimension, dim: number): AtomBox[] {
  if (spec.fact !== 'share' || spec.key === undefined || !spec.canBeUnknown) return [];
  const words = keyWords(spec.key);
  const fact = dimensions.findIndex((other) => other.spec.id === words);
  // Without the key itself, the first share of it stands for all.
  const share = dimensions.findIndex(
    (other) => other.spec.key !== undefined && keyWords(other.spec.key) === words,
  );
  const key = fact >= 0 ? fact : share;
  if (key === dim) return [];
  const keyed = dimensions[key];
  if (keyed === undefined || !keyed.spec.canBeUnknown) return [];
  const known = (count: number): number[] => Array.from({ length: count - 1 }, (_, atom) => atom);
  return [
    [
      [dim, known(atoms)],
      [key, [keyed.atoms - 1]],
    ],
    [
      [dim, [atoms - 1]],
      [key, known(keyed.atoms)],
    ],
  ];
}

function dayLinks(dimensions: readonly Dimension[], { spec, numbers }: Dimension, dim: number): AtomBox[] {
  if (spec.fact !== 'date' || numbers === undefined) return [];
  const day = dimensions.findIndex((other) => other.spec.fact === 'day' && other.spec.zone === spec.zone);
  const days = dimensions[day];
  if (days === undefined) return [];
  return numbers.atoms.flatMap(({ low, high }, atom): AtomBox[] => {
    if (high - low >= 6) return [];
    const had = new Set<string>();
    for (let date = low; date <= high; date += 1) had.add(dayOf(date));
    const others = DAYS.filter((name) => !had.has(name)).map((name) => days.atomOf(name));
    return [
      [
        [dim, [atom]],
        [day, others],
      ],
    ];
  });
}

/** 1970-01-01 was a Thursday. */
export function dayOf(date: number): string {
  return DAYS[(((date + 3) % 7) + 7) % 7] ?? 'mon';
}

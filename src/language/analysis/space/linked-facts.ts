/**
 * Values and facts that are not free, said as combinations no request can have: a name that is asked for is one that the
 * policy serves, a share is unknown exactly where its key is, and a date of one zone has its day of the week. Between
 * zones clocks are taken as free; witnesses are held against the calendar afterwards. Knows dimensions only.
 */
import { keyWords } from '../../vocabulary/fact-spec.ts';
import { DAYS } from '../../vocabulary/facts.ts';
import type { Dimension } from './dimension.ts';

/** A list of dimension and atoms: no request has one of the atoms in each of them. */
export type AtomBox = readonly (readonly [dim: number, atoms: readonly number[]])[];

/** `served`: the names a client may ask for; none, or `*` among them, leaves every name possible but those `elsewhere`. */
export function impossibleBoxes(
  dimensions: readonly Dimension[],
  served: readonly string[] = [],
  elsewhere: readonly string[] = [],
): AtomBox[] {
  return dimensions.flatMap((dimension, dim) => [
    ...unservedNames(dimension, dim, served, elsewhere),
    ...shareLinks(dimensions, dimension, dim),
    ...dayLinks(dimensions, dimension, dim),
  ]);
}

/** A request for a name that the policy does not serve goes to another policy, or nowhere. */
function unservedNames(
  { spec, texts, atomOf }: Dimension,
  dim: number,
  served: readonly string[],
  elsewhere: readonly string[],
): AtomBox[] {
  if (spec.fact !== 'asked for' || texts === undefined) return [];
  if (served.length === 0 || served.includes('*')) {
    // Only where a name is a constant of its own: else its atom holds other names too.
    const gone = elsewhere.map(atomOf).filter((atom) => texts.atoms[atom]?.only === true);
    return gone.length === 0 ? [] : [[[dim, gone]]];
  }
  const possible = new Set(served.map(atomOf));
  const others = texts.atoms.flatMap((_, atom) => (possible.has(atom) ? [] : [atom]));
  return others.length === 0 ? [] : [[[dim, others]]];
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

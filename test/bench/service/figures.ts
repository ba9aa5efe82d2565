/**
 * The figures of a benchmark, kept by cell and proxy and one per round, so that ratios are of one round. Must not know what
 * is measured.
 */

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface Figures {
  add(cell: string, proxy: string, value: number): void;
  of(cell: string, proxy: string): Spread | undefined;
  /** Of one proxy to another in the same round. */
  ratio(cell: string, proxy: string, base: string): Spread | undefined;
  /** One proxy less another in the same round. */
  added(cell: string, proxy: string, base: string): Spread | undefined;
}

export function createFigures(): Figures {
  const rounds = new Map<string, number[]>();
  const valuesOf = (cell: string, proxy: string): readonly number[] => rounds.get(`${cell}\n${proxy}`) ?? [];
  const paired = (cell: string, proxy: string, base: string, by: (value: number, of: number) => number) => {
    const bases = valuesOf(cell, base);
    return spreadOf(valuesOf(cell, proxy).map((value, round) => by(value, bases[round] ?? Number.NaN)));
  };
  return {
    add(cell, proxy, value) {
      rounds.set(`${cell}\n${proxy}`, [...valuesOf(cell, proxy), value]);
    },
    of: (cell, proxy) => spreadOf(valuesOf(cell, proxy)),
    ratio: (cell, proxy, base) => paired(cell, proxy, base, (value, of) => value / of),
    added: (cell, proxy, base) => paired(cell, proxy, base, (value, of) => value - of),
  };
}

/** Lowest and highest: with five rounds, quartiles would hide two of them. */
function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const [low] = sorted;
  if (low === undefined) return undefined;
  return {
    median: sorted[Math.floor(sorted.length / 2)] ?? low,
    low,
    high: sorted.at(-1) ?? low,
  };
}

/** The result of measuring coverage: data only. */

export interface Untested {
  readonly policy: string;
  readonly name: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

export interface Measure {
  readonly covered: number;
  readonly total: number;
  /** 100 where there is nothing to cover; rounded down, so that 100 means all. */
  readonly percent: number;
  readonly missing: readonly Untested[];
}

export interface Coverage {
  readonly routes: Measure;
  readonly hops: Measure;
  readonly boundaries: Measure;
}

/** In the order in which they are shown. */
export const MEASURES = ['routes', 'hops', 'boundaries'] as const;

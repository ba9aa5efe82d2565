// Confidence intervals of a routing signal, and its quality at each cost: for some shares of strong calls the quality
// of the answers and the dollars per request, each with the middle 95 % of resampled prompts (percentile bootstrap).
// Must not know: where signals come from, rendering.

import { generator, ranked, routingCurve, type ScoredOutcome } from './routing-curve.ts';

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface CostPoint {
  /** Share of calls, those that the signal ranks highest for the strong model. */
  readonly strongShare: number;
  readonly quality: Interval;
  /** The quality of the same share with random calls. */
  readonly atRandom: number;
  /** US dollars per request, over the prompts whose costs are known. */
  readonly usd?: Interval;
}

export interface SignalWorth {
  readonly apgr: Interval;
  readonly atCost: readonly CostPoint[];
  /** Prompts of which both models' costs are known. */
  readonly costRows: number;
}

const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 1];

/** A fixed seed, for reproducible draws. */
export function judgeSignal(outcomes: readonly ScoredOutcome[], resamples = 500): SignalWorth {
  const sorted = ranked(outcomes);
  const { quality, apgr, dollars } = figuresOf(sorted);
  const random = generator(20_260_101);
  const drawn = Array.from({ length: resamples }, () => figuresOf(resampled(sorted, random)));
  const interval = (value: number, of: (figures: Figures) => number): Interval => {
    const values = drawn
      .map(of)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const at = (share: number) => values[Math.round(share * (values.length - 1))] ?? Number.NaN;
    return { value, low: at(0.025), high: at(0.975) };
  };
  const [cheap, strong] = [quality[0] ?? 0, quality.at(-1) ?? 0];
  return {
    apgr: interval(apgr, (figures) => figures.apgr),
    atCost: SHARES.map((strongShare, at) => ({
      strongShare,
      quality: interval(quality[at] ?? 0, (figures) => figures.quality[at] ?? 0),
      atRandom: cheap + strongShare * (strong - cheap),
      ...(dollars === undefined
        ? {}
        : { usd: interval(dollars[at] ?? 0, (figures) => figures.dollars?.[at] ?? Number.NaN) }),
    })),
    costRows: outcomes.filter((one) => one.cost !== undefined).length,
  };
}

interface Figures {
  readonly apgr: number;
  /** At each of the shares. */
  readonly quality: readonly number[];
  readonly dollars: readonly number[] | undefined;
}

function figuresOf(sorted: readonly ScoredOutcome[]): Figures {
  const { apgr, quality } = routingCurve(sorted);
  const counts = SHARES.map((share) => Math.round(share * sorted.length));
  return { apgr, quality: counts.map((count) => quality[count] ?? 0), dollars: dollarsOf(sorted, counts) };
}

/** Dollars per prompt if the first ones of each count get strong calls, in one pass: it is called for every resample. */
function dollarsOf(sorted: readonly ScoredOutcome[], counts: readonly number[]): number[] | undefined {
  const more = new Float64Array(sorted.length + 1);
  let [known, cheap] = [0, 0];
  for (const [at, { cost }] of sorted.entries()) {
    more[at + 1] = (more[at] ?? 0) + (cost === undefined ? 0 : cost.strong - cost.cheap);
    if (cost === undefined) continue;
    known++;
    cheap += cost.cheap;
  }
  return known === 0 ? undefined : counts.map((count) => (cheap + (more[count] ?? 0)) / known);
}

/** Still sorted: the count of each row is drawn first, so that nothing needs to be sorted again. */
function resampled(sorted: readonly ScoredOutcome[], random: () => number): ScoredOutcome[] {
  const times = new Uint32Array(sorted.length);
  for (let draw = 0; draw < sorted.length; draw++) {
    const at = Math.floor(random() * sorted.length);
    times[at] = (times[at] ?? 0) + 1;
  }
  return sorted.flatMap((one, at) => new Array<ScoredOutcome>(times[at] ?? 0).fill(one));
}

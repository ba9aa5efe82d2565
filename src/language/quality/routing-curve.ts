// What a routing signal is worth between a cheap and a strong model: the curve of quality over the share of strong
// calls, and the figures that sum it up (APGR and CPT of RouteLLM, Ong et al. 2024).
// Must not know: where signals come from.

/** One prompt: what each model made of it, and how much the signal wants the strong one. */
export interface ScoredOutcome {
  readonly cheap: number;
  readonly strong: number;
  readonly score: number;
}

export interface RoutingCurve {
  /** Quality with the 0, 1, … n highest-scored prompts sent to the strong model. */
  readonly quality: readonly number[];
  /** Mean share of the strong model's gain that is recovered: 0.5 at random, above 1 where the cheap one is sometimes better. */
  readonly apgr: number;
  /** Least share of strong calls that recovers half, and four fifths, of the gain; 1 where none does. */
  readonly cpt50: number;
  readonly cpt80: number;
}

/** Of equal scores the first goes first. NaN figures where the models are equally good: there is nothing to gain. */
export function routingCurve(outcomes: readonly ScoredOutcome[]): RoutingCurve {
  const order = outcomes.map((_, at) => at);
  order.sort((a, b) => (outcomes[b]?.score ?? 0) - (outcomes[a]?.score ?? 0) || a - b);
  const n = outcomes.length;
  const cheap = mean(outcomes.map((one) => one.cheap));
  const gain = mean(outcomes.map((one) => one.strong)) - cheap;
  const quality = [cheap];
  for (const at of order) {
    const { cheap: low = 0, strong = 0 } = outcomes[at] ?? {};
    quality.push((quality.at(-1) ?? 0) + (strong - low) / n);
  }
  let area = 0;
  for (let at = 1; at < quality.length; at++)
    area += ((quality[at - 1] ?? 0) + (quality[at] ?? 0)) / 2 - cheap;
  const shareFor = (part: number) => {
    const found = quality.findIndex((value) => value >= cheap + part * gain - 1e-12);
    return found < 0 ? 1 : found / n;
  };
  return { quality, apgr: area / n / gain, cpt50: shareFor(0.5), cpt80: shareFor(0.8) };
}

export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What a signal is worth, and how sure that is. */
export interface SignalWorth {
  readonly apgr: Interval;
  /** Quality at some costs, cost being the share of calls that the strong model answers. */
  readonly atCost: readonly { readonly strongShare: number; readonly quality: Interval }[];
}

export const COSTS = [0.1, 0.25, 0.5, 0.75] as const;

/** With the middle 95 % of what resampled prompts give (percentile bootstrap). Always the same draws. */
export function signalWorth(outcomes: readonly ScoredOutcome[], resamples = 500): SignalWorth {
  const random = generator(20_260_101);
  const drawn = Array.from({ length: resamples }, () =>
    figuresOf(outcomes.map(() => outcomes[Math.floor(random() * outcomes.length)] ?? NOTHING)),
  );
  const own = figuresOf(outcomes);
  const interval = (figure: (of: typeof own) => number): Interval => {
    const sorted = drawn
      .map(figure)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
    return { value: figure(own), low: at(0.025), high: at(0.975) };
  };
  return {
    apgr: interval(({ apgr }) => apgr),
    atCost: COSTS.map((strongShare, at) => ({
      strongShare,
      quality: interval(({ qualities }) => qualities[at] ?? Number.NaN),
    })),
  };
}

function figuresOf(outcomes: readonly ScoredOutcome[]) {
  const { apgr, quality } = routingCurve(outcomes);
  return { apgr, qualities: COSTS.map((share) => quality[Math.round(share * outcomes.length)]) };
}

const NOTHING: ScoredOutcome = { cheap: 0, strong: 0, score: 0 };

/** Numerical Recipes' linear congruential generator: intervals must not change from run to run. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

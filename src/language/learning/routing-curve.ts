// What a routing signal is worth between a cheap and a strong model: the curve of quality over the share of strong
// calls, and the figures that sum it up (APGR and CPT of RouteLLM, Ong et al. 2024).
// Must not know: where signals come from.

/** One prompt: the quality of each model's answer, and the signal's score for the strong one. */
export interface ScoredOutcome {
  readonly cheap: number;
  readonly strong: number;
  readonly score: number;
  /** US dollars, where both are known. */
  readonly cost?: { readonly cheap: number; readonly strong: number };
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

/** Highest score first; of equal scores the first. */
export function ranked(outcomes: readonly ScoredOutcome[]): ScoredOutcome[] {
  return [...outcomes].sort((a, b) => b.score - a.score);
}

/** NaN figures where the models are equally good: there is nothing to gain. */
export function routingCurve(outcomes: readonly ScoredOutcome[]): RoutingCurve {
  const n = outcomes.length;
  const cheap = mean(outcomes.map((one) => one.cheap));
  const gain = mean(outcomes.map((one) => one.strong)) - cheap;
  const quality = [cheap];
  for (const { cheap: low, strong } of ranked(outcomes))
    quality.push((quality.at(-1) ?? 0) + (strong - low) / n);
  let area = 0;
  for (let at = 1; at < quality.length; at++)
    area += ((quality[at - 1] ?? 0) + (quality[at] ?? 0)) / 2 - cheap;
  const shareFor = (part: number) => {
    const found = quality.findIndex((value) => value >= cheap + part * gain - 1e-12);
    return found < 0 ? 1 : found / n;
  };
  return { quality, apgr: area / n / gain, cpt50: shareFor(0.5), cpt80: shareFor(0.8) };
}

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

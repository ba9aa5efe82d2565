// How much better the strong model would answer a prompt than the cheap one: what its text predicts, and what its intent
// adds. The text's part is the difference of two ridges on quality, which is the ridge on the gain itself: learning the
// difficulty of a prompt is worth less, because a prompt that is hard for both gains nothing. Must not know: which
// models, files, how a text is read.

import { mean } from './routing-curve.ts';

export interface GainModel {
  readonly overall: number;
  /** The factor that scales the text's predictions to the observed gains, 0..1: less than 1 if they overestimate. */
  readonly slope: number;
  /** The same factor among prompts of one intent, where the text explains less. */
  readonly slopeWithin: number;
  readonly intents: ReadonlyMap<string, IntentGain>;
}

interface IntentGain {
  /** Its gain, shrunk towards the expectation from its texts where it has few rows. */
  readonly gain: number;
  /** Mean prediction for its texts. */
  readonly leaning: number;
}

export interface GainExample {
  /**
   * How far the text predicts more or less than the mean gain. Out of fold, because a fitted line always looks right on
   * its own training rows.
   */
  readonly leaning: number;
  readonly intent: string;
  readonly gain: number;
}

/** In units of rows: an intent's own mean counts half at this many. */
const PRIOR_ROWS = 20;

/**
 * First the effect of the prompt's text over all rows, then the effect of each intent. So a prompt of an intent
 * without rows is predicted from its words instead of the average.
 */
export function fitGain(examples: readonly GainExample[]): GainModel {
  const overall = mean(examples.map((one) => one.gain));
  const told = Float64Array.from(examples, ({ leaning }) => leaning);
  const gains = examples.map(({ gain }) => gain - overall);
  const slope = slopeOf(told, gains);
  const intents = new Map<string, IntentGain>();
  const within = { told: new Float64Array(told.length), gains: new Float64Array(told.length) };
  for (const [intent, places] of Map.groupBy(examples.keys(), (at) => examples[at]?.intent ?? '')) {
    const leans = mean(places.map((at) => told[at] ?? 0));
    const own = mean(places.map((at) => gains[at] ?? 0));
    const share = places.length / (places.length + PRIOR_ROWS);
    intents.set(intent, {
      leaning: leans,
      gain: overall + slope * leans + share * (own - slope * leans),
    });
    for (const at of places) {
      within.told[at] = (told[at] ?? 0) - leans;
      within.gains[at] = (gains[at] ?? 0) - own;
    }
  }
  return { overall, slope, slopeWithin: slopeOf(within.told, within.gains), intents };
}

/**
 * Slope of a line through the origin, by least squares; 0 to 1, because a prediction is never enlarged or inverted.
 */
function slopeOf(told: Float64Array, gains: ArrayLike<number>): number {
  const power = told.reduce((sum, lean) => sum + lean * lean, 0);
  const product = told.reduce((sum, lean, at) => sum + lean * (gains[at] ?? 0), 0);
  return power === 0 ? 0 : Math.max(0, Math.min(1, product / power));
}

/** The expected gain, in the unit of the outcomes. */
export function expectedGain(model: GainModel, { leaning, intent }: Omit<GainExample, 'gain'>): number {
  const known = model.intents.get(intent);
  if (known === undefined) return model.overall + model.slope * leaning;
  return known.gain + model.slopeWithin * (leaning - known.leaning);
}

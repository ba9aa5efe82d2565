// How much a prompt asks for, 0..1: the fact `complexity`. Read from the prompt's surface alone, in microseconds. The
// weights are set by hand and the scale by sample prompts: 0.5 separates prompts with an immediate answer from those
// that take several steps. It does not predict how well a model does; outcomes do. Must not know: models, policies.

import { SURFACE_FEATURES, surfaceFeatures } from './prompt-features.ts';

/** The weight of each feature, in log-odds. */
const WEIGHTS: Readonly<Record<(typeof SURFACE_FEATURES)[number], number>> = {
  length: 0.9,
  numbers: 0.35,
  sentences: 0.3,
  shares: 0.6,
  rates: 0.3,
  comparisons: 0.55,
  requirements: 0.9,
  code: 0.3,
};
/** The sum that is neither simple nor complex. */
const MIDDLE = 6.35;

/** Pure; 0 for an empty prompt. */
export function readComplexity(prompt: string): number {
  if (prompt.trim() === '') return 0;
  const features = surfaceFeatures(prompt);
  const sum = SURFACE_FEATURES.reduce((total, name, at) => total + WEIGHTS[name] * (features[at] ?? 0), 0);
  return 1 / (1 + Math.exp(MIDDLE - sum));
}

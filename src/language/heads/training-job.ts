// Names a piece of training by everything that decides its outcome.
// Must not know: how a head is trained, where it is kept.

import { BACKGROUND } from './background.ts';
import { contentHash } from './content-hash.ts';
import { DEFAULT_ENCODER, type IntentExamples, type TrainingJob } from './head.ts';

/** Raised whenever the same examples would give another head. */
export const ALGORITHM_VERSION = 1;

/** Two jobs have one hash exactly if they train the same head. The order of intents and examples counts. */
export function trainingJob(
  group: string,
  intents: readonly IntentExamples[],
  encoder: string = DEFAULT_ENCODER,
): TrainingJob {
  const content = [
    ALGORITHM_VERSION,
    backgroundHash,
    encoder,
    group,
    intents.map((one) => [one.name, one.means ?? null, one.like, one.not, one.matchAtLeast ?? null]),
  ];
  return { group, encoder, intents, hash: contentHash(JSON.stringify(content)) };
}

const backgroundHash = contentHash(JSON.stringify(BACKGROUND));

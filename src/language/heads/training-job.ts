// Identifies a training job by everything that determines its result. Must not know: how a head is trained, where it
// is kept.

import { contentHash } from '../text/content-hash.ts';
import { BACKGROUND } from './background.ts';
import { type IntentExamples, type TrainingJob, WORDS_ENCODER } from './head.ts';

/** Incremented whenever the same examples would give another head. */
export const ALGORITHM_VERSION = 9;

/** The id of the table of "words-1". Another table is another encoder: change both. */
export const WORD_TABLE = '9bd93e0447384f62d7e5555a5a848ac9';

/** Two jobs have one hash exactly if they train the same head. The order of intents and examples counts. */
export function trainingJob(
  group: string,
  intents: readonly IntentExamples[],
  encoder: string = WORDS_ENCODER,
): TrainingJob {
  const wholeMessage = wholeMessageOf(intents);
  const content = [
    ALGORITHM_VERSION,
    backgroundHash,
    encoder === WORDS_ENCODER ? WORD_TABLE : null,
    encoder,
    group,
    intents.map((one) => [one.name, one.means ?? null, one.like, one.not, one.matchAtLeast ?? null]),
    ...(wholeMessage.length === 0 ? [] : [wholeMessage]),
  ];
  return { group, encoder, intents, hash: contentHash(JSON.stringify(content)) };
}

/** The intents that must be those of the whole message. */
export function wholeMessageOf(intents: readonly IntentExamples[]): string[] {
  return intents.filter((one) => one.wholeMessage === true).map(({ name }) => name);
}

const backgroundHash = contentHash(JSON.stringify(BACKGROUND));

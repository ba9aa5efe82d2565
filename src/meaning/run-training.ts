// What the process that trains does with a request: trains its tasks one by one and sends each head's bytes as soon as
// it is done. Must not know: caches, policies.

import { WORDS_ENCODER } from '../language/heads/head.ts';
import { encodeHead } from '../language/heads/head-codec.ts';
import { trainHead } from '../language/heads/train-head.ts';
import { prepareTraining } from '../language/heads/training-rows.ts';
import type { TrainingAnswer, TrainingRequest } from './training-process.ts';
import { wordVectors } from './word-vectors.ts';

export async function runTraining(
  tasks: TrainingRequest,
  send: (answer: TrainingAnswer) => Promise<void>,
): Promise<void> {
  try {
    if (tasks.length === 0) prepareTraining(WORDS_ENCODER, { kind: 'words', table: wordVectors() });
    for (const { job, vectors, curve } of tasks) {
      const words =
        job.encoder === WORDS_ENCODER ? { kind: 'words' as const, table: wordVectors() } : undefined;
      await send({ head: encodeHead(trainHead(job, vectors ?? words, { curve })) });
    }
  } catch (cause) {
    await send({ failure: cause instanceof Error ? cause.message : String(cause) });
  }
}

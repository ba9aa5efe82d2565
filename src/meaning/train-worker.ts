// The process that trains: takes tasks and sends each head's bytes as soon as it is done, until its parent ends it.
// Must not know: caches, policies. Started only by training-process.ts.

import { WORDS_ENCODER } from '../language/heads/head.ts';
import { encodeHead } from '../language/heads/head-codec.ts';
import { trainHead } from '../language/heads/train-head.ts';
import type { TrainingAnswer, TrainingRequest } from './training-process.ts';
import { wordVectors } from './word-vectors.ts';

process.on('message', async (tasks: TrainingRequest) => {
  try {
    if (tasks.length === 0) wordVectors();
    for (const { job, vectors, curve } of tasks) {
      const words =
        job.encoder === WORDS_ENCODER ? { kind: 'words' as const, table: wordVectors() } : undefined;
      await send({ head: encodeHead(trainHead(job, vectors ?? words, { curve })) });
    }
  } catch (cause) {
    await send({ failure: cause instanceof Error ? cause.message : String(cause) });
  }
});
// The parent process has ended, or has no use for an answer.
process.once('disconnect', () => process.exit());

function send(answer: TrainingAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(answer, () => resolve());
  });
}

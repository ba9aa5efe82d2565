// The process that trains: takes tasks, sends each head's bytes as soon as it is done, and ends.
// Must not know: caches, policies. Started only by train-heads.ts.

import { WORDS_ENCODER } from '../language/heads/head.ts';
import { encodeHead } from '../language/heads/head-codec.ts';
import { trainHead } from '../language/heads/train-head.ts';
import type { TrainingAnswer, TrainingTask } from './train-heads.ts';
import { wordVectors } from './word-vectors.ts';

process.once('message', async (tasks: readonly TrainingTask[]) => {
  try {
    for (const { job, vectors } of tasks) {
      const words =
        job.encoder === WORDS_ENCODER ? { kind: 'words' as const, table: wordVectors() } : undefined;
      await send({ head: encodeHead(trainHead(job, vectors ?? words)) });
    }
  } catch (cause) {
    await send({ failure: cause instanceof Error ? cause.message : String(cause) });
  }
  process.disconnect();
});
// The parent process has ended: the answer is not needed.
process.once('disconnect', () => process.exit());

function send(answer: TrainingAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(answer, () => resolve());
  });
}

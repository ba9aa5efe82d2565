// The process that trains: takes tasks and sends heads, until its parent ends it. It loads what training needs with the
// cache of compiled code, which it writes at once, since its parent ends it without notice.
// Must not know: caches, policies. Started only by training-process.ts.

import { enableCompileCache, flushCompileCache } from 'node:module';
import type { TrainingAnswer, TrainingRequest } from './training-process.ts';

enableCompileCache();
const loaded = import('./run-training.ts');
void loaded.then(() => flushCompileCache());

process.on('message', async (tasks: TrainingRequest) => {
  const { runTraining } = await loaded;
  await runTraining(tasks, send);
});
// The parent process has ended, or has no use for an answer.
process.once('disconnect', () => process.exit());

function send(answer: TrainingAnswer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined) resolve();
    else process.send(answer, () => resolve());
  });
}

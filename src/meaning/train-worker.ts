// The thread that trains: takes jobs, posts each head's bytes as soon as it is done.
// Must not know: caches, files, policies. Started only by train-heads.ts.

import { parentPort, workerData } from 'node:worker_threads';
import { encodeHead } from '../language/heads/head-codec.ts';
import { trainHead } from '../language/heads/train-head.ts';
import type { TrainingTask } from './train-heads.ts';

for (const { job, source } of workerData as readonly TrainingTask[]) {
  const bytes = encodeHead(trainHead(job, source));
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
}

// The thread that trains: takes jobs, posts each head's bytes as soon as it is done.
// Must not know: caches, files, policies. Started only by train-heads.ts.

import { parentPort, workerData } from 'node:worker_threads';
import type { TrainingJob } from '../language/heads/head.ts';
import { encodeHead } from '../language/heads/head-codec.ts';
import { trainHead } from '../language/heads/train-head.ts';

for (const job of workerData as readonly TrainingJob[]) {
  const bytes = encodeHead(trainHead(job));
  parentPort?.postMessage(bytes, [bytes.buffer as ArrayBuffer]);
}

// Trains what a policy asks for, off the event loop: cached heads from disk, the others in one worker thread.
// Must not know: policies, what a head is used for.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Head, TrainingJob } from '../language/heads/head.ts';
import { decodeHead } from '../language/heads/head-codec.ts';
import { readCachedHead, writeCachedHead } from './head-cache.ts';

export interface TrainHeadsOptions {
  /** Where heads are kept between runs; without it nothing is kept. Made if absent. */
  readonly cacheDir?: string;
  /** Stops the training thread; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Heads by the hash of their job. Rejects if a job names an encoder that does not exist: check before. */
export async function trainHeads(
  jobs: readonly TrainingJob[],
  options: TrainHeadsOptions = {},
): Promise<Map<string, Head>> {
  options.signal?.throwIfAborted();
  const { cacheDir } = options;
  const heads = new Map<string, Head>();
  const missing = new Map<string, TrainingJob>();
  for (const job of jobs) {
    if (heads.has(job.hash) || missing.has(job.hash)) continue;
    const cached = cacheDir === undefined ? undefined : await readCachedHead(cacheDir, job.hash);
    if (cached === undefined) missing.set(job.hash, job);
    else heads.set(job.hash, cached);
  }
  options.signal?.throwIfAborted();
  if (missing.size === 0) return heads;
  for (const bytes of await trainInWorker([...missing.values()], options.signal)) {
    const head = decodeHead(bytes);
    if (head === undefined) throw new Error('the training thread sent something that is not a head');
    if (cacheDir !== undefined) await writeCachedHead(cacheDir, head.hash, bytes);
    heads.set(head.hash, head);
  }
  return heads;
}

/** One head's bytes for each job, in order. */
function trainInWorker(jobs: readonly TrainingJob[], signal: AbortSignal | undefined): Promise<Uint8Array[]> {
  // From source the worker is a .ts file too, in the published package a .js file.
  const extension = extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./train-worker${extension}`, import.meta.url), {
    workerData: jobs,
    execArgv: [],
  });
  return new Promise((resolve, reject) => {
    const trained: Uint8Array[] = [];
    const stop = () => {
      reject(signal?.reason);
      void worker.terminate();
    };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (bytes: Uint8Array) => trained.push(bytes));
    worker.on('error', reject);
    worker.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      if (trained.length === jobs.length) resolve(trained);
      else reject(new Error(`the training thread ended after ${trained.length} of ${jobs.length} heads`));
    });
  });
}

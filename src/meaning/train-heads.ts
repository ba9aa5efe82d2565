// Trains what a policy asks for, off the event loop: cached heads from disk, the others in one worker thread.
// Must not know: policies, what a head is used for.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { DenseSource } from '../language/heads/dense-part.ts';
import { type Head, NGRAMS_ENCODER, type TrainingJob, WORDS_ENCODER } from '../language/heads/head.ts';
import { decodeHead } from '../language/heads/head-codec.ts';
import { trainingJob } from '../language/heads/training-job.ts';
import { textsOf } from '../language/heads/training-rows.ts';
import { readCachedHead, writeCachedHead } from './head-cache.ts';
import { keptEncoding } from './kept-encoding.ts';
import type { TextEncoding } from './text-encoding.ts';
import { wordVectors } from './word-vectors.ts';

export interface TrainHeadsOptions {
  /** Where heads are kept between runs; without it nothing is kept. Made if absent. */
  readonly cacheDir?: string;
  /** Stops the training thread; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For jobs that name other encoders than the built-in ones: asked for the vectors of their examples. */
  readonly encodings?: readonly TextEncoding[];
  /** Gives each head a second one, trained on the same examples with this encoder. */
  readonly secondLook?: TextEncoding;
}

/** A job with what its encoder knows: all a thread needs. */
export interface TrainingTask {
  readonly job: TrainingJob;
  readonly source: DenseSource | undefined;
}

/** Heads by the hash of their job. Rejects if a job names an encoder that does not exist: check before. */
export async function trainHeads(
  jobs: readonly TrainingJob[],
  options: TrainHeadsOptions = {},
): Promise<Map<string, Head>> {
  const { secondLook, ...rest } = options;
  const heads = await trainFirst(jobs, rest);
  if (secondLook === undefined) return heads;
  const again = jobs.map((job) => trainingJob(job.group, job.intents, secondLook.id));
  const seconds = await trainFirst(again, { ...rest, encodings: [secondLook] });
  jobs.forEach((job, at) => {
    const head = heads.get(job.hash);
    const second = seconds.get(again[at]?.hash ?? '');
    if (head !== undefined && second !== undefined) heads.set(job.hash, { ...head, second });
  });
  return heads;
}

async function trainFirst(
  jobs: readonly TrainingJob[],
  options: TrainHeadsOptions,
): Promise<Map<string, Head>> {
  options.signal?.throwIfAborted();
  const { cacheDir } = options;
  const heads = new Map<string, Head>();
  const missing = new Map<string, TrainingJob>();
  for (const job of jobs) {
    if (heads.has(job.hash) || missing.has(job.hash)) continue;
    const cached = cacheDir === undefined ? undefined : await readCachedHead(cacheDir, job.hash);
    if (cached === undefined) missing.set(job.hash, job);
    else heads.set(job.hash, withWords(cached));
  }
  options.signal?.throwIfAborted();
  if (missing.size === 0) return heads;
  const tasks: TrainingTask[] = [];
  for (const job of missing.values()) tasks.push({ job, source: await sourceFor(job, options) });
  for (const bytes of await trainInWorker(tasks, options.signal)) {
    const head = decodeHead(bytes);
    if (head === undefined) throw new Error('the training thread sent something that is not a head');
    if (cacheDir !== undefined) await writeCachedHead(cacheDir, head.hash, bytes);
    heads.set(head.hash, withWords(head));
  }
  return heads;
}

function withWords(head: Head): Head {
  return head.encoder === WORDS_ENCODER ? { ...head, words: wordVectors() } : head;
}

async function sourceFor(job: TrainingJob, options: TrainHeadsOptions): Promise<DenseSource | undefined> {
  if (job.encoder === NGRAMS_ENCODER) return undefined;
  if (job.encoder === WORDS_ENCODER) return { kind: 'words', table: wordVectors() };
  const encoding = options.encodings?.find((each) => each.id === job.encoder);
  if (encoding === undefined) throw new Error(`the encoder "${job.encoder}" is not here`);
  const texts = textsOf(job);
  const kept = options.cacheDir === undefined ? encoding : keptEncoding(encoding, options.cacheDir);
  const vectors = await kept.encode(texts, options.signal);
  return {
    kind: 'vectors',
    dimensions: vectors[0]?.length ?? 0,
    of: new Map(texts.map((text, at) => [text, vectors[at] ?? new Float32Array(0)])),
  };
}

/** One head's bytes for each task, in order. */
function trainInWorker(
  tasks: readonly TrainingTask[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array[]> {
  // From source the worker is a .ts file too, in the published package a .js file.
  const extension = extname(fileURLToPath(import.meta.url));
  const worker = new Worker(new URL(`./train-worker${extension}`, import.meta.url), {
    workerData: tasks,
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
      if (trained.length === tasks.length) resolve(trained);
      else reject(new Error(`the training thread ended after ${trained.length} of ${tasks.length} heads`));
    });
  });
}

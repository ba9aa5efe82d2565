// Trains the heads of a policy off the event loop: cached heads from disk, the others in a separate process. Must not
// know: policies, what a head is used for.

import { fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  /** Where heads are stored between runs; without it nothing is stored. Created if absent. */
  readonly cacheDir?: string;
  /** Stops the training; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For jobs with other encoders than the built-in ones: computes the vectors of their examples. */
  readonly encodings?: readonly TextEncoding[];
  /** Gives each head a second one, trained on the same examples with this encoder. */
  readonly secondLook?: TextEncoding;
}

/** A job with the vectors of its texts, where its encoder computes them: everything that training needs. */
export interface TrainingTask {
  readonly job: TrainingJob;
  readonly vectors: Extract<DenseSource, { readonly kind: 'vectors' }> | undefined;
}
export type TrainingAnswer = { readonly head: Uint8Array } | { readonly failure: string };

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
  for (const job of missing.values()) tasks.push({ job, vectors: await vectorsFor(job, options) });
  for (const bytes of await trainAside(tasks, options.signal)) {
    const head = decodeHead(bytes);
    if (head === undefined) throw new Error('training sent something that is not a head');
    if (cacheDir !== undefined) await writeCachedHead(cacheDir, head.hash, bytes);
    heads.set(head.hash, withWords(head));
  }
  return heads;
}

function withWords(head: Head): Head {
  return head.encoder === WORDS_ENCODER ? { ...head, words: wordVectors() } : head;
}

async function vectorsFor(job: TrainingJob, options: TrainHeadsOptions): Promise<TrainingTask['vectors']> {
  if (job.encoder === NGRAMS_ENCODER || job.encoder === WORDS_ENCODER) return undefined;
  const encoding = options.encodings?.find((each) => each.id === job.encoder);
  if (encoding === undefined) throw new Error(`the encoder "${job.encoder}" is not available`);
  const texts = textsOf(job);
  const kept = options.cacheDir === undefined ? encoding : keptEncoding(encoding, options.cacheDir);
  const vectors = await kept.encode(texts, options.signal);
  return {
    kind: 'vectors',
    dimensions: vectors[0]?.length ?? 0,
    of: new Map(texts.map((text, at) => [text, vectors[at] ?? new Float32Array(0)])),
  };
}

/**
 * One head's bytes for each task, in order. In a process, not a thread: training a hundred intents takes some hundred
 * megabytes, and only ending a process frees all of them.
 */
function trainAside(tasks: readonly TrainingTask[], signal: AbortSignal | undefined): Promise<Uint8Array[]> {
  // From source it is a .ts file too, in the published package a .js file.
  const extension = extname(fileURLToPath(import.meta.url));
  const child = fork(fileURLToPath(new URL(`./train-worker${extension}`, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    // Its results come as messages; what a crash prints belongs to this process's standard error.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const trained: Uint8Array[] = [];
    const stop = () => {
      reject(signal?.reason);
      child.kill('SIGKILL');
    };
    signal?.addEventListener('abort', stop, { once: true });
    child.on('message', (answer: TrainingAnswer) => {
      if ('failure' in answer) reject(new Error(answer.failure));
      else trained.push(answer.head);
    });
    child.on('error', reject);
    child.on('exit', () => {
      signal?.removeEventListener('abort', stop);
      if (trained.length === tasks.length) resolve(trained);
      else reject(new Error(`training ended after ${trained.length} of ${tasks.length} heads`));
    });
    child.send(tasks);
  });
}

// Trains the heads of a policy off the event loop: cached heads from disk, the others in a separate process. Must not
// know: policies, what a head is used for.

import { type Head, NGRAMS_ENCODER, type TrainingJob, WORDS_ENCODER } from '../language/heads/head.ts';
import { decodeHead } from '../language/heads/head-codec.ts';
import { trainingJob } from '../language/heads/training-job.ts';
import { textsOf } from '../language/heads/training-rows.ts';
import { builtInVectors } from './built-in-vectors.ts';
import { readCachedHead, writeCachedHead } from './head-cache.ts';
import { keptEncoding } from './kept-encoding.ts';
import type { TextEncoding } from './text-encoding.ts';
import { createTrainingProcess, type TrainingProcess, type TrainingTask } from './training-process.ts';
import { withWords } from './word-vectors.ts';

export interface TrainHeadsOptions {
  /** Where heads are stored between runs; without it nothing is stored. Created if absent. */
  readonly cacheDir?: string;
  /** Stops the training; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** For jobs with other encoders than the built-in ones: computes the vectors of their examples. */
  readonly encodings?: readonly TextEncoding[];
  /** Gives each head a second one, trained on the same examples with this encoder. */
  readonly secondLook?: TextEncoding;
  /** Which jobs get a learning curve, which takes as long as all else; without it: each. */
  readonly curves?: (job: TrainingJob) => boolean;
  /** Called while an encoder encodes the built-in texts, which may take minutes the first time. */
  readonly onProgress?: () => void;
  /** A process that is kept; without it, one is started if anything must be trained, and ended afterwards. */
  readonly trainer?: Pick<TrainingProcess, 'train'>;
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
  const seconds = await trainFirst(again, { ...rest, encodings: [secondLook], curves: () => false });
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
  const { cacheDir, curves = () => true, signal } = options;
  const heads = new Map<string, Head>();
  const missing = new Map<string, TrainingJob>();
  for (const job of jobs) {
    if (heads.has(job.hash) || missing.has(job.hash)) continue;
    const cached = cacheDir === undefined ? undefined : await readCachedHead(cacheDir, job.hash);
    if (cached === undefined || (curves(job) && cached.calibration.curve === undefined))
      missing.set(job.hash, job);
    else heads.set(job.hash, withWords(cached));
  }
  signal?.throwIfAborted();
  if (missing.size === 0) return heads;
  const tasks: TrainingTask[] = [];
  for (const job of missing.values())
    tasks.push({ job, vectors: await vectorsFor(job, options), curve: curves(job) });
  const trained = await (options.trainer?.train(tasks, signal) ?? trainOnce(tasks, signal));
  for (const bytes of trained) {
    const head = decodeHead(bytes);
    if (head === undefined) throw new Error('training sent something that is not a head');
    if (cacheDir !== undefined) await writeCachedHead(cacheDir, head.hash, bytes);
    heads.set(head.hash, withWords(head));
  }
  return heads;
}

async function trainOnce(
  tasks: readonly TrainingTask[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array[]> {
  const trainer = createTrainingProcess();
  try {
    return await trainer.train(tasks, signal);
  } finally {
    trainer.close();
  }
}

async function vectorsFor(job: TrainingJob, options: TrainHeadsOptions): Promise<TrainingTask['vectors']> {
  if (job.encoder === NGRAMS_ENCODER || job.encoder === WORDS_ENCODER) return undefined;
  const encoding = options.encodings?.find((each) => each.id === job.encoder);
  if (encoding === undefined) throw new Error(`the encoder "${job.encoder}" is not available`);
  const of = await vectorsOf(textsOf(job), job, encoding, options);
  const [first] = of.values();
  return { kind: 'vectors', dimensions: first?.length ?? 0, of };
}

/** Texts of the policy are kept with their vectors, the others, which come with llmr, by their hashes. */
async function vectorsOf(
  texts: readonly string[],
  { intents }: TrainingJob,
  encoding: TextEncoding,
  { cacheDir, signal, onProgress }: TrainHeadsOptions,
): Promise<Map<string, Float32Array>> {
  const made = new Map<string, Float32Array>();
  const add = (some: readonly string[], vectors: readonly Float32Array[]) =>
    some.forEach((text, at) => void made.set(text, vectors[at] ?? new Float32Array(0)));
  if (cacheDir === undefined) {
    add(texts, await encoding.encode(texts, signal));
    return made;
  }
  const written = new Set(intents.flatMap(({ like, not }) => [...like, ...not]));
  const [own, others] = [true, false].map((is) => texts.filter((text) => written.has(text) === is));
  add(own ?? [], await keptEncoding(encoding, cacheDir).encode(own ?? [], signal));
  add(others ?? [], await builtInVectors(encoding, cacheDir, others ?? [], { signal, onProgress }));
  return made;
}

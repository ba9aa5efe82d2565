// Everything that turns examples and texts into vectors for one policy set: the configured encoder, that of the
// second look where it is installed, training, and vectors for synchronous readers. Must not know: policies,
// requests, the command line.

import { type Head, type TrainingJob, WORDS_ENCODER } from '../language/heads/head.ts';
import type { VectorOf } from '../language/heads/read-with-vectors.ts';
import { encoderFault, isBuiltIn } from './encoder-fault.ts';
import { encodingId, openEncodingAside } from './open-encoding.ts';
import { EncodingError, type TextEncoding, tellingEncoding } from './text-encoding.ts';
import { type TrainHeadsOptions, trainHeads } from './train-heads.ts';
import { isUseLiteInstalled, USE_LITE } from './use-lite.ts';

export interface MeaningOptions {
  /** The description as in `encoder` of llmr.json; without it: the built-in words. */
  readonly encoder?: string;
  /** The key of an encoder at an address. */
  readonly key?: string;
  /** Allowed hosts of such an encoder; empty or absent: any. */
  readonly hosts?: readonly string[];
  /** Where heads and the vectors of examples are stored between runs; without it nothing is stored. */
  readonly cacheDir?: string;
  /** Which heads are trained with learning curves; without it: all. */
  readonly curves?: TrainHeadsOptions['curves'];
  /** A training process that is kept. */
  readonly trainer?: TrainHeadsOptions['trainer'];
  /** Called while an encoder encodes the built-in texts. */
  readonly onProgress?: TrainHeadsOptions['onProgress'];
}

export interface Meaning {
  /** The encoder's id, as compiling needs it. */
  readonly encoder: string;
  /** Heads by the hash of their job; those in `secondLooks` with a second one, where its packages are installed. */
  train(jobs: readonly TrainingJob[], secondLooks: ReadonlySet<string>): Promise<Map<string, Head>>;
  /** Missing vectors are noted, and computed by `settled`. */
  readonly vectorOf: VectorOf;
  /** Runs a function that reads with `vectorOf` until no vector is missing. Rejects with an EncodingError. */
  settled<T>(run: () => T | Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens nothing before it is needed. @throws Error for an invalid description */
export function openMeaning({
  encoder = WORDS_ENCODER,
  key,
  hosts = [],
  cacheDir,
  curves,
  trainer,
  onProgress,
}: MeaningOptions = {}): Meaning {
  const fault = encoderFault(encoder);
  if (fault !== undefined) throw new Error(fault);
  const id = isBuiltIn(encoder) ? encoder : (encodingId(encoder) ?? encoder);
  const opened = new Map<string, Promise<TextEncoding>>();
  const known = new Map<string, Float32Array>();
  const missing = new Map<string, { readonly encoder: string; readonly text: string }>();

  function encodingFor(wanted: string): Promise<TextEncoding> {
    const found = opened.get(wanted) ?? openTelling(wanted === id ? encoder : wanted);
    opened.set(wanted, found);
    return found;
  }
  async function openTelling(description: string): Promise<TextEncoding> {
    return tellingEncoding(
      await openEncodingAside(description, { hosts, ...(key === undefined ? {} : { key }) }),
    );
  }

  return {
    encoder: id,
    async train(jobs, secondLooks) {
      const kept = {
        ...(curves === undefined ? {} : { curves }),
        ...(cacheDir === undefined ? {} : { cacheDir }),
        ...(trainer === undefined ? {} : { trainer }),
        ...(onProgress === undefined ? {} : { onProgress }),
      };
      const own = jobs.length === 0 || isBuiltIn(id) ? {} : { encodings: [await encodingFor(id)] };
      const looksAgain = isUseLiteInstalled() && id !== USE_LITE;
      const twice = looksAgain ? jobs.filter((job) => secondLooks.has(job.hash)) : [];
      const once = jobs.filter((job) => !twice.includes(job));
      const heads = await trainHeads(once, { ...kept, ...own });
      if (twice.length === 0) return heads;
      const again = await trainHeads(twice, { ...kept, ...own, secondLook: await encodingFor(USE_LITE) });
      return new Map([...heads, ...again]);
    },
    vectorOf(wanted, text) {
      const name = `${wanted}\0${text}`;
      const vector = known.get(name);
      if (vector === undefined) missing.set(name, { encoder: wanted, text });
      return vector;
    },
    async settled(run) {
      let made = await run();
      while (missing.size > 0) {
        const asked = [...missing.values()];
        missing.clear();
        for (const [wanted, of] of Map.groupBy(asked, (one) => one.encoder)) {
          const texts = of.map(({ text }) => text);
          const vectors = await (await encodingFor(wanted)).encode(texts);
          texts.forEach((text, at) => {
            const vector = vectors[at];
            if (vector === undefined) throw new EncodingError(`the encoder "${wanted}" left a text out`);
            known.set(`${wanted}\0${text}`, vector);
          });
        }
        made = await run();
      }
      return made;
    },
    async close() {
      for (const encoding of opened.values()) await (await encoding.catch(() => undefined))?.close?.();
    },
  };
}

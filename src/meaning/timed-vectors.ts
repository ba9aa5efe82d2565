// Vectors for texts of waiting requests: with a deadline, a bounded queue, and a cache of the latest texts. Must not
// know: heads, what a missing vector means.

import { cachedEncoding } from './cached-encoding.ts';
import { EncodingError, type TextEncoding } from './text-encoding.ts';

export type TimedVector =
  | { readonly kind: 'made'; readonly vector: Float32Array }
  | { readonly kind: 'late' | 'busy' }
  | { readonly kind: 'failed'; readonly because: string };

export interface TimedVectors {
  /** Never rejects. `withinMs` counts from the call. */
  vector(text: string, withinMs: number): Promise<TimedVector>;
  close(): Promise<void>;
}

export interface TimedVectorsOptions {
  /** Texts that may wait for the encoder at once; one more gets `busy` at once. */
  readonly mostWaiting: number;
  /** Vectors kept, by text. */
  readonly mostKept: number;
}

export function createTimedVectors(
  encoding: TextEncoding,
  { mostWaiting, mostKept }: TimedVectorsOptions,
): TimedVectors {
  const cached = cachedEncoding(encoding, mostKept);
  let waiting = 0;
  /** A late vector is still computed: it is available the next time the text comes. */
  const made = async (text: string): Promise<TimedVector> => {
    waiting++;
    try {
      const [vector] = await cached.encode([text]);
      if (vector === undefined) return { kind: 'failed', because: 'the encoder returned no vector' };
      return { kind: 'made', vector };
    } catch (cause) {
      return {
        kind: 'failed',
        because: cause instanceof EncodingError ? cause.message : 'the encoder failed',
      };
    } finally {
      waiting--;
    }
  };
  return {
    async vector(text, withinMs) {
      if (waiting >= mostWaiting) return { kind: 'busy' };
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<TimedVector>((resolve) => {
        timer = setTimeout(() => resolve({ kind: 'late' }), withinMs);
      });
      try {
        return await Promise.race([made(text), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => cached.close?.(),
  };
}

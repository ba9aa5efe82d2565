// Vectors for texts of waiting requests: with a deadline, a bounded queue, and a cache of the latest texts. Must not
// know: heads, what a missing vector means.

import { cachedEncoding } from './cached-encoding.ts';
import { EncodingError, type TextEncoding } from './text-encoding.ts';

export type TimedAnswer =
  | { readonly kind: 'made'; readonly vectors: readonly Float32Array[] }
  | { readonly kind: 'late' | 'busy' }
  | { readonly kind: 'failed'; readonly because: string };

export interface TimedVectors {
  /** One vector per text, of all or of none. Never rejects. `withinMs` counts from the call. */
  vectors(texts: readonly string[], withinMs: number): Promise<TimedAnswer>;
  close(): Promise<void>;
}

export interface TimedVectorsOptions {
  /** Requests that may wait for the encoder at once; one more gets `busy` at once. */
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
  const made = async (texts: readonly string[]): Promise<TimedAnswer> => {
    waiting++;
    try {
      const vectors = await cached.encode(texts);
      if (vectors.length !== texts.length)
        return { kind: 'failed', because: 'the encoder returned too few vectors' };
      return { kind: 'made', vectors };
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
    async vectors(texts, withinMs) {
      if (waiting >= mostWaiting) return { kind: 'busy' };
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<TimedAnswer>((resolve) => {
        timer = setTimeout(() => resolve({ kind: 'late' }), withinMs);
      });
      try {
        return await Promise.race([made(texts), late]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => cached.close?.(),
  };
}

// A second look at the meaning of a request: a slower, better encoder for readings that are near to being others.
// It has a deadline and a bounded queue; whatever happens to it, the first reading stands, and the answer says why.
// Must not know: requests, policies, how the encoder runs.

import type { Head, IntentReading } from '../language/heads/head.ts';
import { isWorthASecondLook } from '../language/heads/look-again.ts';
import { readIntent } from '../language/heads/read-intent.ts';
import { cachedEncoding } from './cached-encoding.ts';
import type { TextEncoding } from './text-encoding.ts';

/**
 * clear: the first reading needed none; used: the reading is the second one; late, busy and failed: the first stands
 * because the deadline passed, too many were waiting, or the encoder gave no vector.
 */
export type SecondLookOutcome = 'clear' | 'used' | 'late' | 'busy' | 'failed';

export interface SecondReading {
  readonly reading: IntentReading;
  readonly outcome: SecondLookOutcome;
  /** Why the encoder failed. */
  readonly because?: string;
}

export interface SecondLook {
  /** Never rejects. `withinMs` counts from the call. */
  look(head: Head, text: string, first: IntentReading, withinMs: number): Promise<SecondReading>;
  close(): Promise<void>;
}

export interface SecondLookOptions {
  /** Texts that may wait for the encoder at once; beyond it the first reading stands at once. */
  readonly mostWaiting?: number;
  /** Vectors kept, by text. */
  readonly mostKept?: number;
}

export function createSecondLook(encoding: TextEncoding, options: SecondLookOptions = {}): SecondLook {
  const { mostWaiting = 8, mostKept = 2000 } = options;
  const cached = cachedEncoding(encoding, mostKept);
  let waiting = 0;
  /** What is late goes on: the next time the text comes, its vector is there. */
  const vectorOf = async (text: string): Promise<Float32Array> => {
    waiting++;
    try {
      const [vector] = await cached.encode([text]);
      if (vector === undefined) throw new Error('the encoder gave no vector');
      return vector;
    } finally {
      waiting--;
    }
  };
  return {
    async look(head, text, first, withinMs) {
      const { second } = head;
      if (second === undefined || !isWorthASecondLook(head, first))
        return { reading: first, outcome: 'clear' };
      if (waiting >= mostWaiting) return { reading: first, outcome: 'busy' };
      const vector = await inTime(vectorOf(text), withinMs);
      if (vector === 'late') return { reading: first, outcome: 'late' };
      if (vector instanceof Error) return { reading: first, outcome: 'failed', because: vector.message };
      return { reading: readIntent(second, text, vector), outcome: 'used' };
    },
    close: async () => cached.close?.(),
  };
}

async function inTime(
  vector: Promise<Float32Array>,
  withinMs: number,
): Promise<Float32Array | 'late' | Error> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), withinMs);
  });
  const settled = vector.catch((cause: unknown) =>
    cause instanceof Error ? cause : new Error(String(cause)),
  );
  try {
    return await Promise.race([settled, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

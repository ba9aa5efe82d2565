// A second look at the intent of a request: a slower, better encoder for borderline readings. It has a deadline and a
// bounded queue; if it fails, the first reading is used, and the result states why. Must not know: requests,
// policies, how the encoder runs.

import type { Head, IntentReading } from '../language/heads/head.ts';
import { isWorthASecondLook } from '../language/heads/look-again.ts';
import { readIntent } from '../language/heads/read-intent.ts';
import { textsToEncode } from '../language/heads/texts-to-encode.ts';
import type { TextEncoding } from './text-encoding.ts';
import { createTimedVectors } from './timed-vectors.ts';

/**
 * clear: the first reading needed none; used: the reading is the second one; late, busy and failed: the first reading
 * is used because the deadline passed, too many were waiting, or the encoder returned no vector.
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
  /** Loads the encoder. Never rejects. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface SecondLookOptions {
  /** Texts that may wait for the encoder at once; beyond it the first reading is used at once. */
  readonly mostWaiting?: number;
  /** Vectors kept, by text. */
  readonly mostKept?: number;
}

/** Loading a model may take a while; no request waits for it. */
const WARM_MS = 60_000;

export function createSecondLook(encoding: TextEncoding, options: SecondLookOptions = {}): SecondLook {
  const { mostWaiting = 8, mostKept = 2000 } = options;
  const vectors = createTimedVectors(encoding, { mostWaiting, mostKept });
  return {
    async look(head, text, first, withinMs) {
      const { second } = head;
      if (second === undefined || !isWorthASecondLook(head, first))
        return { reading: first, outcome: 'clear' };
      const found = await vectors.vectors(textsToEncode(second, text), withinMs);
      if (found.kind === 'made') {
        const reading = { ...readIntent(second, text, found.vectors), from: 'second look' } as const;
        return { reading, outcome: 'used' };
      }
      return {
        reading: first,
        outcome: found.kind,
        ...('because' in found ? { because: found.because } : {}),
      };
    },
    async warm() {
      await vectors.vectors(['hello'], WARM_MS);
    },
    close: () => vectors.close(),
  };
}

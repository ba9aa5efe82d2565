/**
 * Callers that were refused with 401: each is counted, and a summary is logged from time to time, so that attempts to
 * guess keys are visible and cannot fill the disk. Never sees a key.
 */

export type RefusedBecause = 'missing' | 'unknown' | 'expired' | 'revoked' | 'not-local';

export interface RefusedCallers {
  /** `from`: the peer address of the connection. `keyId`: of a key that is known. */
  note(because: RefusedBecause, from: string | undefined, keyId?: string): void;
}

export interface RefusedParts {
  readonly count: (because: RefusedBecause) => void;
  readonly warn: (details: object, message: string) => void;
  /** Milliseconds, monotonic. */
  readonly elapsed: () => number;
}

/** Milliseconds between two log lines for one reason. */
const BETWEEN_LINES = 10_000;

export function createRefusedCallers({ count, warn, elapsed }: RefusedParts): RefusedCallers {
  const told = new Map<RefusedBecause, { at: number; since: number }>();
  return {
    note(because, from, keyId) {
      count(because);
      const now = elapsed();
      const last = told.get(because);
      if (last !== undefined && now - last.at < BETWEEN_LINES) {
        last.since += 1;
        return;
      }
      const refused = (last?.since ?? 0) + 1;
      told.set(because, { at: now, since: 0 });
      warn(
        { because, refused, from, ...(keyId === undefined ? {} : { keyId }) },
        'callers were refused: 401',
      );
    },
  };
}

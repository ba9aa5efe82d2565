/**
 * Callers that were turned away for who they are: counted each, and written to the log now and then, so that somebody
 * who tries keys is seen and cannot fill the disk. Never sees a key.
 */

export type RefusedBecause = 'missing' | 'unknown' | 'expired' | 'revoked' | 'not-local';

export interface RefusedCallers {
  /** `from`: the other end of the connection. `keyId`: of a key that is known. */
  note(because: RefusedBecause, from: string | undefined, keyId?: string): void;
}

export interface RefusedParts {
  readonly count: (because: RefusedBecause) => void;
  readonly warn: (details: object, message: string) => void;
  /** Milliseconds, monotonic. */
  readonly elapsed: () => number;
}

/** Milliseconds between two lines for one reason. */
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

/**
 * A yes or no that may take too long or fail: unknown then, with a note that says why. For facts that are learned by
 * running something which is not ours.
 */

import { tellThrown } from '../secrets/tell-thrown.ts';

export interface LateAnswer {
  /** `null`: unknown. */
  readonly value: boolean | null;
  readonly note?: string;
}

/** @param within milliseconds. Never rejects; `signal` tells the asked that nobody waits any more. */
export async function withinDeadline(
  within: number,
  what: string,
  ask: (signal: AbortSignal) => Promise<unknown>,
): Promise<LateAnswer> {
  const leaving = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<LateAnswer>((resolve) => {
    timer = setTimeout(
      () => resolve({ value: null, note: `${what} gave no answer within ${within} ms` }),
      within,
    );
  });
  const answered = (async (): Promise<LateAnswer> => {
    try {
      const value = await ask(leaving.signal);
      if (typeof value === 'boolean') return { value };
      return { value: null, note: `${what} answered neither true nor false` };
    } catch (cause) {
      // Its message may quote the request: what was thrown, and where, is all that a trace may show.
      return { value: null, note: `${what} failed: ${tellThrown(cause)}` };
    }
  })();
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

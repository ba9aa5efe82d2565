/**
 * A yes or no that may take too long or fail: then it is unknown, with a note that gives the reason. For facts that
 * come from running code that is not llmr's.
 */

import { describeThrown } from '../secrets/describe-thrown.ts';

export interface LateAnswer {
  /** `null`: unknown. */
  readonly value: boolean | null;
  readonly note?: string;
}

/** @param within milliseconds. Never rejects; `signal` aborts when the answer is no longer awaited. */
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
      // Its message may quote the request: a trace may show only the kind of error and where it was thrown.
      return { value: null, note: `${what} failed: ${describeThrown(cause)}` };
    }
  })();
  try {
    return await Promise.race([answered, late]);
  } finally {
    clearTimeout(timer);
    leaving.abort();
  }
}

/**
 * Limits how many tasks run at once and how many wait; further ones are refused immediately. Does not know what the
 * tasks do.
 */

/** Too many tasks are waiting; trying again a little later may succeed. */
export class BusyError extends Error {
  override readonly name = 'BusyError';
}

export interface Gate {
  /** Runs `work` when its turn has come. @throws BusyError */
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(atOnce: number, mostWaiting: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return {
    async run(work) {
      if (running < atOnce) running += 1;
      else if (waiting.length >= mostWaiting) throw new BusyError('too many tasks are waiting already');
      // Work that ends hands its place to the next in line.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

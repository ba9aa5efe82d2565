/**
 * Lets so much work run at once, and so much more wait; what comes on top is refused at once. Knows no work.
 */

/** Too much is waiting already; it is worth trying again a little later. */
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
      else if (waiting.length >= mostWaiting) throw new BusyError('too many are waiting already');
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

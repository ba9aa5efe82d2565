/**
 * The end of the service, in one order however far its start has come: who could still ask goes first, what is written
 * to goes last. A part that cannot be closed does not keep the others from it. Must not know what the parts are.
 */

/** In this order they are closed. */
const ORDER = [
  'watching',
  'server',
  'vetting',
  'reader',
  'traffic',
  'settlements',
  'pools',
  'last settlements',
  'decisions',
  'ledger',
  'keys',
] as const;

export type Part = (typeof ORDER)[number];

export interface Stop {
  /** To be called as soon as the part is open. */
  add(part: Part, close: () => unknown): void;
  /** Closes what has been opened; every call waits for the same end. Never rejects. */
  run(): Promise<void>;
}

export function createStop(onTrouble: (message: string) => void): Stop {
  const parts = new Map<Part, () => unknown>();
  let running: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    // Promises alone do not keep a process alive: with nothing else to wait for it would end in the middle of this.
    const alive = setInterval(() => {}, 1_000);
    for (const part of ORDER) {
      try {
        await parts.get(part)?.();
      } catch (error) {
        onTrouble(`${part} could not be closed: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    clearInterval(alive);
  }

  return {
    add: (part, close) => void parts.set(part, close),
    run() {
      running ??= closeAll();
      return running;
    },
  };
}

/**
 * Stops the service in a fixed order, however far its start has come: listeners first, files and stores last. A part
 * that fails to close does not prevent the others from closing. Must not know what the parts are.
 */

/** They are closed in this order. */
const ORDER = [
  'watching',
  'server',
  'vetting',
  'reader',
  'traffic',
  'settlements',
  'pools',
  'last settlements',
  'shared state',
  'decisions',
  'kept policies',
  'ledger',
  'keys',
] as const;

export type Part = (typeof ORDER)[number];

export interface Stop {
  /** Call this as soon as the part is open. */
  add(part: Part, close: () => unknown): void;
  /** Closes everything that was added; all calls wait for the same shutdown. Never rejects. */
  run(): Promise<void>;
}

export function createStop(onTrouble: (message: string) => void): Stop {
  const parts = new Map<Part, () => unknown>();
  let running: Promise<void> | undefined;

  async function closeAll(): Promise<void> {
    // Promises alone do not keep a process alive: without a timer it could exit in the middle of this.
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

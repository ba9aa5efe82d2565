/**
 * The service's side of the ledger's thread: starts it, restarts it when it has ended, resolves its replies, and
 * distinguishes a busy disk from one that does not answer. Must not know: what the messages mean.
 */
import { Worker } from 'node:worker_threads';
import type {
  AfterCrash,
  FromWorker,
  LedgerReply,
  LedgerRequest,
  LedgerWorkerData,
  ToWorker,
} from './ledger-protocol.ts';

export interface LedgerThreadOptions {
  /** Milliseconds to wait for another owner to release the file; 2,000 by default. */
  readonly patience?: number;
  /** Milliseconds without an answer after which the store counts as down; 1,000 by default. */
  readonly stalledAfter?: number;
  /** Called when the store fails and when its thread had to be restarted. */
  readonly onTrouble?: (message: string) => void;
}

/** Another process uses the same ledger. The message includes what to do. */
export class LedgerInUseError extends Error {
  override readonly name = 'LedgerInUseError';
}

export interface LedgerThread {
  readonly found: AfterCrash;
  /** Rejects where the request had no effect, or may have had none. */
  ask(request: LedgerRequest): Promise<LedgerReply>;
  progress(): number;
  healthy(): boolean;
  /** Ends the thread when it has closed its file. */
  close(): Promise<void>;
}

interface Waiting {
  readonly since: number;
  readonly resolve: (reply: LedgerReply) => void;
  readonly reject: (error: Error) => void;
}

const RESTART_AFTER = 1_000;
const FAILURE_REMEMBERED = 5_000;
const workerUrl = new URL(
  `./ledger-worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`,
  import.meta.url,
);

/** Throws `LedgerInUseError`, or an Error when the file cannot be used. */
export async function startLedgerThread(
  path: string,
  { patience = 2_000, stalledAfter = 1_000, onTrouble = () => {} }: LedgerThreadOptions,
): Promise<LedgerThread> {
  const waiting = new Map<number, Waiting>();
  let lastNumber = 0;
  /** When a write last failed with no success since; in `performance.now()`. */
  let failedAt = Number.NEGATIVE_INFINITY;
  let closing = false;
  const heartbeat = new Int32Array(new SharedArrayBuffer(8));
  const progress = createProgress(heartbeat);
  /** When the thread last answered, in `performance.now()`. */
  let answeredAt = 0;

  const first = await start(true);
  let worker: Worker | undefined = first.worker;
  attend(first.worker);

  async function start(afterStart: boolean): Promise<{ worker: Worker; found: AfterCrash }> {
    const workerData: LedgerWorkerData = { path, heartbeat, afterStart, patience };
    const started = new Worker(workerUrl, {
      workerData,
      name: 'llmr-ledger',
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const found = await firstWord(started, path);
    started.unref();
    return { worker: started, found };
  }

  function attend(current: Worker): void {
    current.on('message', (message: FromWorker) => {
      answeredAt = performance.now();
      if (message.kind === 'done') {
        failedAt = Number.NEGATIVE_INFINITY;
        take(message.number)?.resolve(message.reply);
      } else if (message.kind === 'failed') {
        failedAt = performance.now();
        onTrouble(`the ledger could not write: ${message.message}`);
        take(message.number)?.reject(new Error(message.message));
      }
      // Shutdown waits for this thread: otherwise the process would end before the thread has closed its file.
      if (waiting.size === 0 && !closing) current.unref();
    });
    current.on('error', (error) => onTrouble(`the ledger's thread failed: ${error.message}`));
    current.on('exit', () => {
      worker = undefined;
      for (const number of [...waiting.keys()])
        take(number)?.reject(new Error("the ledger's thread has ended"));
      if (!closing) setTimeout(restart, RESTART_AFTER).unref();
    });
  }

  function restart(): void {
    if (closing) return;
    start(false).then(
      (again) => {
        worker = again.worker;
        attend(again.worker);
        onTrouble("the ledger's thread was restarted");
      },
      (error: Error) => {
        onTrouble(error.message);
        setTimeout(restart, RESTART_AFTER).unref();
      },
    );
  }

  function take(number: number): Waiting | undefined {
    const one = waiting.get(number);
    waiting.delete(number);
    return one;
  }

  return {
    found: first.found,
    ask(request) {
      const current = worker;
      if (current === undefined) return Promise.reject(new Error('the ledger does not answer'));
      return new Promise((resolve, reject) => {
        const number = ++lastNumber;
        waiting.set(number, { since: performance.now(), resolve, reject });
        current.ref();
        current.postMessage({ kind: 'ask', number, request } satisfies ToWorker);
      });
    },
    progress,
    healthy() {
      const now = performance.now();
      // An old failure proves nothing any more: only a new attempt can show whether the disk works.
      if (closing || worker === undefined || now - failedAt < FAILURE_REMEMBERED) return false;
      const oldest = waiting.values().next();
      return oldest.done === true || now - Math.max(oldest.value.since, answeredAt) < stalledAfter;
    },
    async close() {
      closing = true;
      const current = worker;
      if (current === undefined) return;
      current.ref();
      const ended = new Promise<void>((resolve) => current.once('exit', () => resolve()));
      current.postMessage({ kind: 'close' } satisfies ToWorker);
      await ended;
    },
  };
}

/** A slow disk is busy: it may take this long to sync one transaction before it counts as hung. Milliseconds. */
const SLOWEST_SYNC = 2_000;

/** A number that changes while the thread works, and while it waits for the disk. */
function createProgress(heartbeat: Int32Array<SharedArrayBuffer>): () => number {
  let beats = 0;
  let since = 0;
  let looks = 0;
  return () => {
    const now = performance.now();
    const seen = Atomics.load(heartbeat, 0);
    if (seen !== beats) since = now;
    beats = seen;
    if (Atomics.load(heartbeat, 1) === 1 && now - since < SLOWEST_SYNC) looks += 1;
    return seen + looks;
  };
}

/** Resolves with what was found after a crash. */
function firstWord(worker: Worker, path: string): Promise<AfterCrash> {
  return new Promise((resolve, reject) => {
    const heard = (message: FromWorker): void => {
      if (message.kind === 'ready')
        settle(() => resolve({ charged: message.charged, assumed: message.assumed }));
      else if (message.kind === 'unusable') {
        settle(() => reject(message.inUse ? inUse(path) : new Error(message.message)));
      }
    };
    const failed = (error: Error): void => settle(() => reject(error));
    const ended = (): void => failed(new Error(`the ledger's thread ended before it was ready (${path})`));
    const settle = (how: () => void): void => {
      worker.off('message', heard).off('error', failed).off('exit', ended);
      how();
    };
    worker.on('message', heard).on('error', failed).on('exit', ended);
  });
}

function inUse(path: string): LedgerInUseError {
  return new LedgerInUseError(
    `${path} is in use by another llmr process; a ledger can have only one owner. Stop the other process, or give this one its own folder with --data DIR`,
  );
}

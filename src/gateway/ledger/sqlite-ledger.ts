/**
 * The embedded ledger: SQLite in a separate thread. This is the service's side: it collects the requests of one turn
 * of the event loop into one message and resolves their promises. One process owns a ledger file; a second one gets
 * an error.
 *
 * Crash rule: an unsettled reservation found at start may have been sent, so it stays charged at its estimate. Only a
 * running service knows that nothing was sent, and then calls `refund`.
 */
import { Worker } from 'node:worker_threads';
import type { Bucket, Ledger, Levels, Reservation, StoredBucket } from './ledger.ts';
import type {
  FromWorker,
  LedgerReply,
  LedgerRequest,
  LedgerWorkerData,
  Numbered,
  ToWorker,
} from './ledger-protocol.ts';

export interface SqliteLedger extends Ledger {
  /** Reservations a crash had left open, now charged at their estimate. */
  readonly charged: number;
}

export interface SqliteLedgerOptions {
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

/** Opens or creates the ledger file. Throws `LedgerInUseError`, or an Error when the file cannot be used. */
export async function openSqliteLedger(
  path: string,
  options: SqliteLedgerOptions = {},
): Promise<SqliteLedger> {
  const { patience = 2_000, stalledAfter = 1_000, onTrouble = () => {} } = options;

  const waiting = new Map<number, Waiting>();
  let toSend: Numbered[] = [];
  let lastNumber = 0;
  /** When a write last failed with no success since; in `performance.now()`. */
  let failedAt = Number.NEGATIVE_INFINITY;
  let closing = false;
  let worker: Worker | undefined;
  const heartbeat = new Int32Array(new SharedArrayBuffer(8));
  const progress = createProgress(heartbeat);
  /** When the thread last answered, in `performance.now()`. */
  let answeredAt = 0;

  const first = await start(true);
  worker = first.worker;
  attend(worker);

  async function start(afterStart: boolean): Promise<{ worker: Worker; charged: number }> {
    const workerData: LedgerWorkerData = { path, heartbeat, afterStart, patience };
    const started = new Worker(workerUrl, {
      workerData,
      name: 'llmr-ledger',
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const charged = await firstWord(started, path);
    started.unref();
    return { worker: started, charged };
  }

  function attend(current: Worker): void {
    current.on('message', (message: FromWorker) => {
      answeredAt = performance.now();
      if (message.kind === 'done') {
        failedAt = Number.NEGATIVE_INFINITY;
        for (const { number, reply } of message.replies) take(number)?.resolve(reply);
      } else if (message.kind === 'failed') {
        failedAt = performance.now();
        onTrouble(`the ledger could not write: ${message.message}`);
        const error = new Error(`the ledger could not write: ${message.message}`);
        for (const number of message.numbers) take(number)?.reject(error);
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
        attend(worker);
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

  function send(): void {
    const requests = toSend;
    toSend = [];
    worker?.ref();
    worker?.postMessage({ kind: 'batch', requests } satisfies ToWorker);
  }

  function ask(request: LedgerRequest): Promise<LedgerReply> {
    if (closing) return Promise.reject(new Error('the ledger is closed'));
    if (worker === undefined) return Promise.reject(new Error('the ledger does not answer'));
    return new Promise((resolve, reject) => {
      const number = ++lastNumber;
      waiting.set(number, { since: performance.now(), resolve, reject });
      if (toSend.push({ number, request }) === 1) queueMicrotask(send);
    });
  }

  return {
    charged: first.charged,
    async reserve(id, charges, now) {
      return (await ask({ kind: 'reserve', id, charges, now })) as Reservation;
    },
    async settle(id, amounts, now) {
      return (await ask({ kind: 'settle', id, amounts, now })) as Levels;
    },
    async refund(id, now) {
      return (await ask({ kind: 'refund', id, now })) as Levels;
    },
    async used(buckets: readonly Bucket[], now) {
      const keys = buckets.map((bucket) => bucket.key);
      return (await ask({ kind: 'used', keys, now })) as Levels;
    },
    progress,
    async running(now) {
      return (await ask({ kind: 'running', now })) as readonly StoredBucket[];
    },
    healthy() {
      const now = performance.now();
      // An old failure proves nothing any more: only a new attempt can show whether the disk works.
      if (closing || worker === undefined || now - failedAt < FAILURE_REMEMBERED) return false;
      const oldest = waiting.values().next();
      return oldest.done === true || now - Math.max(oldest.value.since, answeredAt) < stalledAfter;
    },
    async close() {
      if (closing) return;
      closing = true;
      const current = worker;
      if (current === undefined) return;
      if (toSend.length > 0) send();
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

/** Resolves with the number of reservations that were found open. */
function firstWord(worker: Worker, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const heard = (message: FromWorker): void => {
      if (message.kind === 'ready') settle(() => resolve(message.charged));
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

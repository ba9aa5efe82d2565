/**
 * One worker process: started, given everything that it serves, started again when it ends without being asked to.
 * Knows node:cluster; not what a worker does.
 */
import cluster, { type Worker } from 'node:cluster';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActiveSet } from '../policies/open-policies.ts';
import { AnsweredWorker } from './answer-worker.ts';
import { openChannel } from './channel.ts';
import type { Beginning, ForPrimary } from './protocol.ts';
import type { SharedState, WorkerChannel } from './shared-state.ts';

/** Milliseconds before a worker is started again, doubling up to the second; the first again after `STEADY`. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 10_000;
const STEADY = 10_000;
/** Milliseconds that a worker has for its shutdown in addition to the wait for its answers. */
const LAST_WAIT = 5_000;

export interface WorkerOptions {
  readonly number: number;
  readonly shared: SharedState;
  readonly beginning: Beginning;
  readonly port: number;
  /** The set to serve, without tables of words; undefined before the first good one. */
  readonly active: () => ActiveSet | undefined;
}

export interface WorkerProcess {
  /** Rejects with a message for the operator where the first start fails. Resolves with the address. */
  readonly started: Promise<string>;
  /** Resolves when it serves the active set, or is about to be started again. */
  serve(set: ActiveSet): Promise<void>;
  /** Waits for running answers, then ends the process. It is not started again. */
  close(graceMs: number): Promise<void>;
}

export function runWorker(options: WorkerOptions): WorkerProcess {
  const { number, shared } = options;
  let closing = false;
  let wait = FIRST_WAIT;
  let again: NodeJS.Timeout | undefined;
  let running = start();
  const started = running.listening;

  function start(): RunningProcess {
    const since = performance.now();
    const process = startProcess(options);
    void process.ended.then((how) => {
      if (closing) return;
      if (performance.now() - since >= STEADY) wait = FIRST_WAIT;
      shared.log.error(
        { worker: number, ...how, againInMs: wait },
        'a worker has ended; it is started again',
      );
      again = setTimeout(() => {
        running = start();
        // It ends where it cannot start, which is reported above.
        running.listening.catch(() => {});
      }, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
    return process;
  }

  return {
    started,
    serve: (set) => running.serve(set),
    async close(graceMs) {
      closing = true;
      clearTimeout(again);
      await running.close(graceMs);
    },
  };
}

interface HowEnded {
  readonly pid: number | undefined;
  readonly code: number | null;
  readonly signal: string | null;
  /** Reservations that were open, which are settled as spent. */
  readonly reservations: number;
}

interface RunningProcess {
  readonly listening: Promise<string>;
  readonly ended: Promise<HowEnded>;
  serve(set: ActiveSet): Promise<void>;
  close(graceMs: number): Promise<void>;
}

function startProcess(options: WorkerOptions): RunningProcess {
  const { number, shared } = options;
  const worker = fork();
  const answered = new AnsweredWorker(number, shared);
  const channel: WorkerChannel = openChannel<ForPrimary>(endOf(worker), answered.calls);
  const ended = new Promise<HowEnded>((resolve) => {
    worker.once('exit', (code: number | null, signal: string | null) => {
      channel.close();
      shared.forget(number);
      void answered
        .ended()
        .then((reservations) => resolve({ pid: worker.process.pid, code, signal, reservations }));
    });
  });
  const tooEarly = ended.then(() => Promise.reject(new Error('a worker ended while it started')));
  // It also rejects where the start has long succeeded.
  tooEarly.catch(() => {});
  const listening = Promise.race([begin(options, channel, answered.loaded), tooEarly]);
  listening.catch(() => worker.process.kill('SIGKILL'));
  return {
    listening,
    ended,
    async serve(set) {
      if (!shared.workers.has(number)) return;
      try {
        await channel.ask('serve', set);
      } catch (error) {
        if (!worker.isConnected()) return;
        const words = error instanceof Error ? error.message : String(error);
        shared.log.error({ worker: number }, `a worker cannot serve the active policies: ${words}`);
        worker.process.kill('SIGKILL');
      }
    },
    async close(graceMs) {
      const kill = setTimeout(() => worker.process.kill('SIGKILL'), graceMs + LAST_WAIT);
      await channel.ask('drain', graceMs).catch(() => {});
      // Without its channel a worker ends.
      if (worker.isConnected()) worker.process.disconnect();
      await ended;
      clearTimeout(kill);
    },
  };
}

/** A worker listens once it knows everything that the primary knows. */
async function begin(
  { number, shared, beginning, active, port }: WorkerOptions,
  channel: WorkerChannel,
  loaded: Promise<void>,
): Promise<string> {
  await loaded;
  await channel.ask('begin', beginning);
  // From here on it hears what changes; what it hears twice does no harm.
  shared.workers.set(number, channel);
  channel.tell('store', shared.storeState());
  channel.tell('rolloutShares', shared.rolloutShares());
  channel.tell('pins', [...shared.open.traffic.pins.all()]);
  channel.tell('health', 0, { breakers: [...shared.open.breakers.news()], ended: [], inFlight: [] });
  for (const [from, news] of shared.inFlightElsewhere(number)) channel.tell('health', from, news);
  let served: ActiveSet | undefined;
  while (served !== active()) {
    served = active();
    if (served !== undefined) await channel.ask('serve', served);
  }
  return channel.ask('listen', port);
}

function fork(): Worker {
  const file = fileURLToPath(import.meta.url);
  cluster.setupPrimary({
    exec: fileURLToPath(new URL(`./serving-worker${extname(file)}`, import.meta.url)),
    args: [],
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // Sums of money are bigints, which JSON does not have.
    serialization: 'advanced',
  });
  return cluster.fork();
}

function endOf(worker: Worker) {
  return {
    connected: () => worker.isConnected(),
    send: (message: unknown, sent: () => void) =>
      void worker.process.send(message as object, undefined, undefined, () => sent()),
    onMessage: (take: (message: unknown) => void) => void worker.process.on('message', take),
  };
}

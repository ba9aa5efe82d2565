/**
 * Calls the vetting thread, within a time budget. The thread is started when needed, and kept for a while: examples are
 * changed several times in a row, and a thread that has compiled and trained before does it several times faster. Then it
 * is ended, because an idle compiler only uses memory.
 */
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Verdict, VetOptions } from './vet-policies.ts';

export interface Vetting {
  /** Rejects when the time is up or the thread fails: a fault of llmr, never of the policy. */
  vet(options: VetOptions): Promise<Verdict>;
  close(): Promise<void>;
}

const IDLE_MS = 120_000;
const MOST_MEGABYTES = 2_048;
/** For new objects. By default it grows to 48 and stays there, for a thread that works a second now and then. */
const YOUNG_MEGABYTES = 16;

/** @param budgetMs milliseconds for one vetting, training included; counted again while an encoder is at work */
export function createVetting(budgetMs = 60_000): Vetting {
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let closed = false;

  function start(): Worker {
    const extension = extname(fileURLToPath(import.meta.url));
    const started = new Worker(new URL(`./vet-worker${extension}`, import.meta.url), {
      name: 'llmr-vetting',
      execArgv: [],
      // A policy that exhausts memory ends this thread and not the service.
      resourceLimits: {
        maxOldGenerationSizeMb: MOST_MEGABYTES,
        maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      },
    });
    // A thread that fails between two questions is replaced at the next one.
    started.on('error', () => {});
    started.once('exit', () => {
      if (worker === started) worker = undefined;
    });
    return started;
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const stopping = worker;
    worker = undefined;
    await stopping?.terminate();
  }

  return {
    async vet(options) {
      if (closed) throw new Error('the service is stopping');
      clearTimeout(idle);
      worker ??= start();
      try {
        return await ask(worker, options, budgetMs);
      } catch (cause) {
        await stop();
        throw cause;
      } finally {
        idle = setTimeout(() => void stop(), IDLE_MS).unref();
      }
    },
    close() {
      closed = true;
      return stop();
    },
  };
}

function ask(worker: Worker, options: VetOptions, budgetMs: number): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const done = (settle: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      settle();
    };
    const onMessage = (answer: { verdict?: Verdict; failure?: string; progress?: true }) => {
      // The first time, an encoder takes minutes for what heads are trained on.
      if (answer.progress) return void timer.refresh();
      done(() =>
        answer.verdict === undefined ? reject(new Error(answer.failure)) : resolve(answer.verdict),
      );
    };
    const onError = (cause: unknown) => done(() => reject(cause));
    const onExit = () => done(() => reject(new Error('the vetting thread ended before it answered')));
    const timer = setTimeout(
      () => done(() => reject(new Error(`checking the policies took longer than ${budgetMs / 1000} s`))),
      budgetMs,
    );
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    worker.postMessage(options);
  });
}

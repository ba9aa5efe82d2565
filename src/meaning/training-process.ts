// The process that trains heads: started for the first tasks, ended with the last, or kept for the next change of a
// policy, because starting it takes longer than training few intents. A process, not a thread: training a hundred
// intents takes some hundred megabytes, and only ending a process frees all of them. Must not know: caches, policies.

import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DenseSource } from '../language/heads/dense-part.ts';
import type { TrainingJob } from '../language/heads/head.ts';

/** A job with the vectors of its texts, where its encoder computes them: everything that training needs. */
export interface TrainingTask {
  readonly job: TrainingJob;
  readonly vectors: Extract<DenseSource, { readonly kind: 'vectors' }> | undefined;
  /** Whether the learning curve is wanted, too. */
  readonly curve: boolean;
}
/** Without tasks: load what training needs, and wait. */
export type TrainingRequest = readonly TrainingTask[];
export type TrainingAnswer = { readonly head: Uint8Array } | { readonly failure: string };

export interface TrainingProcess {
  /** One head's bytes for each task, in order. Rejects with the signal's reason when it stops the training. */
  train(tasks: readonly TrainingTask[], signal?: AbortSignal): Promise<Uint8Array[]>;
  /** Starts the process ahead of the first task. */
  prepare(): void;
  close(): void;
}

/** One request at a time. An idle process does not keep its parent running, and ends with it. */
export function createTrainingProcess(): TrainingProcess {
  let child: ChildProcess | undefined;
  function started(): ChildProcess {
    if (child !== undefined) return child;
    const fresh = start();
    const gone = () => {
      if (child === fresh) child = undefined;
    };
    fresh.on('exit', gone).on('error', gone);
    child = fresh;
    return fresh;
  }
  function end(): void {
    child?.kill('SIGKILL');
    child = undefined;
  }
  return {
    prepare: () => void started().send([] satisfies TrainingRequest),
    async train(tasks, signal) {
      try {
        return await ask(started(), tasks, signal);
      } catch (cause) {
        end();
        throw cause;
      }
    },
    close: end,
  };
}

function start(): ChildProcess {
  // From source it is a .ts file too, in the published package a .js file.
  const extension = extname(fileURLToPath(import.meta.url));
  const child = fork(fileURLToPath(new URL(`./train-worker${extension}`, import.meta.url)), {
    execArgv: [],
    serialization: 'advanced',
    // Its results come as messages; what a crash prints belongs to this process's standard error.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

function ask(
  child: ChildProcess,
  tasks: readonly TrainingTask[],
  signal: AbortSignal | undefined,
): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const trained: Uint8Array[] = [];
    child.channel?.ref();
    const settle = (then: () => void) => {
      child.channel?.unref();
      child.off('message', onMessage).off('error', onError).off('exit', onExit);
      signal?.removeEventListener('abort', onAbort);
      then();
    };
    const onMessage = (answer: TrainingAnswer) => {
      if ('failure' in answer) settle(() => reject(new Error(answer.failure)));
      else if (trained.push(answer.head) === tasks.length) settle(() => resolve(trained));
    };
    const onError = (cause: unknown) => settle(() => reject(cause));
    const onExit = () =>
      settle(() => reject(new Error(`training ended after ${trained.length} of ${tasks.length} heads`)));
    const onAbort = () => settle(() => reject(signal?.reason));
    child.on('message', onMessage).on('error', onError).on('exit', onExit);
    signal?.addEventListener('abort', onAbort, { once: true });
    child.send(tasks);
  });
}

/**
 * Calls the vetting process, within a time budget. The process is started when needed. After a change it is kept for a
 * while: examples are changed several times in a row, and a process that has compiled and trained before does it several
 * times faster. Then it is ended, because an idle compiler only uses memory. A process and not a thread: compiling takes
 * much memory, and only ending a process frees all of it.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Verdict, VetOptions } from './vet-policies.ts';
import { withTables } from './word-tables.ts';

export interface Vetting {
  /** Rejects when the time is up or the process fails: a fault of llmr, never of the policy. */
  vet(options: VetOptions): Promise<Verdict>;
  close(): Promise<void>;
}

export type VetAnswer =
  | { readonly verdict: Verdict }
  | { readonly failure: string }
  /** An encoder is at work. */
  | { readonly progress: true };

/** After a start a change is unlikely, after a change another one is likely. */
const IDLE_AFTER_START_MS = 2_000;
const IDLE_AFTER_CHANGE_MS = 120_000;
/** A policy that exhausts memory ends this process and not the service. */
const MOST_MEGABYTES = 2_048;

/** @param budgetMs milliseconds for one vetting, training included; counted again while an encoder is at work */
export function createVetting(budgetMs = 60_000): Vetting {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let idleMs = IDLE_AFTER_START_MS;
  let closed = false;

  function started(): ChildProcess {
    if (child !== undefined) return child;
    const fresh = start();
    const gone = () => {
      if (child === fresh) child = undefined;
    };
    // One that fails between two questions is replaced at the next one.
    fresh.on('exit', gone).on('error', gone);
    child = fresh;
    return fresh;
  }

  async function stop(): Promise<void> {
    clearTimeout(idle);
    const stopping = child;
    child = undefined;
    if (stopping === undefined || stopping.exitCode !== null || stopping.signalCode !== null) return;
    const ended = new Promise((resolve) => stopping.once('exit', resolve).once('error', resolve));
    stopping.ref();
    stopping.kill('SIGKILL');
    await ended;
  }

  return {
    async vet(options) {
      if (closed) throw new Error('the service is stopping');
      clearTimeout(idle);
      try {
        return await ask(started(), options, budgetMs);
      } catch (cause) {
        await stop();
        throw cause;
      } finally {
        idle = setTimeout(() => void stop(), idleMs).unref();
        idleMs = IDLE_AFTER_CHANGE_MS;
      }
    },
    close() {
      closed = true;
      return stop();
    },
  };
}

/** An idle process does not keep its parent running, and ends with it. */
function start(): ChildProcess {
  // From source it is a .ts file too, in the published package a .js file.
  const extension = extname(fileURLToPath(import.meta.url));
  const child = fork(fileURLToPath(new URL(`./vet-worker${extension}`, import.meta.url)), {
    execArgv: [`--max-old-space-size=${MOST_MEGABYTES}`],
    serialization: 'advanced',
    // Its results come as messages; what a crash prints belongs to this process's standard error.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.unref();
  child.channel?.unref();
  return child;
}

function ask(child: ChildProcess, options: VetOptions, budgetMs: number): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    child.channel?.ref();
    const done = (settle: () => void) => {
      clearTimeout(timer);
      child.channel?.unref();
      child.off('message', onMessage).off('error', onError).off('exit', onExit);
      settle();
    };
    const onMessage = (answer: VetAnswer) => {
      // The first time, an encoder takes minutes for what heads are trained on.
      if ('progress' in answer) return void timer.refresh();
      done(() => ('failure' in answer ? reject(new Error(answer.failure)) : resolve(whole(answer.verdict))));
    };
    const onError = (cause: unknown) => done(() => reject(cause));
    const onExit = () => done(() => reject(new Error('the vetting process ended before it answered')));
    const timer = setTimeout(
      () => done(() => reject(new Error(`checking the policies took longer than ${budgetMs / 1000} s`))),
      budgetMs,
    );
    child.on('message', onMessage).on('error', onError).on('exit', onExit);
    child.send(options);
  });
}

function whole(verdict: Verdict): Verdict {
  return verdict.kind === 'good' ? { ...verdict, policies: verdict.policies.map(withTables) } : verdict;
}

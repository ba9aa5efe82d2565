/**
 * The thread in which policies are vetted, so that the compiler never delays a request. One question and one answer
 * at a time; an internal failure is returned as such and never ends the thread silently.
 */
import { parentPort } from 'node:worker_threads';
import { createTrainingProcess } from '../../../meaning/training-process.ts';
import { type VetOptions, vetPolicies } from './vet-policies.ts';

/** Kept as long as this thread, so that the next change does not wait for it to start. */
const trainer = createTrainingProcess();

parentPort?.on('message', (options: VetOptions) => {
  vetPolicies(options, trainer, () => parentPort?.postMessage({ progress: true })).then(
    (verdict) => parentPort?.postMessage({ verdict }),
    (cause: unknown) =>
      parentPort?.postMessage({
        failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      }),
  );
});

/**
 * The thread in which policies are vetted, so that a compiler never holds up a request. One question, one answer at a
 * time; a failure of ours is answered as such and never ends the thread silently.
 */
import { parentPort } from 'node:worker_threads';
import { type VetOptions, vetPolicies } from './vet-policies.ts';

parentPort?.on('message', (options: VetOptions) => {
  vetPolicies(options).then(
    (verdict) => parentPort?.postMessage({ verdict }),
    (cause: unknown) =>
      parentPort?.postMessage({
        failure: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
      }),
  );
});
